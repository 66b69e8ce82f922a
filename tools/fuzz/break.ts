import fc, { type Arbitrary } from 'fast-check';

/** Texts that a careless server may take for something else, or cannot store. None of them does anything. */
export const ODD_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\ufffe',
    '\u202Eabc',
    'e\u0301',
    '👩‍👩‍👧',
    '\r\nX-Odd: 1',
    '\t',
    "'",
    '"',
    '\\',
  ],
  ...[
    'null',
    'true',
    '[]',
    '{}',
    'NaN',
    '__proto__',
    'constructor',
    '../..',
    '%00',
    '%2F',
    '${x}',
    '{{x}}',
    '<b>',
    '*',
  ],
  ...['1e400', '-0', '9223372036854775808', '0x10', '2026-02-30T25:00:00Z', 'https://fuzz.invalid', '0'.repeat(400)],
  ...['x'.repeat(5000), 'é'.repeat(70_000)],
];

/** Numbers at which something ends, in the ways numbers are stored. */
const NUMBERS = [
  ...[0, -1, 1, 0.5, 127, 128, 255, 256, 32_767, 32_768, 65_536, 2_147_483_647, 2_147_483_648, -2_147_483_649],
  ...[2 ** 53 - 1, 2 ** 53, 9.3e18, 1e21, 1e308, -1e308, 5e-324],
];

const DEEP = Array.from({ length: 60 }).reduce<unknown>((inner) => [inner], 1);

/** What a place may hold in its stead. */
const OTHERS: readonly unknown[] = [null, true, false, [], {}, [null], [[]], DEEP, { __proto__: null, a: { b: 1 } }];

type Place = readonly (string | number)[];

/** Every place of a value, itself included. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [at, ...keys.flatMap((key) => placesOf((value as Record<string, unknown>)[key], [...at, key]))];
}

/** A copy in which something else is at a place; `undefined` removes it. */
function changed(value: unknown, [key, ...rest]: Place, change: (there: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const there = (value as Record<string, unknown>)[key];
  const now = changed(there, rest, change);
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1, ...(now === undefined ? [] : [now as unknown]));
  const { [key]: _, ...others } = value as Record<string, unknown>;
  return now === undefined ? others : { ...others, [key]: now };
}

/** @param foreign names of things that exist, and belong elsewhere */
export function broken(good: Arbitrary<unknown>, foreign: Arbitrary<string>): Arbitrary<unknown> {
  const instead = fc.oneof(
    fc.constantFrom(...OTHERS),
    fc.constantFrom(...NUMBERS),
    fc.constantFrom(...ODD_TEXTS),
    foreign,
    fc.uuid(),
  );
  const change = fc.oneof(
    instead.map((value) => () => value),
    fc.constant(() => undefined),
    fc
      .tuple(fc.constantFrom('unknown', '__proto__', 'constructor', ''), instead)
      .map(([name, value]) => (there: unknown) => {
        if (Array.isArray(there)) return [...(there as unknown[]), value];
        if (typeof there !== 'object' || there === null) return [there];
        // Not assigned: `__proto__` has to become a member.
        return Object.defineProperty({ ...there }, name, { value, enumerable: true, configurable: true });
      }),
  );
  return fc.tuple(good, fc.nat(1000), change).map(([value, at, by]) => {
    const places = placesOf(value);
    const whole = changed(value, places[at % places.length]!, by);
    return whole === undefined ? {} : whole;
  });
}
