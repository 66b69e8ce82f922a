import { describe, expect, it } from '@jest/globals';
import { EMPTY_APPLICATION, NewApplicationForm, namesOf } from './application-form.js';

const good = { ...EMPTY_APPLICATION, identifier: 'city-app', name: 'City services' };
const faults = (change: object) =>
  (NewApplicationForm.safeParse({ ...good, ...change }).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('the form of a new application', () => {
  it('takes what has an identifier and a name', () => expect(faults({})).toEqual([]));

  it.each([
    ['an empty identifier', { identifier: '' }, 'identifier'],
    ['an identifier with a space', { identifier: 'my app' }, 'identifier'],
    ['the identifier that is a page of the console', { identifier: 'new' }, 'identifier'],
    ['an empty name', { name: ' ' }, 'name'],
    ['a validity of less than 30 seconds', { access_token_validity: 29 }, 'access_token_validity'],
    ['a grace of more than two minutes', { refresh_token_grace: 121 }, 'refresh_token_grace'],
    ['a stateless session of more than a day', { stateless_session_duration: 86_401 }, 'stateless_session_duration'],
    ['no validity', { access_token_validity: NaN }, 'access_token_validity'],
    ['a scope twice', { default_scopes: ['a', 'a'] }, 'default_scopes'],
    ['a scope that is no scope', { additional_scopes: ['ok', 'ö'] }, 'additional_scopes.1'],
    [
      'a version without a number',
      { versions: [{ platform: 'ios', version: ' ', status: 'DISABLED' }] },
      'versions.0.version',
    ],
  ])('refuses %s', (_, change, path) => expect(faults(change)).toContain(path));
});

describe('the names of changes', () => {
  it('are those of the switches, not of the group they are sent in', () => {
    const user_authentication = { stateless_authentication: true } as typeof good.user_authentication;
    expect(namesOf({ name: 'x', user_authentication })).toEqual(['Name', 'Stateless authentication']);
  });
});
