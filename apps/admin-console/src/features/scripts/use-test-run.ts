import { useState } from 'react';
import type {
  ProviderScripts,
  ScriptFixture,
  ScriptFixtureContent,
  ScriptStep,
  SetProviderProperty,
  TestRunResult,
} from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import {
  contentOf,
  inputsOf,
  NO_INPUT,
  readHookParams,
  registrationDataOf,
  type TestRunInput,
} from './test-run-input.js';

/** The outcome of the last run of a step. */
export interface TestRunOutcome {
  result?: TestRunResult;
  error?: ApiError;
}

export interface TestRun {
  inputs: Record<ScriptStep, TestRunInput>;
  schemeDown: boolean;
  outcomes: Partial<Record<ScriptStep, TestRunOutcome>>;
  running: ScriptStep | undefined;
  /** Transaction of the last successful init; complete continues it. */
  transactionId: string | undefined;
  setInput: (step: ScriptStep, input: Partial<TestRunInput>) => void;
  setSchemeDown: (down: boolean) => void;
  run: (step: ScriptStep) => Promise<void>;
  /** Runs init, then complete with the data that init returned. */
  runBoth: () => Promise<void>;
  /** Loads a saved input into the fields. */
  use: (fixture: ScriptFixture) => void;
  /** The inputs in the form in which they can be saved; undefined while one of them cannot be parsed. */
  content: () => ScriptFixtureContent | undefined;
}

/** The subject of a test run: all values as they are in the form, saved or not. */
export interface TestRunSubject {
  /** Undefined while the provider is not stored. */
  provider: string | undefined;
  scripts: ProviderScripts;
  allowedHosts: readonly string[];
  properties: readonly SetProviderProperty[];
}

/**
 * Placeholder in the path for a provider that is not stored yet. The console does not allow a provider with this
 * identifier.
 */
const NOT_STORED = 'new';

/** Test runs of the script text in the editor, saved or not. The data that init returns is passed to complete. */
export function useTestRun(subject: TestRunSubject): TestRun {
  const [inputs, setInputs] = useState({ init: NO_INPUT, complete: NO_INPUT, backchannel: NO_INPUT });
  const [schemeDown, setSchemeDown] = useState(false);
  const [outcomes, setOutcomes] = useState<TestRun['outcomes']>({});
  const [running, setRunning] = useState<ScriptStep>();
  const [transactionId, setTransactionId] = useState<string>();

  const setInput: TestRun['setInput'] = (step, input) =>
    setInputs((before) => ({ ...before, [step]: { ...before[step], ...input } }));

  /** @param carried data returned by init, if complete follows immediately */
  const perform = async (step: ScriptStep, carried: { registrationData?: string; transactionId?: string } = {}) => {
    const { data, hookParams, registrationData } = { ...inputs[step], ...carried };
    const params = readHookParams(hookParams);
    if (params.error) return undefined;
    const transaction = step === 'complete' ? (carried.transactionId ?? transactionId) : undefined;
    setRunning(step);
    try {
      const result = await call('testRun', {
        path: { identifier: subject.provider ?? NOT_STORED },
        body: {
          scripts: { [step]: subject.scripts[step] ?? '' },
          step,
          allowed_hosts: [...subject.allowedHosts],
          properties: subject.properties.filter(({ identifier }) => identifier !== ''),
          scheme_down: schemeDown,
          ...(data === '' ? {} : { data }),
          ...(registrationData === '' ? {} : { registration_data: registrationData }),
          ...(params.value ? { hook_context_custom_params: params.value } : {}),
          ...(transaction === undefined ? {} : { transaction_id: transaction }),
        },
      });
      setOutcomes((before) => ({ ...before, [step]: { result } }));
      if (step !== 'init') return { result, registrationData: '' };
      const handed = registrationDataOf(result.result) ?? '';
      setInput('complete', { registrationData: handed });
      setTransactionId(result.transaction_id);
      return { result, registrationData: handed };
    } catch (thrown) {
      const error = asApiError(thrown);
      // Do not continue a transaction that has ended.
      if (error.code === 'invalid_transaction') setTransactionId(undefined);
      setOutcomes((before) => ({ ...before, [step]: { error } }));
      return undefined;
    } finally {
      setRunning(undefined);
    }
  };

  const run = async (step: ScriptStep) => {
    if (!running) await perform(step);
  };

  const runBoth = async () => {
    if (running) return;
    const init = await perform('init');
    if (init?.result.outcome !== 'valid') return;
    await perform('complete', {
      registrationData: init.registrationData,
      ...(init.result.transaction_id === undefined ? {} : { transactionId: init.result.transaction_id }),
    });
  };

  const use = (fixture: ScriptFixture) => {
    setInputs(inputsOf(fixture));
    setSchemeDown(fixture.scheme_down);
    setTransactionId(undefined);
  };

  const content = () => contentOf(inputs, schemeDown);
  return { inputs, schemeDown, outcomes, running, transactionId, setInput, setSchemeDown, run, runBoth, use, content };
}
