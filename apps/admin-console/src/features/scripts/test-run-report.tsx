import { Group, Stack, Text } from '@mantine/core';
import type { ScriptStep, TestRunResult } from '@passant/contracts';
import { ErrorState } from '../../ui/error-state.js';
import { Status, type Tone } from '../../ui/status.js';
import { laidOut } from './test-run-input.js';
import type { TestRunOutcome } from './use-test-run.js';
import classes from './test-run-panel.module.css';

const OUTCOMES: Record<TestRunResult['outcome'], { tone: Tone; word: string; means: string }> = {
  valid: { tone: 'on', word: 'Success', means: '' },
  retry: { tone: 'warn', word: 'Retry', means: 'The person may try again; no token is given.' },
  unrecoverable: { tone: 'bad', word: 'Ended', means: 'The registration ends; the app must start again.' },
  invalid_result: { tone: 'bad', word: 'Unusable result', means: 'The app would get server_error.' },
  threw: { tone: 'bad', word: 'Error', means: 'The app would get server_error.' },
  timed_out: { tone: 'bad', word: 'Took too long', means: 'The app would get server_error.' },
  out_of_memory: { tone: 'bad', word: 'Out of memory', means: 'The app would get server_error.' },
  failed: { tone: 'bad', word: 'Did not run', means: 'The app would get an error.' },
};

const SUCCESS_MEANS: Record<ScriptStep, string> = {
  init: 'The app would get a transaction and go on with complete.',
  complete: 'The app would get a token.',
  backchannel: 'The back end would get the answer.',
};

/** What came of a test run. */
export function TestRunReport({ step, outcome }: { step: ScriptStep; outcome: TestRunOutcome | undefined }) {
  return (
    <div className={classes['report']} aria-live="polite">
      {!outcome && <div className={classes['nothing']}>Result, log, duration and memory will stand here.</div>}
      {outcome?.error && <ErrorState error={outcome.error} />}
      {outcome?.result && <Report step={step} result={outcome.result} />}
    </div>
  );
}

function Report({ step, result }: { step: ScriptStep; result: TestRunResult }) {
  const { tone, word, means } = OUTCOMES[result.outcome];
  return (
    <Stack gap="sm">
      <div>
        <Group justify="space-between" gap="xs">
          <Text span fw={600}>
            <Status tone={tone} about="Outcome">
              {word}
            </Status>
          </Text>
          <Text span fz="xs" c="dimmed">
            {cost(result)}
          </Text>
        </Group>
        <Text fz="xs" c="dimmed">
          {means || SUCCESS_MEANS[step]}
        </Text>
      </div>
      {result.error && (
        <Text c="var(--mantine-color-error)" style={{ overflowWrap: 'anywhere' }}>
          {result.line === undefined ? result.error : `Line ${result.line}: ${result.error}`}
        </Text>
      )}
      {result.result !== undefined && (
        <div>
          <Text fz="xs" fw={600} mb={4}>
            Result
          </Text>
          <pre className={classes['text']} tabIndex={0} aria-label="Result">
            {laidOut(result.result)}
          </pre>
        </div>
      )}
      <div>
        <Text fz="xs" fw={600} mb={4}>
          Log
        </Text>
        {result.logs.length === 0 ? (
          <Text fz="xs" c="dimmed">
            The script wrote nothing to the log.
          </Text>
        ) : (
          <pre className={classes['text']} tabIndex={0} aria-label="Log">
            {result.logs.map(({ level, message }, index) => (
              <div key={index}>
                <span className={classes['level']} data-level={level}>
                  {level.padEnd(5)}
                </span>{' '}
                {message}
              </div>
            ))}
          </pre>
        )}
      </div>
    </Stack>
  );
}

function cost({ duration_ms: duration, memory_bytes: memory }: TestRunResult): string {
  const time = duration < 10 ? `${duration.toFixed(1)} ms` : `${Math.round(duration).toLocaleString('en')} ms`;
  return memory === undefined ? time : `${time} · ${(memory / 1024 / 1024).toFixed(1)} MiB`;
}
