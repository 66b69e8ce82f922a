import { createHash } from 'node:crypto';
import { anApplication } from '../testing/index.js';
import type { TokenTrace } from './search-records.js';
import { endOf, readSought } from './search.js';

const HASH = createHash('sha256').update('a token').digest();
const UUID = '0b0f6c55-7d0a-4a1f-9c2e-3a4b5c6d7e8f';

describe('What somebody pastes from a log', () => {
  it.each([
    ['alone', 'demo-app', 'demo-app'],
    ['with blanks around it', '  demo-app\n', 'demo-app'],
    ['in quotes', '"demo-app"', 'demo-app'],
    ['with its name', 'error_id=abc-1', 'abc-1'],
    ['with its name in capitals', 'X-Request-Id: abc-1', 'abc-1'],
    ['as a member of JSON', '"client_id":"abc",', 'abc'],
    ['as an object of JSON', '{ "kid": "abc" }', 'abc'],
    ['with a name that is none of ours, which may be part of it', 'urn:example', 'urn:example'],
  ])('is read %s', (_, text, name) => expect(readSought(text)).toEqual({ name }));

  it.each([
    ['nothing but quotes', '""'],
    ['a name without a value', 'error_id='],
  ])('is nothing to look for: %s', (_, text) => expect(readSought(text)).toBeUndefined());

  it.each([
    ['hexadecimal', HASH.toString('hex')],
    ['hexadecimal in capitals', HASH.toString('hex').toUpperCase()],
    ['base64', HASH.toString('base64')],
    ['base64url', HASH.toString('base64url')],
  ])('may be the hash of a token in %s', (_, name) => expect(readSought(name)).toEqual({ name, hash: HASH }));

  it('may be a UUID, whatever its letters', () => {
    expect(readSought(UUID.toUpperCase())).toEqual({ name: UUID.toUpperCase(), uuid: UUID });
  });

  it.each([
    ['a digit short of a hash', HASH.toString('hex').slice(1)],
    ['with a letter that is no digit', `g${HASH.toString('hex').slice(1)}`],
  ])('is no hash %s', (_, name) => expect(readSought(name)).toEqual({ name }));
});

describe('A token that was found by its hash', () => {
  const NOW = 1000;
  const application = anApplication({
    versions: [{ platform: 'ios', version: '1', status: 'LOGIN_REGISTRATION' }],
  });
  const token: TokenTrace = {
    token: 'access',
    clientId: 'a-client',
    application: application.identifier,
    appPlatform: 'ios',
    appVersion: '1',
    identityProvider: null,
    issuedAt: NOW - 10,
    expiresAt: NOW + 1,
    end: null,
  };

  const of = (its: typeof application | undefined) => ({ application: its, identityProvider: undefined });

  it('is live if introspection would say so', () => expect(endOf(token, of(application), NOW)).toBeUndefined());

  it('is live without an application', () => {
    expect(endOf({ ...token, application: null }, of(undefined), NOW)).toBeUndefined();
  });

  it.each([
    ['expired', { expiresAt: NOW }, application],
    ['used', { end: 'used' as const }, application],
    ['replaced', { end: 'replaced' as const, expiresAt: NOW }, application],
    ['ended', { end: 'ended' as const }, undefined],
    ['suspended', {}, { ...application, enabled: false }],
    ['suspended', { appVersion: '2' }, application],
    ['suspended', {}, undefined],
    ['suspended', { identityProvider: 'gone' }, application],
  ])('is not live: %s', (end, changes, its) => expect(endOf({ ...token, ...changes }, of(its), NOW)).toBe(end));
});
