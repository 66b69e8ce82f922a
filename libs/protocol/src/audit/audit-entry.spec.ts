import { createHash } from 'node:crypto';
import { auditEntriesOf } from './audit-entry.js';
import type { ChangeEvent } from './audit-records.js';

const event = (changes: Partial<ChangeEvent>): ChangeEvent => ({
  name: 'ADMIN_MOBILE_APP_UPDATED',
  occurred: 1_800_000_000_000,
  clientId: null,
  application: 'app',
  identityProvider: null,
  userId: null,
  admin: 'admin@example.com',
  clientIp: '192.0.2.1',
  userAgent: 'a browser',
  requestId: 'request-1',
  details: null,
  before: null,
  after: null,
  ...changes,
});
const entryOf = (changes: Partial<ChangeEvent>) => auditEntriesOf([event(changes)])[0]!;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('An audit entry', () => {
  it('keeps of a change what is different after it, however deep, and nothing that every change moves', () => {
    const before = { name: 'a', etag: '1', updated_at: 1, terms: { one: true, other: [1, 2] }, gone: 'x', same: [{}] };
    const after = { name: 'b', etag: '2', updated_at: 2, terms: { one: true, other: [2] }, same: [{}], made: null };
    expect(entryOf({ before, after })).toMatchObject({
      before: { name: 'a', terms: { other: [1, 2] }, gone: 'x' },
      after: { name: 'b', terms: { other: [2] }, made: null },
    });
  });

  it('keeps all of what was created or deleted', () => {
    expect(entryOf({ after: { name: 'a', used_by: [], etag: '1' } })).toMatchObject({
      before: null,
      after: { name: 'a' },
    });
    expect(entryOf({ before: { name: 'a' } })).toMatchObject({ before: { name: 'a' }, after: null });
  });

  it('keeps of scripts their hash and length, and which of them changed', () => {
    const before = { scripts: { init: 'same', complete: 'old text' }, script_version: 1 };
    const after = { scripts: { init: 'same', complete: 'the new text' }, script_version: 2 };
    const entry = entryOf({ name: 'ADMIN_IDENTITY_PROVIDER_UPDATED', before, after });
    const told = (text: string) => ({ complete: { sha256: sha256(text), length: text.length } });
    expect(entry.before).toEqual({ scripts: told('old text'), script_version: 1 });
    expect(entry.after).toEqual({ scripts: told('the new text'), script_version: 2 });
  });

  it('does not keep when a property of a provider was set', () => {
    const provider = (updated: number, value: string) => ({
      name: value,
      properties: [{ identifier: 'key', sensitive: true, updated_at: updated }],
    });
    const entry = entryOf({
      name: 'ADMIN_IDENTITY_PROVIDER_UPDATED',
      before: provider(1, 'a'),
      after: provider(2, 'b'),
    });
    expect(entry).toMatchObject({ before: { name: 'a' }, after: { name: 'b' } });
    expect(JSON.stringify(entry)).not.toContain('updated_at');
    expect(JSON.stringify(entryOf({ after: provider(1, 'a') }))).not.toContain('updated_at');
  });

  it('says why, wherever the reason came from, and with which endpoint', () => {
    const change = { endpoint: 'endApplicationTokens', reason: 'asked for by the owner' };
    expect(entryOf({ change })).toMatchObject({ ...change, details: null });
    const asked = entryOf({ change: { ...change, reason: null }, details: { reason: 'leaked', access_tokens: 2 } });
    expect(asked).toMatchObject({ reason: 'leaked', details: { access_tokens: 2 } });
    expect(entryOf({})).toMatchObject({ endpoint: null, reason: null });
  });

  it.each<[string, Partial<ChangeEvent>, string | null]>([
    ['an administrator', { details: { administrator: 'new@example.com', role: 'Admin' } }, 'new@example.com'],
    ['a key', { details: { kid: 'key-1' } }, 'key-1'],
    ['a web hook', { before: { id: 'hook', name: 'a' }, after: { id: 'hook', name: 'b' } }, 'hook'],
    ['a scope', { after: { identifier: 'read' } }, 'read'],
    ['the administrator whose own password it is', { name: 'ADMIN_PASSWORD_CHANGED' }, 'admin@example.com'],
    [
      'the administrator whose second factor somebody else removed',
      { name: 'ADMIN_SECOND_FACTOR_REMOVED', details: { administrator: 'new@example.com' } },
      'new@example.com',
    ],
    ['nothing beside its application', { after: { identifier: 'app' } }, null],
  ])('says that it is about %s', (_, changes, subject) => {
    expect(entryOf(changes)).toMatchObject({ subject });
  });

  it('holds no address, no browser, and of a person who was disconnected nothing at all', () => {
    const person = { userId: 'jane', clientId: 'phone-of-jane', details: { profile_id: 'ABC123' } };
    const entry = entryOf({ name: 'ADMIN_USER_REVOKED', ...person });
    expect(entry).toMatchObject({ actor: 'admin@example.com', application: 'app', requestId: 'request-1' });
    expect(JSON.stringify(entry)).not.toMatch(/jane|ABC123|192\.0\.2|browser/);
  });

  it('holds nothing that a client said about people', () => {
    const before = {
      client_name: 'Phone of Jane',
      contacts: ['jane@example.com'],
      jwks: {},
      scope: 'read',
      name: 'API',
    };
    const deleted = entryOf({ name: 'ADMIN_CLIENT_DELETED', clientId: 'phone', before });
    expect(deleted).toMatchObject({ clientId: 'phone', before: { scope: 'read', name: 'API' } });
    expect(JSON.stringify(deleted)).not.toMatch(/jane|jwks/i);
  });

  it('is one for all clients that go at once', () => {
    const gone = ['phone-1', 'phone-2'].map((clientId) =>
      event({ name: 'ADMIN_CLIENT_DELETED', clientId, before: { scope: 'x' }, details: { initial_access_token: 't' } }),
    );
    const revoked = event({ name: 'ADMIN_INITIAL_ACCESS_TOKEN_REVOKED', details: { id: 't' } });
    expect(auditEntriesOf([revoked, ...gone])).toMatchObject([
      { name: 'ADMIN_INITIAL_ACCESS_TOKEN_REVOKED', subject: 't' },
      {
        name: 'ADMIN_CLIENT_DELETED',
        clientId: null,
        before: null,
        details: { initial_access_token: 't', clients: 2 },
      },
    ]);
  });

  const state = { id: 'hook', name: 'a' };
  const again = { before: { ...state, updated_at: 1 }, after: { ...state, updated_at: 2 } };
  const imported = { name: 'ADMIN_CLIENT_DOCUMENT_IMPORTED' } as const;
  it.each<[string, Partial<ChangeEvent>]>([
    ['a secret was replaced', { ...again, details: { password: 'replaced' } }],
    ['a document was imported that says what it said', { ...imported, before: { contacts: [] }, after: {} }],
    ['something without members of its own was created', { after: {} }],
    ['something without members of its own was deleted', { before: {} }],
    ['something was done that has no state', {}],
  ])('is made, although no member is different, if %s', (_, changes) => {
    expect(auditEntriesOf([event(changes)])).toHaveLength(1);
  });

  it.each<[string, Partial<ChangeEvent>]>([
    ['an update that changes nothing', again],
    ['one whose details name only what it is about', { ...again, details: { id: 'hook' } }],
    [
      'a role that somebody has already',
      {
        name: 'ADMIN_ROLE_CHANGED',
        details: { administrator: 'a@example.com', role: 'Admin' },
        before: { role: 'Admin' },
        after: { role: 'Admin' },
      },
    ],
    ['a sign-in', { name: 'ADMIN_AUTHENTICATION_SUCCESS' }],
    ['a wrong code', { name: 'ADMIN_SECOND_FACTOR_FAILURE' }],
    ['a recovery code', { name: 'ADMIN_RECOVERY_CODE_USED' }],
    ['a search for a person', { name: 'ADMIN_USER_LOOKED_UP' }],
    ['a test run', { name: 'ADMIN_SCRIPT_TEST_RUN' }],
    ['what a client does', { name: 'DYNAMIC_UP_SUCCESS' }],
    ['what the server or the master token does', { name: 'ADMIN_CLIENT_DELETED', admin: null }],
  ])('is not made of %s', (_, changes) => {
    expect(auditEntriesOf([event(changes)])).toEqual([]);
  });
});
