import { API_SCOPES, REGISTRATION_SCOPES } from '@passant/contracts';
import { API_SCOPE_NAMES, REGISTRATION_SCOPE_MEANINGS, REGISTRATION_SCOPE_WORDS, permitsOf } from './scope-words.js';

const said = Object.entries(REGISTRATION_SCOPES);

// That each of them is said in every language as well, the spec of the catalogs asks of all words of the source.
it('In English a scope is explained in the words of the contract', () => {
  expect(API_SCOPE_NAMES).toEqual(API_SCOPES);
  expect(REGISTRATION_SCOPE_WORDS).toEqual(Object.fromEntries(said.map(([scope, { name }]) => [scope, name])));
  expect(REGISTRATION_SCOPE_MEANINGS).toEqual(Object.fromEntries(said.map(([scope, { meaning }]) => [scope, meaning])));
});

it('A scope that the console does not know is named as it is', () => {
  expect(permitsOf(['client-reg:set-data', 'client-reg:of-tomorrow'])).toBe('Attach data, client-reg:of-tomorrow');
});
