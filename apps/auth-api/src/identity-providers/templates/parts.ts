import { EXAMPLE_VALUES, type ExampleProperty, type ScriptFixture, type SetProviderProperty } from '@passant/contracts';

/** Placeholder for the scheme's host until its address is known. */
export const SCHEME_HOST = new URL(EXAMPLE_VALUES['scheme.url']).host;

/** A property with an example value as a placeholder. Until it is replaced, scripts cannot read it. */
export function example(identifier: ExampleProperty, { sensitive }: { sensitive: boolean } = { sensitive: false }) {
  return { identifier, sensitive, value: EXAMPLE_VALUES[identifier] } satisfies SetProviderProperty;
}

/** The scheme's address, and the key that it expects. */
export const ADDRESS_AND_KEY: SetProviderProperty[] = [
  example('scheme.url'),
  example('scheme.key', { sensitive: true }),
];

/** One of the four inputs that every provider should be tried with. */
export function fixture(
  name: 'success' | 'retry' | 'fatal' | 'scheme down',
  inputs: ScriptFixture['inputs'],
): ScriptFixture {
  return { name, inputs, scheme_down: name === 'scheme down' };
}
