import { useMemo, useState, type ReactNode } from 'react';
import { Tabs, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ProviderScripts, ScriptFixture, ScriptStep, SetProviderProperty } from '@passant/contracts';
import { scriptKitQuery } from '../../lib/queries/scripts.js';
import { NO_REFERENCE, readReference } from '../../lib/script-reference.js';
import { Attention } from '../../ui/attention.js';
import { CodeEditor } from '../../ui/code-editor/code-editor.js';
import { SectionCard } from '../../ui/section-card.js';
import { FixturesBar } from './fixtures-bar.js';
import { STEP_WORDS } from './step-words.js';
import { TestRunPanel } from './test-run-panel.js';
import { useTestRun } from './use-test-run.js';

interface Props {
  /** The provider whose allow-list and properties a test run uses; undefined while the provider is not stored. */
  provider?: string;
  steps: readonly ScriptStep[];
  scripts: ProviderScripts;
  onChange: (scripts: ProviderScripts) => void;
  allowedHosts: readonly string[];
  properties: readonly SetProviderProperty[];
  fixtures?: readonly ScriptFixture[];
  comment?: ReactNode;
  errors: Partial<Record<ScriptStep, string>>;
  readOnly: boolean;
}

/** The scripts of a provider in an editor, with test runs of the current text. */
export function ScriptsSection(props: Props) {
  const {
    provider,
    steps,
    scripts,
    onChange,
    allowedHosts,
    properties,
    fixtures = [],
    comment,
    errors,
    readOnly,
  } = props;
  const [chosen, setChosen] = useState<ScriptStep>();
  const step = chosen && steps.includes(chosen) ? chosen : (steps[0] ?? 'complete');
  const { data: kit } = useQuery(scriptKitQuery);
  const reference = useMemo(() => (kit ? readReference(kit.definitions) : NO_REFERENCE), [kit]);
  const testRun = useTestRun({ provider, scripts, allowedHosts, properties });
  const words = STEP_WORDS[step];
  const faulty = steps.filter((one) => errors[one] !== undefined);
  const raised = testRun.outcomes[step]?.result;

  return (
    <SectionCard
      id="scripts"
      title="Scripts"
      purpose="JavaScript that talks to the external scheme. Each has a function named execute."
    >
      {faulty.length > 0 && (
        <Attention key={faulty.join()}>
          <Text c="var(--mantine-color-error)" mb="xs" role="alert">
            {faulty.map((one) => `${STEP_WORDS[one].title}: ${errors[one]}`).join(' ')}
          </Text>
        </Attention>
      )}
      <Tabs value={step} onChange={(value) => setChosen(value as ScriptStep)} keepMounted={false}>
        <Tabs.List mb="sm">
          {steps.map((one) => (
            <Tabs.Tab
              key={one}
              value={one}
              rightSection={
                errors[one] ? (
                  <IconAlertCircle size={15} color="var(--mantine-color-error)" role="img" aria-label="has an error" />
                ) : null
              }
            >
              {STEP_WORDS[one].title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {steps.map((one) => (
          <Tabs.Panel key={one} value={one}>
            <Text c="dimmed" mb="xs">
              {STEP_WORDS[one].runs}
            </Text>
            <CodeEditor
              label={`${STEP_WORDS[one].title} script`}
              value={scripts[one] ?? ''}
              onChange={(text) => onChange({ ...scripts, [one]: text })}
              onRun={() => void testRun.run(one)}
              readOnly={readOnly}
              reference={reference}
              step={one}
              mark={
                one === step && raised?.line !== undefined
                  ? { line: raised.line, message: raised.error ?? 'The script failed here.' }
                  : undefined
              }
            />
            {comment}
            <TestRunPanel
              step={one}
              testRun={testRun}
              inputLabel={words.input}
              twoSteps={steps.includes('init')}
              fixtures={<FixturesBar {...{ provider, testRun, readOnly }} brought={fixtures} />}
              disabled={readOnly}
            />
          </Tabs.Panel>
        ))}
      </Tabs>
    </SectionCard>
  );
}
