import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../lib/queries/session.js';
import { CredentialFields } from './credential-fields.js';
import { useSignIn } from './use-sign-in.js';

interface Props {
  opened: boolean;
  onSignedIn: () => void;
}

/** Asks for the password in a dialog, so that unsaved input on the page below is kept. */
export function SignInAgainDialog({ opened, onSignedIn }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title="Your session has ended"
      size="sm"
    >
      <Content onSignedIn={onSignedIn} />
    </Modal>
  );
}

function Content({ onSignedIn }: Pick<Props, 'onSignedIn'>) {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const { form, submit } = useSignIn(onSignedIn, session?.email);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Text mb="sm">What you typed on this page is kept. Sign in again, then repeat what you were doing.</Text>
      <CredentialFields form={form} focus="password" />
      <Button type="submit" fullWidth mt="lg" loading={form.formState.isSubmitting}>
        Sign in
      </Button>
    </form>
  );
}
