import { describe, expect, it } from '@jest/globals';
import type { Finding, FoundClient } from '@passant/contracts';
import { entryOf } from './finding-words.js';

const client: FoundClient = {
  client_id: 'c1',
  client_kind: 'instance',
  name: 'Anna’s phone',
  application: 'city-app',
  enabled: true,
};
const token: Finding = {
  kind: 'token',
  token: 'access',
  by: 'hash',
  live: true,
  client,
  application: 'city-app',
  expires_at: 1_795_255_382,
};

describe('what was found leads to its place', () => {
  it.each<[Finding, string, object]>([
    [
      { kind: 'application', identifier: 'a', name: 'A', enabled: false },
      'A',
      { to: '/configuration/applications/$identifier', params: { identifier: 'a' } },
    ],
    [
      { kind: 'identity_provider', identifier: 'p', name: 'P', enabled: true },
      'P',
      { to: '/configuration/identity-providers/$identifier', params: { identifier: 'p' } },
    ],
    [{ kind: 'scope', identifier: 's' }, 's', { to: '/configuration/scopes', search: { q: 's' } }],
    [{ kind: 'web_hook', id: 'h', name: 'H' }, 'H', { to: '/configuration/web-hooks/$id', params: { id: 'h' } }],
    [{ kind: 'client', ...client }, 'Anna’s phone', { to: '/app-installations/$clientId', params: { clientId: 'c1' } }],
    [
      { kind: 'client', ...client, client_kind: 'dynamic' },
      'Anna’s phone',
      { to: '/clients/$clientId', params: { clientId: 'c1' } },
    ],
    [
      { kind: 'client', ...client, client_kind: 'api' },
      'Anna’s phone',
      { to: '/configuration/api-clients/$clientId', params: { clientId: 'c1' } },
    ],
    [
      { kind: 'former_client', client_id: 'c0', last_seen: 1 },
      'A client that is gone',
      { to: '/activity', search: { client_id: 'c0' } },
    ],
    [
      { kind: 'software_statement', id: 'i', application: 'a', app_platform: 'ios', app_version: '1', revoked: true },
      'Software statement for ios 1',
      { to: '/configuration/applications/$identifier', params: { identifier: 'a' }, hash: 'versions' },
    ],
    [
      { kind: 'signing_key', kid: 'k', algorithm: 'ES256', state: 'current' },
      'Signing key for ES256',
      { to: '/configuration/keys' },
    ],
    [
      { kind: 'refusal', error_id: 'e', error: 'invalid_client', status: 400, description: 'No.', occurred: 1 },
      'Refused: invalid_client',
      { to: '/activity', search: { refusal: 'e' } },
    ],
    [
      { kind: 'request', request_id: 'r', events: ['DYNAMIC_REG_SUCCESS', 'DYNAMIC_UP_SUCCESS'], occurred: 1 },
      'Client registration: Client registered, then Client change: Registration changed',
      { to: '/activity', search: { request_id: 'r', introspections: true } },
    ],
    [token, 'Access token that is live', { to: '/app-installations/$clientId', params: { clientId: 'c1' } }],
    [
      { ...token, live: false, end: 'ended', client: undefined },
      'Access token that was ended before it expired',
      { to: '/configuration/applications/$identifier', params: { identifier: 'city-app' } },
    ],
  ])('%o', (finding, title, target) => expect(entryOf(finding)).toMatchObject({ title, does: target }));

  it('and says so if it is the token itself', () => {
    expect(entryOf(token).note).not.toContain('itself');
    expect(entryOf({ ...token, by: 'token' }).note).toContain('This is the token itself');
  });
});
