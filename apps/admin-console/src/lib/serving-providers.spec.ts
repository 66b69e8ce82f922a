import { describe, expect, it } from '@jest/globals';
import { servingProviders } from './serving-providers.js';

const PROVIDERS = [
  { identifier: 'first', default: false },
  { identifier: 'usual', default: true },
  { identifier: 'second', default: false },
];

describe('The providers that serve an application', () => {
  it.each<[what: string, linked: string[], expected: string[]]>([
    ['are those that it names, in its order', ['second', 'first'], ['second', 'first']],
    ['are the default one where it names none', [], ['usual']],
    ['are only those that exist', ['gone', 'first'], ['first']],
  ])('%s', (_, linked, expected) => {
    const serving = servingProviders({ identity_providers: linked }, PROVIDERS);
    expect(serving.map(({ identifier }) => identifier)).toEqual(expected);
  });
});
