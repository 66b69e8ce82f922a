import { useState } from 'react';
import type { ProviderScripts, ScriptStep, TestRunResult } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { NO_INPUT, readHookParams, registrationDataOf, type TestRunInput } from './test-run-input.js';

/** What came of the last run of a step. */
export interface TestRunOutcome {
  result?: TestRunResult;
  error?: ApiError;
}

export interface TestRun {
  inputs: Record<ScriptStep, TestRunInput>;
  outcomes: Partial<Record<ScriptStep, TestRunOutcome>>;
  running: ScriptStep | undefined;
  setInput: (step: ScriptStep, input: Partial<TestRunInput>) => void;
  run: (step: ScriptStep) => Promise<void>;
}

/** Stands in the path for a provider that is not stored yet; the console keeps anybody from creating one so named. */
const NOT_STORED = 'new';

/** Test runs of script text as it stands in the editor, saved or not. What init returns is handed to complete. */
export function useTestRun(provider: string | undefined, scripts: ProviderScripts): TestRun {
  const [inputs, setInputs] = useState({ init: NO_INPUT, complete: NO_INPUT, backchannel: NO_INPUT });
  const [outcomes, setOutcomes] = useState<TestRun['outcomes']>({});
  const [running, setRunning] = useState<ScriptStep>();

  const setInput: TestRun['setInput'] = (step, input) =>
    setInputs((before) => ({ ...before, [step]: { ...before[step], ...input } }));

  const run = async (step: ScriptStep) => {
    const { data, hookParams, registrationData } = inputs[step];
    const params = readHookParams(hookParams);
    if (running || params.error) return;
    setRunning(step);
    try {
      const result = await call('testRun', {
        path: { identifier: provider ?? NOT_STORED },
        body: {
          scripts: { [step]: scripts[step] ?? '' },
          step,
          ...(data === '' ? {} : { data }),
          ...(registrationData === '' ? {} : { registration_data: registrationData }),
          ...(params.value ? { hook_context_custom_params: params.value } : {}),
        },
      });
      setOutcomes((before) => ({ ...before, [step]: { result } }));
      const handed = step === 'init' ? registrationDataOf(result.result) : undefined;
      if (handed !== undefined) setInput('complete', { registrationData: handed });
    } catch (thrown) {
      setOutcomes((before) => ({ ...before, [step]: { error: asApiError(thrown) } }));
    } finally {
      setRunning(undefined);
    }
  };

  return { inputs, outcomes, running, setInput, run };
}
