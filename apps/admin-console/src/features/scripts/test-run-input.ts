import { HookContextCustomParams, SCRIPT_STEPS, type ScriptFixtureContent, type ScriptStep } from '@passant/contracts';

/** The user's input for a test run. The parameters are the JSON text as typed. */
export interface TestRunInput {
  data: string;
  hookParams: string;
  registrationData: string;
}

export const NO_INPUT: TestRunInput = { data: '', hookParams: '', registrationData: '' };

/** Converts a saved input to field values. */
export function inputsOf({ inputs }: Pick<ScriptFixtureContent, 'inputs'>): Record<ScriptStep, TestRunInput> {
  const read = (step: ScriptStep): TestRunInput => {
    const {
      data = '',
      registration_data: registrationData = '',
      hook_context_custom_params: params,
    } = inputs[step] ?? {};
    return { data, registrationData, hookParams: params ? JSON.stringify(params) : '' };
  };
  return { init: read('init'), complete: read('complete'), backchannel: read('backchannel') };
}

/** Converts the field values to an input that can be saved; undefined if the parameters of a step cannot be parsed. */
export function contentOf(
  inputs: Record<ScriptStep, TestRunInput>,
  schemeDown: boolean,
): ScriptFixtureContent | undefined {
  const saved: ScriptFixtureContent['inputs'] = {};
  for (const step of SCRIPT_STEPS) {
    const { data, registrationData, hookParams } = inputs[step];
    const { value, error } = readHookParams(hookParams);
    if (error) return undefined;
    if (data === '' && registrationData === '' && value === undefined) continue;
    saved[step] = {
      ...(data === '' ? {} : { data }),
      ...(registrationData === '' ? {} : { registration_data: registrationData }),
      ...(value === undefined ? {} : { hook_context_custom_params: value }),
    };
  }
  return { inputs: saved, scheme_down: schemeDown };
}

/** Parses the typed parameters. Returns the value, or a sentence about what is wrong with the text. */
export function readHookParams(text: string): { value?: HookContextCustomParams; error?: string } {
  if (text.trim() === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { error: 'This is not JSON.' };
  }
  const parsed = HookContextCustomParams.safeParse(json);
  if (!parsed.success) return { error: 'This must be an object whose members are lists of strings.' };
  return { value: parsed.data };
}

/** The `registrationData` in the JSON text of a result, if present. */
export function registrationDataOf(result: string | undefined): string | undefined {
  if (result === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(result);
    if (typeof value !== 'object' || value === null) return undefined;
    const { registrationData } = value as { registrationData?: unknown };
    return typeof registrationData === 'string' ? registrationData : undefined;
  } catch {
    return undefined;
  }
}

/** Indents JSON text; returns any other text unchanged. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
