import { type ReactNode, useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnSecondFactor, RecoveryCodes } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { ownSecondFactorQuery } from '../../lib/queries/lists.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { toastDone } from '../../ui/confirm.js';
import { Moment } from '../../ui/moment.js';
import { QuerySection } from '../../ui/query-section.js';
import { Status } from '../../ui/status.js';
import { OwnerProofDialog } from './owner-proof-dialog.js';
import { RecoveryCodesPanel } from './recovery-codes-panel.js';
import { SecondFactorSetUp } from './second-factor-set-up.js';

/** The second factor of the own account. */
export function SecondFactorSection() {
  const query = useQuery(ownSecondFactorQuery);
  return (
    <QuerySection
      title="Second factor"
      purpose="A code of an authenticator app, or a passkey, after the password. Whoever learns your password is not in then."
      query={query}
      refreshable={false}
    >
      {(factor) => (factor.state === 'ON' ? <TurnedOn factor={factor} /> : <TurnedOff factor={factor} />)}
    </QuerySection>
  );
}

function TurnedOff({ factor }: { factor: OwnSecondFactor }) {
  const [settingUp, setSettingUp] = useState(false);
  if (settingUp) {
    const leave = () => setSettingUp(false);
    return <SecondFactorSetUp factors={factor} onDone={leave} onCancel={leave} />;
  }
  return (
    <Stack gap="md" align="flex-start">
      {factor.passkeys > 0 ? (
        <>
          <Status tone="on">On, by passkeys</Status>
          <RecoveryCodesLeft factor={factor} />
          <Button variant="default" onClick={() => setSettingUp(true)}>
            Add an authenticator app
          </Button>
        </>
      ) : (
        <>
          <Status tone="off">Off</Status>
          <Button onClick={() => setSettingUp(true)}>Set up a second factor</Button>
        </>
      )}
    </Stack>
  );
}

function TurnedOn({ factor }: { factor: OwnSecondFactor }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const keeps = factor.passkeys > 0;
  return (
    <Stack gap="md" align="flex-start">
      <Status tone="on">On</Status>
      <Text>
        Since <Moment at={factor.since!} />.
      </Text>
      <RecoveryCodesLeft factor={factor}>
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          Remove second factor
        </Button>
      </RecoveryCodesLeft>
      <OwnerProofDialog
        opened={asking}
        title="Remove your second factor?"
        text={
          keeps
            ? 'Your password and a passkey sign you in afterwards. The entry in your authenticator app is good for nothing then.'
            : 'Your password alone signs you in afterwards. The entry in your authenticator app and your recovery codes are good for nothing then.'
        }
        label="Remove it"
        factors={factor}
        onClose={() => setAsking(false)}
        act={async (proof) => {
          await call('removeOwnSecondFactor', { body: proof });
          toastDone('Your second factor was removed');
          await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
          void queryClient.invalidateQueries({ queryKey: keys.ownSecondFactor });
        }}
      />
    </Stack>
  );
}

/** How many recovery codes are left, and how to get new ones. */
function RecoveryCodesLeft({ factor, children }: { factor: OwnSecondFactor; children?: ReactNode }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [renewed, setRenewed] = useState<RecoveryCodes>();
  if (renewed) return <RecoveryCodesPanel codes={renewed.recovery_codes} onDone={() => setRenewed(undefined)} />;
  return (
    <>
      <Text>{`${counted(factor.recovery_codes, 'recovery code|recovery codes')} left.`}</Text>
      <Group gap="xs">
        <Button variant="default" onClick={() => setAsking(true)}>
          New recovery codes
        </Button>
        {children}
      </Group>
      <OwnerProofDialog
        opened={asking}
        title="New recovery codes?"
        text="The ones you have are good for nothing afterwards."
        label="Make new codes"
        factors={factor}
        onClose={() => setAsking(false)}
        act={async (proof) => {
          setRenewed(await call('renewOwnRecoveryCodes', { body: proof }));
          void queryClient.invalidateQueries({ queryKey: keys.ownSecondFactor });
        }}
      />
    </>
  );
}
