import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CreatedInitialAccessToken } from '@passant/contracts';
import { allApplications } from '../../lib/queries/lists.js';
import { counted } from '../../lib/sentence.js';
import { CodeBlock } from '../../ui/code-block.js';
import { CopyTextButton } from '../../ui/copy-button.js';
import { SecretPanel } from '../../ui/secret-panel.js';
import { exampleMetadata, registrationExample } from './registration-example.js';
import { registrantOf, type Registrant } from './token-form.js';
import { KEY_PLACEHOLDER, makeTrialKey } from './trial-key.js';

interface Props {
  token: CreatedInitialAccessToken;
  onDone: () => void;
}

const WORDS: Record<Registrant, { label: string; sentence: string }> = {
  installation: {
    label: 'Register an app instance',
    sentence: 'An instance of a mobile app registers itself like this.',
  },
  'back end': {
    label: 'Register a back end',
    sentence: 'A back end of the web application registers itself like this.',
  },
  client: { label: 'Register a client', sentence: 'A developer registers a client like this.' },
};

/** Shows the new token, with a command that uses it. */
export function CreatedToken({ token, onDone }: Props) {
  const { data: applications = [] } = useQuery(allApplications);
  const { data: key, isPending } = useQuery({
    queryKey: ['trial-key', token.id],
    queryFn: async () => (await makeTrialKey()) ?? null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const application = applications.find(({ identifier }) => identifier === token.application);
  const registrant = registrantOf(application);
  const metadata = exampleMetadata(token, application, key?.publicKey ?? KEY_PLACEHOLDER);
  const { label, sentence } = WORDS[registrant];
  return (
    <SecretPanel name="Initial access token" secret={token.initial_access_token} onDone={onDone}>
      <Text>
        {`${sentence} The answer holds its client id and a token with which it manages itself; trying it spends one of ${counted(token.registrations, 'registration|registrations')}.`}
      </Text>
      {!isPending && (
        <CodeBlock
          label={label}
          text={registrationExample(window.location.origin, token, metadata)}
          copy="Copy command"
        />
      )}
      {registrant === 'installation' && <TrialKeyRemark privateKey={key?.privateKey} />}
    </SecretPanel>
  );
}

function TrialKeyRemark({ privateKey }: { privateKey: object | undefined }) {
  if (!privateKey) {
    return (
      <Text fz="xs" c="dimmed">
        Replace x and y by the app&apos;s own key. This page could make one for the trial only under https or on a
        loopback address.
      </Text>
    );
  }
  return (
    <Group justify="space-between" gap="xs">
      <Text fz="xs" c="dimmed" maw={460}>
        The key in it was made in this browser for the trial. To sign with it afterwards, copy the private part now; a
        real app makes its own and never lets it out.
      </Text>
      <CopyTextButton value={JSON.stringify(privateKey)}>Copy private trial key</CopyTextButton>
    </Group>
  );
}
