import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CreatedInitialAccessToken } from '@passant/contracts';
import { allApplications } from '../../lib/queries/lists.js';
import { CodeBlock } from '../../ui/code-block.js';
import { CopyTextButton } from '../../ui/copy-button.js';
import { SecretPanel } from '../../ui/secret-panel.js';
import { registrationExample } from './registration-example.js';
import { KEY_PLACEHOLDER, makeTrialKey } from './trial-key.js';

interface Props {
  token: CreatedInitialAccessToken;
  onDone: () => void;
}

/** The new token, with a command that uses it. */
export function CreatedToken({ token, onDone }: Props) {
  const { data: applications = [] } = useQuery(allApplications);
  const { data: key, isPending } = useQuery({
    queryKey: ['trial-key', token.id],
    queryFn: async () => (await makeTrialKey()) ?? null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const application = applications.find(({ identifier }) => identifier === token.application);
  const version = application?.versions.find(({ status }) => status === 'LOGIN_REGISTRATION');
  const example = registrationExample({
    origin: window.location.origin,
    token: token.initial_access_token,
    application: token.application ?? 'application-identifier',
    version: version ?? { platform: 'ios', version: '1.0' },
    publicKey: key?.publicKey ?? KEY_PLACEHOLDER,
  });
  return (
    <SecretPanel name="Initial access token" secret={token.initial_access_token} onDone={onDone}>
      <Text>
        An instance of a mobile app registers itself like this. The answer holds its client id; trying it spends one of{' '}
        {token.registrations.toLocaleString('en')} {token.registrations === 1 ? 'registration' : 'registrations'}.
      </Text>
      {!isPending && <CodeBlock label="Register an app instance" text={example} copy="Copy command" />}
      {key ? (
        <Group justify="space-between" gap="xs">
          <Text fz="xs" c="dimmed" maw={460}>
            The key in it was made in this browser for the trial. To sign with it afterwards, copy the private part now;
            a real app makes its own and never lets it out.
          </Text>
          <CopyTextButton value={JSON.stringify(key.privateKey)}>Copy private trial key</CopyTextButton>
        </Group>
      ) : (
        <Text fz="xs" c="dimmed">
          Replace x and y by the app&apos;s own key. This page could make one for the trial only under https or on a
          loopback address.
        </Text>
      )}
    </SecretPanel>
  );
}
