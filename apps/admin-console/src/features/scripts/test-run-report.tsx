import { Group, Stack, Text } from '@mantine/core';
import type { ScriptRunOutcome, ScriptStep, TestRunResult } from '@passant/contracts';
import { inMilliseconds } from '../../lib/durations.js';
import { ErrorState } from '../../ui/error-state.js';
import { Status } from '../../ui/status.js';
import { OUTCOME_WORDS } from './decision-words.js';
import { laidOut } from './test-run-input.js';
import type { TestRunOutcome } from './use-test-run.js';
import classes from './test-run-panel.module.css';
import { locale } from '../../lib/language.js';

const MEANS: Partial<Record<ScriptRunOutcome, string>> = {
  retry: 'The person may try again; no token is given.',
  unrecoverable: 'The registration ends; the app must start again.',
  failed: 'The app would get an error.',
};
const ERROR_MEANS = 'The app would get server_error.';

const SUCCESS_MEANS: Record<ScriptStep, string> = {
  init: 'The app would get a transaction and go on with complete.',
  complete: 'The app would get a token.',
  backchannel: 'The back end would get the answer.',
};

/** The result of a test run. */
export function TestRunReport({ step, outcome }: { step: ScriptStep; outcome: TestRunOutcome | undefined }) {
  return (
    <div className={classes['report']} aria-live="polite">
      {!outcome && <div className={classes['nothing']}>Result, log, HTTP calls, time and memory will stand here.</div>}
      {outcome?.error && <ErrorState error={outcome.error} />}
      {outcome?.result && <Report step={step} result={outcome.result} />}
    </div>
  );
}

function Report({ step, result }: { step: ScriptStep; result: TestRunResult }) {
  const { tone, word } = OUTCOME_WORDS[result.outcome];
  const means = result.outcome === 'valid' ? SUCCESS_MEANS[step] : (MEANS[result.outcome] ?? ERROR_MEANS);
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
          {means}
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
      {result.http_calls.length > 0 && (
        <div>
          <Text fz="xs" fw={600} mb={4}>
            HTTP calls
          </Text>
          <pre className={classes['text']} tabIndex={0} aria-label="HTTP calls">
            {result.http_calls.map((one, index) => (
              <div key={index}>
                {one.method} {one.url}{' '}
                <span className={classes['level']} data-level={one.error === undefined ? 'info' : 'error'}>
                  {one.status ?? one.error} · {inMilliseconds(one.duration_ms)}
                </span>
              </div>
            ))}
          </pre>
        </div>
      )}
      {result.transaction_id !== undefined && (
        <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          transaction_id <code>{result.transaction_id}</code>
        </Text>
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

const ONE_DIGIT = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

function cost({ duration_ms: duration, cpu_ms: cpu, memory_bytes: memory }: TestRunResult): string {
  const time = `${inMilliseconds(duration)}, ${inMilliseconds(cpu)} of CPU`;
  return memory === undefined ? time : `${time} · ${(memory / 1024 / 1024).toLocaleString(locale(), ONE_DIGIT)} MiB`;
}
