import { useState } from 'react';
import { Anchor, Button, Modal, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CONSOLE_PATH } from '@passant/contracts/wire';
import { asApiError } from '../../lib/api/api-error.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { Notice } from '../../ui/notice.js';
import { SignInSteps } from './sign-in-steps.js';

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
  if (session?.company) return <ElsewhereAgain email={session.email} onSignedIn={onSignedIn} />;
  return (
    <SignInSteps email={session?.email} focus="password" onSignedIn={onSignedIn}>
      <Text mb="sm">What you typed on this page is kept. Sign in again, then repeat what you were doing.</Text>
    </SignInSteps>
  );
}

/** Whoever the company signs in leaves the page for that, so they do it in another tab. */
function ElsewhereAgain({ email, onSignedIn }: { email: string; onSignedIn: () => void }) {
  const queryClient = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const look = async () => {
    try {
      const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
      if (session.email === email) onSignedIn();
      else setProblem(`${session.email} is signed in now, and not ${email}.`);
    } catch (thrown) {
      const error = asApiError(thrown);
      setProblem(error.status === 401 ? 'You are not signed in yet.' : error.message);
    }
  };
  return (
    <Stack gap="sm">
      <Text>
        What you typed on this page is kept.{' '}
        <Anchor href={`${CONSOLE_PATH}/sign-in`} target="_blank" rel="noopener">
          Sign in again in a new tab
        </Anchor>
        , then come back here.
      </Text>
      {problem !== undefined && (
        <Notice role="alert" tone="bad">
          {problem}
        </Notice>
      )}
      <Button onClick={() => void look()}>I am signed in again</Button>
    </Stack>
  );
}
