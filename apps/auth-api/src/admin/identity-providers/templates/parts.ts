import type { ScriptFixture, SetProviderProperty } from '@passant/contracts';

/** Stands for the scheme until its address is known. */
export const SCHEME_HOST = 'scheme.example.com';

/** Where the scheme is, and the key that it wants to see. */
export const ADDRESS_AND_KEY: SetProviderProperty[] = [
  { identifier: 'scheme.url', sensitive: false, value: `https://${SCHEME_HOST}` },
  { identifier: 'scheme.key', sensitive: true, value: 'put the key of the scheme here' },
];

/** The four inputs every provider should be tried with. */
export function fixture(
  name: 'success' | 'retry' | 'fatal' | 'scheme down',
  inputs: ScriptFixture['inputs'],
): ScriptFixture {
  return { name, inputs, scheme_down: name === 'scheme down' };
}
