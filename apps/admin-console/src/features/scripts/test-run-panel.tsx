import { Button, Group, Kbd, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScriptStep } from '@passant/contracts';
import { MODIFIER } from '../../lib/use-save-shortcut.js';
import { readHookParams } from './test-run-input.js';
import { TestRunReport } from './test-run-report.js';
import type { TestRun } from './use-test-run.js';
import classes from './test-run-panel.module.css';

interface Props {
  step: ScriptStep;
  testRun: TestRun;
  inputLabel: string;
  /** Whether the flow runs init before complete. */
  twoSteps: boolean;
  /** The saved inputs and the actions on them. */
  fixtures: ReactNode;
  disabled: boolean;
}

const MONOSPACE = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.78125rem' } };

/** Runs the script in the editor: input on the left, result on the right. */
export function TestRunPanel({ step, testRun, inputLabel, twoSteps, fixtures, disabled }: Props) {
  const input = testRun.inputs[step];
  const { error: paramsError } = readHookParams(input.hookParams);
  const run = () => void testRun.run(step);
  return (
    <section
      className={classes['panel']}
      aria-label="Test run"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        run();
      }}
    >
      <Group justify="space-between" mb="sm" gap="xs">
        <div>
          <Title order={3}>Test run</Title>
          <Text fz="xs" c="dimmed">
            Runs the text above as it stands, saved or not. Nothing is registered.
          </Text>
        </div>
        <Group gap="xs">
          <span aria-hidden className={classes['keys']}>
            <Kbd size="xs">{MODIFIER}</Kbd> <Kbd size="xs">Enter</Kbd>
          </span>
          {twoSteps && step !== 'backchannel' && (
            <Button
              variant="subtle"
              loading={testRun.running !== undefined}
              disabled={disabled || paramsError !== undefined}
              onClick={() => void testRun.runBoth()}
            >
              Run both steps
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            loading={testRun.running === step}
            disabled={disabled || paramsError !== undefined}
            onClick={run}
          >
            Run
          </Button>
        </Group>
      </Group>
      {fixtures}
      <div className={classes['columns']}>
        <Stack gap="sm">
          <Textarea
            label="Input data"
            description={`${inputLabel}; the script gets it as text.`}
            autosize
            minRows={3}
            maxRows={12}
            placeholder='{"subject": "jane"}'
            styles={MONOSPACE}
            value={input.data}
            onChange={(event) => testRun.setInput(step, { data: event.currentTarget.value })}
          />
          {step === 'complete' && (
            <Textarea
              label="Registration data"
              description={
                testRun.transactionId === undefined
                  ? 'What init returned under that name; a test run of init fills it in.'
                  : 'What the last run of init returned under that name; its transaction is carried on.'
              }
              autosize
              minRows={1}
              maxRows={6}
              styles={MONOSPACE}
              value={input.registrationData}
              onChange={(event) => testRun.setInput(step, { registrationData: event.currentTarget.value })}
            />
          )}
          <Textarea
            label="Hook parameters"
            description="hook_context_custom_params, as JSON."
            autosize
            minRows={1}
            maxRows={8}
            placeholder='{"locale": ["nl"]}'
            styles={MONOSPACE}
            value={input.hookParams}
            error={paramsError}
            onChange={(event) => testRun.setInput(step, { hookParams: event.currentTarget.value })}
          />
        </Stack>
        <TestRunReport step={step} outcome={testRun.outcomes[step]} />
      </div>
    </section>
  );
}
