import { useState } from 'react';
import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { IdentityProvider, ShadowRun, ShadowRunState } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate, fromNow } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { scriptVersionList, shadowRunQuery } from '../../lib/queries/scripts.js';
import { toastFailure } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { DecisionMatrix } from './decision-matrix.js';

const LENGTHS = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '1 week' },
];

/** Runs a candidate alongside the version in use, on real traffic and without any side effects. */
export function ShadowSection({ provider, readOnly }: { provider: IdentityProvider; readOnly: boolean }) {
  const { identifier } = provider;
  const queryClient = useQueryClient();
  const { data, error, isError, isPending, refetch } = useQuery(shadowRunQuery(identifier));
  const [busy, setBusy] = useState(false);
  const act = async (action: () => Promise<ShadowRunState>) => {
    setBusy(true);
    try {
      queryClient.setQueryData(keys.shadowRun(identifier), await action());
    } catch (thrown) {
      toastFailure(thrown);
    }
    setBusy(false);
  };
  const run = data?.shadow_run;
  const start = (version: number, seconds: number) =>
    act(() => call('startShadowRun', { path: { identifier }, body: { version, seconds } }));
  const stop = () => act(() => call('stopShadowRun', { path: { identifier } }));

  return (
    <SectionCard
      id="shadow-run"
      title="Shadow run"
      purpose="Runs another version beside the one in use, on the same requests. It changes nothing and sends nothing: it is told what the version in use was told. Decisions are counted, never whose they were."
    >
      {isError && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <TableSkeleton rows={2} />
      ) : (
        <Stack gap="md">
          {run && <ShadowReport run={run} inUse={provider.script_version} />}
          {!readOnly &&
            (run?.running ? (
              <Group>
                <Button variant="default" loading={busy} onClick={() => void stop()}>
                  Stop
                </Button>
              </Group>
            ) : (
              <StartForm provider={provider} busy={busy} onStart={(version, seconds) => void start(version, seconds)} />
            ))}
          {readOnly && !run && <Text c="dimmed">No version runs in the shadow.</Text>}
        </Stack>
      )}
    </SectionCard>
  );
}

function ShadowReport({ run, inUse }: { run: ShadowRun; inUse: number }) {
  return (
    <Stack gap="xs">
      <Group gap="md">
        {run.running ? <Status tone="info">Running</Status> : <Status tone="off">Over</Status>}
        <Text>
          {run.running
            ? `Version ${run.version} beside version ${inUse}, until ${asDate(run.ends_at)} (${fromNow(run.ends_at)})`
            : `Version ${run.version} beside version ${inUse}, from ${asDate(run.started_at)} to ${asDate(run.ends_at)}`}
          {run.started_by && `, started by ${run.started_by}`}
        </Text>
      </Group>
      <DecisionMatrix decisions={run.decisions} candidate={run.version} inUse={inUse} />
    </Stack>
  );
}

interface StartProps {
  provider: IdentityProvider;
  busy: boolean;
  onStart: (version: number, seconds: number) => void;
}

function StartForm({ provider, busy, onStart }: StartProps) {
  const { data } = useInfiniteQuery(scriptVersionList(provider.identifier));
  const others = (data?.pages.flatMap(({ items }) => items) ?? []).filter(({ active }) => !active);
  const [version, setVersion] = useState('');
  const [seconds, setSeconds] = useState('3600');
  const chosen = version || String(others[0]?.version ?? '');
  if (others.length === 0) {
    return (
      <Text c="dimmed">
        There is no other version yet. Change the scripts above and choose <i>Keep as candidate</i> under{' '}
        <i>Versions</i>.
      </Text>
    );
  }
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label="Version"
        value={chosen}
        onChange={(event) => setVersion(event.currentTarget.value)}
        data={others.map(({ version: number, comment }) => ({
          value: String(number),
          label: comment ? `${number}: ${comment}` : `${number}`,
        }))}
        maw={320}
      />
      <NativeSelect
        label="For"
        value={seconds}
        onChange={(event) => setSeconds(event.currentTarget.value)}
        data={LENGTHS}
      />
      <Button variant="default" loading={busy} onClick={() => onStart(Number(chosen), Number(seconds))}>
        Start shadow run
      </Button>
    </Group>
  );
}
