import { PassThrough } from 'node:stream';
import { requireConsent } from './consent.js';

describe('Whoever is asked whether a plan is applied', () => {
  /** @param keys what arrives from the terminal; absent: it is closed */
  const answering = (keys?: string): Promise<unknown> => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    output.once('data', () => (keys === undefined ? input.end() : input.write(keys)));
    return requireConsent({ input, output, isTerminal: true }).then(
      () => 'consent',
      (error: Error) => `${error.constructor.name}: ${error.message}`,
    );
  };

  it.each<[string, string | undefined, string]>([
    ['yes', 'yes\n', 'consent'],
    ['yes among blanks', ' yes \n', 'consent'],
    ['something else', 'y\n', 'StepFailed: Nothing was applied.'],
    ['nothing', '\n', 'StepFailed: Nothing was applied.'],
    ['Ctrl+C', '\u0003', 'StepFailed: Nothing was applied.'],
    ['Ctrl+D', '\u0004', 'StepFailed: Nothing was applied.'],
    ['by closing the terminal', undefined, 'StepFailed: Nothing was applied.'],
  ])('answers %s', async (_, keys, answer) => {
    expect(await answering(keys)).toBe(answer);
  });

  it('has to say --yes where nobody can be asked', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    await expect(requireConsent({ input, output, isTerminal: false })).rejects.toThrow('say --yes');
  });
});
