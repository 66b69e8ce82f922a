import { useState } from 'react';
import { Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { OwnerProof, type RecoveryCodes, SecondFactorCode, type StartedSecondFactor } from '@passant/contracts';
import { FormProvider } from 'react-hook-form';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { type Creation, useCreation } from '../../lib/use-creation.js';
import { CopyTextButton } from '../../ui/copy-button.js';
import { ErrorState } from '../../ui/error-state.js';
import { type Factors, OwnerProofFields, ProveByPasskey, emptyProof } from './owner-proof-fields.js';
import { RecoveryCodesPanel } from './recovery-codes-panel.js';

interface Props {
  factors: Factors;
  onDone: () => void;
  onCancel?: () => void;
}

/** Sets up a second factor: password, secret and its first code, recovery codes. */
export function SecondFactorSetUp({ factors, onDone, onCancel }: Props) {
  const [started, setStarted] = useState<StartedSecondFactor>();
  const [confirmed, setConfirmed] = useState<RecoveryCodes>();
  const queryClient = useQueryClient();
  const finish = async () => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    void queryClient.invalidateQueries({ queryKey: keys.ownSecondFactor });
    void queryClient.invalidateQueries({ queryKey: keys.ownSessions });
    onDone();
  };
  if (confirmed) return <RecoveryCodesPanel codes={confirmed.recovery_codes} onDone={() => void finish()} />;
  if (started) return <Confirm started={started} onConfirmed={setConfirmed} onCancel={onCancel} />;
  return <Start factors={factors} onStarted={setStarted} onCancel={onCancel} />;
}

interface StepProps {
  creation: Pick<Creation<never>, 'refusal'> & { submit: (event?: React.FormEvent) => void };
  isBusy: boolean;
  label: string;
  onCancel: (() => void) | undefined;
  children: React.ReactNode;
}

/** One step of the set-up, with the server's error above and the buttons below. */
function Step({ creation: { refusal, submit }, isBusy, label, onCancel, children }: StepProps) {
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
        {children}
        <Group gap="xs">
          <Button type="submit" loading={isBusy}>
            {label}
          </Button>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function Start({
  factors,
  onStarted,
  onCancel,
}: {
  factors: Factors;
  onStarted: (started: StartedSecondFactor) => void;
  onCancel: Props['onCancel'];
}) {
  const start = async (proof: OwnerProof) => {
    const started = await call('startOwnSecondFactor', { body: proof });
    creation.form.reset();
    onStarted(started);
  };
  const creation = useCreation<OwnerProof>({ schema: OwnerProof, defaults: emptyProof(factors), create: start });
  return (
    <FormProvider {...creation.form}>
      <Step creation={creation} isBusy={creation.form.formState.isSubmitting} label="Go on" onCancel={onCancel}>
        <Text>
          You need an authenticator app, on your phone or in your password manager. It shows a new code every thirty
          seconds, and you sign in with your password and that code.
        </Text>
        <OwnerProofFields factors={factors} />
        <ProveByPasskey factors={factors} act={start} />
      </Step>
    </FormProvider>
  );
}

interface ConfirmProps {
  started: StartedSecondFactor;
  onConfirmed: (codes: RecoveryCodes) => void;
  onCancel: Props['onCancel'];
}

function Confirm({ started: { secret, qr_code }, onConfirmed, onCancel }: ConfirmProps) {
  const creation = useCreation<SecondFactorCode>({
    schema: SecondFactorCode,
    defaults: { code: '' },
    create: async (valid) => {
      const codes = await call('confirmOwnSecondFactor', { body: valid });
      creation.form.reset();
      onConfirmed(codes);
    },
  });
  const { register, formState } = creation.form;
  return (
    <Step creation={creation} isBusy={formState.isSubmitting} label="Turn on" onCancel={onCancel}>
      <Text>Scan this with your authenticator app, or type the secret into it. It is shown once.</Text>
      <Group align="flex-start" gap="lg">
        <Box
          component="img"
          src={`data:image/svg+xml,${encodeURIComponent(qr_code)}`}
          alt="QR code of the secret"
          w={220}
          h={220}
          bdrs="sm"
        />
        <Stack gap="xs" miw={0} flex="1 1 200px">
          <Text fw={550} id="second-factor-secret">
            Secret
          </Text>
          <Text ff="monospace" aria-labelledby="second-factor-secret" style={{ overflowWrap: 'anywhere' }}>
            {secret.match(/.{1,4}/g)!.join(' ')}
          </Text>
          <Box>
            <CopyTextButton value={secret}>Copy secret</CopyTextButton>
          </Box>
        </Stack>
      </Group>
      <TextInput
        label="Code"
        description="What the app shows now. The second factor counts from here on."
        autoComplete="one-time-code"
        inputMode="numeric"
        maw={420}
        autoFocus
        error={messageOf(formState.errors.code)}
        {...register('code')}
      />
    </Step>
  );
}
