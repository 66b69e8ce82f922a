import { describe, expect, it } from '@jest/globals';
import { EMPTY_APPLICATION, type ApplicationForm } from './application-form.js';
import { describeChanges, endOfSessions } from './change-summary.js';

const stored: ApplicationForm = { ...EMPTY_APPLICATION, identifier: 'city-app', name: 'City services' };

describe('the changes of an application in words', () => {
  it('begin with the switches, by their own names', () => {
    const user_authentication = {
      stateless_authentication: true,
    } as ApplicationForm['user_authentication'];
    expect(describeChanges(stored, { name: 'City', user_authentication })).toEqual([
      { name: 'Stateless authentication', before: 'off', after: 'on' },
      { name: 'Name', before: 'City services', after: 'City' },
    ]);
  });

  it.each<[string, Partial<ApplicationForm>, string, string]>([
    ['Access token validity', { access_token_validity: 300 }, '15 minutes', '5 minutes'],
    ['Grace of refresh tokens', { refresh_token_grace: 0 }, '30 seconds', 'none'],
    ['Longest stateless session', { stateless_session_duration: 1800 }, '1 hour', '30 minutes'],
    [
      'Login pages lead back to',
      { stateless_redirect_uris: ['com.example.app:/back'] },
      'none',
      'com.example.app:/back',
    ],
    ['Default scopes', { default_scopes: ['a', 'b'] }, 'openid', 'a and b'],
    ['Identity providers', { identity_providers: ['scheme'] }, 'none', 'scheme'],
    ['Default identity provider', { default_identity_provider: 'scheme' }, 'none', 'scheme'],
    ['Enabled', { enabled: false }, 'on', 'off'],
    [
      'Versions',
      { versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_ONLY' }] },
      'none listed',
      'iOS 1.0 (login only)',
    ],
  ])('%s', (name, changes, before, after) =>
    expect(describeChanges(stored, changes)).toEqual([{ name, before, after }]),
  );
});

describe('what a save does to stateless sessions that exist', () => {
  const switches = {
    ...EMPTY_APPLICATION.user_authentication,
    stateless_authentication: true,
    stateless_session: true,
  };
  const giving: ApplicationForm = { ...stored, user_authentication: switches };
  const off = (changes: object) => ({ user_authentication: changes as ApplicationForm['user_authentication'] });

  it.each<[string, ApplicationForm, Partial<ApplicationForm>, RegExp | undefined]>([
    ['the switch turned off ends them', giving, off({ stateless_session: false }), /^All stateless sessions end/],
    [
      'so does stateless authentication',
      giving,
      off({ stateless_authentication: false }),
      /^All stateless sessions end/,
    ],
    ['and another client type', giving, { client_type: 'web' }, /^All stateless sessions end/],
    ['a shorter duration', giving, { stateless_session_duration: 1800 }, /end 30 minutes after their registration/],
    ['a longer one changes nothing', giving, { stateless_session_duration: 7200 }, undefined],
    ['anything else changes nothing', giving, { name: 'City' }, undefined],
    ['without sessions there is nothing to end', stored, { stateless_session_duration: 1800 }, undefined],
  ])('%s', (_, before, changes, expected) => {
    const text = endOfSessions(before, changes);
    if (expected) expect(text).toMatch(expected);
    else expect(text).toBeUndefined();
  });
});
