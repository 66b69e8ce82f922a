import type { ClientMetadata } from '@passant/contracts';
import {
  DOCUMENT_RIGHTS,
  MASTER_RIGHTS,
  OPEN_RIGHTS,
  STATEMENT_RIGHTS,
  rightsOfClient,
} from './client-registration-rights.js';
import { renderRegistration } from './client-registration-view.js';
import { planRegistration, type RegistrationTerms } from './client-registration.js';
import { OAuthError } from '../refusals/errors.js';
import type { Client } from '../clients/client-records.js';
import { anApplication, anInstance } from '../testing/index.js';

const TERMS: RegistrationTerms = {
  rights: { by: 'token', lock: ['client-reg'] },
  application: null,
  redirectHosts: [],
  privateUris: false,
  redirectSchemes: [],
  openScopes: [],
};
const METADATA: ClientMetadata = { redirect_uris: ['https://example.com/cb'], client_name: 'Hello world client' };

const plan = (changes: object = {}, terms: Partial<RegistrationTerms> = {}) =>
  planRegistration({ ...METADATA, ...changes }, { ...TERMS, ...terms });

function refusalOf(work: () => unknown): OAuthError {
  try {
    work();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('A client that asks for more than there is', () => {
  it.each<[string, object, object]>([
    [
      'all that a relying party could ever use',
      {
        grant_types: ['authorization_code', 'implicit', 'refresh_token'],
        response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
      },
      { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    ],
    [
      'grants and no response types',
      { grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'authorization_code', 'authorization_code'] },
      { grant_types: ['authorization_code'], response_types: ['code'] },
    ],
    [
      'response types and no grants',
      { response_types: ['device', 'code'] },
      { grant_types: ['authorization_code'], response_types: ['code'] },
    ],
    [
      'code, which it has no grant for',
      { grant_types: ['client_credentials'], response_types: ['code'] },
      { grant_types: ['client_credentials'], response_types: [] },
    ],
    [
      'refresh tokens, which nothing would give it',
      { grant_types: ['client_credentials', 'refresh_token'] },
      { grant_types: ['client_credentials'], response_types: [] },
    ],
    [
      'client credentials, which it has none of',
      { grant_types: ['authorization_code', 'client_credentials'], token_endpoint_auth_method: 'none' },
      { grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' },
    ],
  ])('that names %s is told what it has', (_, change, told) => {
    expect(renderRegistration(plan(change))).toMatchObject(told);
  });

  it.each<[string, object, string | undefined]>([
    ['some', { scope: 'openid profile read' }, 'openid profile read'],
    ['some that no application could have', { scope: 'https://api.example/read read' }, 'read'],
    ['the one of refresh tokens, without the grant', { scope: 'openid offline_access' }, 'openid'],
    [
      'the one of refresh tokens, with the grant',
      { scope: 'openid offline_access', grant_types: ['authorization_code', 'refresh_token'] },
      'openid offline_access',
    ],
    ['none', {}, undefined],
    ['nothing, in words', { scope: '  ' }, undefined],
    ['none, and comes in its own name', { grant_types: ['client_credentials'] }, 'client'],
    [
      'what takes a person, and comes in its own name',
      { grant_types: ['client_credentials'], scope: 'openid offline_access' },
      'client',
    ],
    ['some, and comes in its own name', { grant_types: ['client_credentials'], scope: 'openid read' }, 'read'],
    ['none, and does both', { grant_types: ['authorization_code', 'client_credentials'] }, undefined],
  ])('that names %s for its scopes is told those it has', (_, change, scope) => {
    expect(renderRegistration(plan(change)).scope).toBe(scope);
  });

  it('that belongs to an application is told which of the application’s scopes it has, and none is refused', () => {
    const web = anApplication({ clientType: 'web', versions: [], additionalScopes: ['openid', 'read'] });
    const of = (scope?: string) => plan({ scope }, { application: web }).scopes;
    expect([of('openid write read'), of()]).toEqual([['openid', 'read'], []]);
    // Registering none would mean all of them.
    expect(refusalOf(() => of('write')).code).toBe('invalid_scope');
  });

  it('is refused where none of its scopes is left', () => {
    expect(refusalOf(() => plan({ scope: 'https://api.example/read' })).code).toBe('invalid_scope');
  });

  it.each<[string, string[], string]>([
    ['a site', ['https://example.com/cb', 'https://www.example.com/cb'], 'web'],
    ['native beside a site', ['https://example.com/cb', 'http://localhost/cb'], 'native'],
    ['native', ['http://localhost:4242', 'http://127.0.0.1/cb', 'com.example.app:/cb'], 'native'],
  ])('that does not say what it is is %s by its redirect URIs', (_, redirect_uris, application_type) => {
    expect(renderRegistration(plan({ redirect_uris }))).toMatchObject({ redirect_uris, application_type });
  });

  it('that says what it is is believed, and judged no otherwise', () => {
    const redirect_uris = ['http://localhost:4242', 'com.example.app:/cb'];
    for (const application_type of ['web', 'native']) {
      expect(renderRegistration(plan({ redirect_uris, application_type }))).toMatchObject({
        redirect_uris,
        application_type,
      });
    }
  });

  it('may have a private scheme that the operator lists', () => {
    const redirect_uris = ['cursor://anysphere.cursor-retrieval/oauth/callback'];
    expect(plan({ redirect_uris }, { redirectSchemes: ['cursor'] })).toMatchObject({ redirectUris: redirect_uris });
    expect(refusalOf(() => plan({ redirect_uris })).code).toBe('invalid_redirect_uri');
  });
});

describe('A stranger', () => {
  const stranger = (changes: object, terms: Partial<RegistrationTerms> = {}) =>
    renderRegistration(plan(changes, { rights: OPEN_RIGHTS, ...terms }));
  const both = { grant_types: ['authorization_code', 'refresh_token'] };

  it.each<[string, object, object]>([
    ['scopes', { scope: 'openid email read mcp:tools' }, { scope: 'openid email' }],
    ['the scope of refresh tokens', { ...both, scope: 'openid offline_access' }, { scope: 'openid offline_access' }],
    ['grants', { grant_types: ['client_credentials', 'authorization_code'] }, { grant_types: ['authorization_code'] }],
  ])('is given the %s that take nothing but the consent of a person', (_, change, told) => {
    expect(stranger(change)).toMatchObject(told);
  });

  it('may ask for what else the operator lets strangers ask for', () => {
    const terms = { openScopes: ['mcp:tools'] };
    expect(stranger({ scope: 'openid mcp:tools read' }, terms)).toMatchObject({ scope: 'openid mcp:tools' });
  });

  it('is told what it may ask for where it asks for nothing of that', () => {
    const refusal = refusalOf(() => stranger({ scope: 'read' }, { openScopes: ['mcp:tools'] }));
    expect(refusal.code).toBe('invalid_scope');
    expect(refusal.message).toContain('openid, profile, email, phone, address, mcp:tools');
  });
});

describe('A change with the rights of a token', () => {
  const lock = { rights: { by: 'token' as const, lock: OPEN_RIGHTS.lock } };
  const current: Client = {
    ...plan({ scope: 'openid email' }, { rights: OPEN_RIGHTS }),
    ...anInstance({ kind: 'dynamic', scopes: ['openid', 'email'], registrationLock: [...OPEN_RIGHTS.lock] }),
  };

  it.each(['openid email', 'email'])('may repeat the scopes there are, or have fewer: %s', (scope) => {
    expect(plan({ scope }, { ...lock, current }).scopes).toEqual(scope.split(' '));
  });

  it('that leaves the scopes out keeps them, since none registered would mean all; with the master token it does not', () => {
    expect(plan({}, { ...lock, current }).scopes).toEqual(['openid', 'email']);
    expect(plan({}, { rights: MASTER_RIGHTS, current }).scopes).toEqual([]);
  });

  it('may name offline_access where refresh tokens are registered', () => {
    const refreshing = { ...current, grantTypes: ['authorization_code', 'refresh_token'] };
    const metadata = { scope: 'openid offline_access', grant_types: refreshing.grantTypes };
    expect(plan(metadata, { ...lock, current: refreshing }).scopes).toEqual(['openid', 'offline_access']);
  });

  it.each<[string, object]>([
    ['a scope', { scope: 'openid email phone' }],
    ['a scope that nobody knows', { scope: 'openid email mcp:tools' }],
    ['a grant', { grant_types: ['authorization_code', 'client_credentials'] }],
    ['a grant that nobody knows', { grant_types: ['authorization_code', 'password'] }],
    [
      'a grant of another kind of client',
      { grant_types: ['authorization_code', 'urn:onewelcome:oauth2:grant_type:stateless_authentication'] },
    ],
    [
      'a grant that could not be used',
      { grant_types: ['authorization_code', 'client_credentials'], token_endpoint_auth_method: 'none' },
    ],
  ])('is not narrowed to what the lock permits: %s more is refused', (_, change) => {
    expect(refusalOf(() => plan(change, { ...lock, current })).code).toBe('insufficient_scope');
  });
});

describe('A change by a stranger', () => {
  const current: Client = { ...anInstance({ kind: 'dynamic' }), ...plan({ scope: 'openid' }, { rights: OPEN_RIGHTS }) };
  const grant_types = ['authorization_code', 'client_credentials', 'implicit', 'refresh_token'];

  it.each<[string, object]>([
    ['nothing', {}],
    ['scopes', { scope: 'openid email read' }],
    ['grants', { grant_types }],
    ['grants of a client without credentials', { grant_types, token_endpoint_auth_method: 'none' }],
    ['scopes and refresh tokens', { grant_types, scope: 'openid offline_access mcp:tools' }],
  ])('is narrowed as the registration was: it asks for %s', (_, change) => {
    const rights = rightsOfClient({ ...current, registeredOpenly: true });
    expect(renderRegistration(plan(change, { rights, current }))).toEqual(
      renderRegistration(plan(change, { rights: OPEN_RIGHTS })),
    );
  });

  it('may repeat what somebody else gave it, and a document may not', () => {
    const given = { ...current, scopes: ['openid', 'read'] };
    const rights = rightsOfClient({ ...given, registeredOpenly: true });
    const scope = 'openid read write';
    expect(plan({ scope }, { rights, current: given }).scopes).toEqual(['openid', 'read']);
    expect(plan({ scope }, { rights: DOCUMENT_RIGHTS, current: given }).scopes).toEqual(['openid']);
  });
});

describe('The rights by which a client changes itself', () => {
  const [statement, token] = ['statement-1', 'token-1'];
  it.each<[string, Partial<Client>, string]>([
    ['a stranger', { registeredOpenly: true, registrationLock: OPEN_RIGHTS.lock as string[] }, 'open'],
    [
      'one whose lock was made by an earlier version',
      { registeredOpenly: true, registrationLock: ['client-reg:grant:code'] },
      'open',
    ],
    [
      'an app with a statement',
      { softwareStatement: statement, registrationLock: STATEMENT_RIGHTS.lock as string[] },
      'statement',
    ],
    [
      'an app with both',
      { softwareStatement: statement, initialAccessToken: token, registrationLock: STATEMENT_RIGHTS.lock as string[] },
      'token',
    ],
    [
      'an app with both, whose token is not kept any more',
      { softwareStatement: statement, registrationLock: ['client-reg:grant:code'] },
      'token',
    ],
    ['a developer', { initialAccessToken: token, registrationLock: ['client-reg:grant:code'] }, 'token'],
    ['a developer whose token is not kept any more', { registrationLock: OPEN_RIGHTS.lock as string[] }, 'token'],
    ['the operator', { registrationLock: MASTER_RIGHTS.lock as string[] }, 'token'],
  ])('are those by which it was registered, with the lock it was given then: %s', (_, registered, by) => {
    const client = anInstance(registered);
    expect(rightsOfClient(client)).toEqual({ by, lock: client.registrationLock });
  });
});
