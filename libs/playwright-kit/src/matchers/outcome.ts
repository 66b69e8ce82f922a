/** The result of a Playwright matcher. */
export interface Outcome {
  pass: boolean;
  message: () => string;
}

/** @param name of the matcher @param lines the failure message, which is the same for `not` */
export function outcome(name: string, pass: boolean, lines: readonly string[]): Outcome {
  return { pass, message: () => [`expect(…).${name}`, '', ...lines].join('\n') };
}

/** Lists the expected members that differ from the actual ones, one line each. The order within lists is ignored. */
export function differences(expected: Record<string, unknown>, actual: Record<string, unknown>): string[] {
  const text = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  return Object.entries(expected)
    .filter(([member, value]) => text(value) !== text(actual[member]))
    .map(([member, value]) => `${member}: expected ${text(value)}, but it is ${text(actual[member]) ?? 'absent'}`);
}
