import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { TestWebHookResult, WebHook } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { toastFailure } from '../../ui/confirm.js';
import { Facts } from '../../ui/facts.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { OUTCOMES } from './web-hook-words.js';

/** Calls the hook for a fictitious user and shows the response. */
export function WebHookTest({ hook, dirty }: { hook: WebHook; dirty: boolean }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<TestWebHookResult>();
  const run = async () => {
    setRunning(true);
    try {
      setResult(await call('testWebHook', { path: { id: hook.id }, body: {} }));
    } catch (thrown) {
      toastFailure(thrown);
    }
    setRunning(false);
    // This call may have changed the hook's state, and it added a delivery.
    void queryClient.invalidateQueries({ queryKey: keys.webHooks });
  };
  return (
    <SectionCard
      title="Test call"
      purpose={
        dirty
          ? 'Calls the hook as it is saved, without the changes above, for a person who does not exist.'
          : 'Calls the hook as it is saved, for a person who does not exist. Nothing is issued.'
      }
      aside={
        mayChange && (
          <Button
            variant="default"
            flex="none"
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            loading={running}
            onClick={() => void run()}
          >
            Call it
          </Button>
        )
      }
    >
      <div aria-live="polite">{result && <TestReport result={result} />}</div>
    </SectionCard>
  );
}

/** The result of a test call: names of scopes and claims, but no values. */
export function TestReport({ result }: { result: TestWebHookResult }) {
  const { tone, word } = OUTCOMES[result.outcome];
  const succeeded = result.outcome === 'succeeded';
  return (
    <Stack gap="sm">
      <Status tone={tone}>{word}</Status>
      <Facts
        facts={[
          ['What happened', result.error],
          ['HTTP status', result.http_status],
          ['Duration', `${result.duration_ms} ms`],
          ['Scopes taken away', succeeded ? result.removed_scopes.join(' ') || 'None' : undefined],
          ['Claims given', succeeded ? result.claims.join(', ') || 'None' : undefined],
        ]}
      />
    </Stack>
  );
}
