import { DEMO_SCHEME_KEY } from './demo-scheme.js';

/**
 * Placeholder values that the templates set for properties, by property name. Scripts cannot read a property that still
 * has its placeholder, so an unfinished provider lets nobody in.
 */
export const EXAMPLE_VALUES = {
  'scheme.url': 'https://scheme.example.com',
  'scheme.key': 'put the key of the scheme here',
  'scheme.public-key': 'put the public key of the scheme here, as a JSON Web Key',
  'code.key': 'put a long random text here',
} as const;
export type ExampleProperty = keyof typeof EXAMPLE_VALUES;

const EXAMPLES: readonly string[] = Object.values(EXAMPLE_VALUES);

/** The `x` of public keys whose private keys are in this repository: anyone who has read it can sign with them. */
const KEYS_OF_THE_REPOSITORY = [DEMO_SCHEME_KEY.x];

/** Whether a property value is a template's placeholder, or contains a key whose private key is public. */
export function isExampleValue(value: string): boolean {
  return EXAMPLES.includes(value.trim()) || holdsPublicKey(value);
}

/** Whether a text, such as a script, contains a key whose private half anybody can read. */
export function holdsPublicKey(text: string): boolean {
  return KEYS_OF_THE_REPOSITORY.some((x) => text.includes(x));
}
