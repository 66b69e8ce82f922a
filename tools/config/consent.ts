import { createInterface } from 'node:readline/promises';
import { StepFailed } from '../lib/run.mjs';

/**
 * Asks at the terminal whether a plan is applied.
 * @throws {StepFailed} unless somebody types yes: also after Ctrl+C or Ctrl+D, and when the terminal is closed
 */
export async function requireConsent({
  input,
  output,
  isTerminal,
}: {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  isTerminal: boolean;
}): Promise<void> {
  if (!isTerminal) throw new StepFailed('Nothing was applied: say --yes, or answer at a terminal.');
  const lines = createInterface({ input, output, terminal: true });
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  // After Ctrl+C and Ctrl+D the question is refused.
  const answer = await Promise.race([lines.question('Apply this? Type yes: ').catch(() => ''), closed]);
  lines.close();
  if (answer.trim() !== 'yes') throw new StepFailed('Nothing was applied.');
}
