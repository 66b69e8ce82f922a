import { HookContextCustomParams } from '@passant/contracts';

/** What a person gives a test run; the parameters are the JSON text that was typed. */
export interface TestRunInput {
  data: string;
  hookParams: string;
  registrationData: string;
}

export const NO_INPUT: TestRunInput = { data: '', hookParams: '', registrationData: '' };

/** The typed parameters, or a sentence on what is wrong with them. */
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

/** The `registrationData` in the JSON text of a result, if it is there. */
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

/** JSON text with indentation; other text as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
