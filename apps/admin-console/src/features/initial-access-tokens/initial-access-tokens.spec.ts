import { describe, expect, it } from '@jest/globals';
import { ClientMetadata, CreateInitialAccessToken, type InitialAccessToken } from '@passant/contracts';
import { exampleMetadata, quoted, registrationExample } from './registration-example.js';
import { EMPTY_TOKEN, TokenForm, registrantOf, requestOf, scopesFor } from './token-form.js';
import { stateOf } from './token-state.js';
import { explain } from './token-words.js';
import { KEY_PLACEHOLDER } from './trial-key.js';

const token: InitialAccessToken = {
  id: 't1',
  scope: [],
  audience: [],
  encoding: 'IDENTIFIER',
  redirect_hosts: [],
  registrations: 2,
  uses: 1,
  clients: 1,
  expires_at: 2000,
  revoked: false,
  created_by: 'admin@example.com',
  created_at: 0,
};
const mobile = { identifier: 'city-app', name: 'City services', client_type: 'mobile' as const, versions: [] };
const portal = { ...mobile, identifier: 'portal', name: 'Portal', client_type: 'web' as const };
const good: TokenForm = { ...EMPTY_TOKEN, application: 'city-app' };

describe('the state of a token', () => {
  it.each<[string, Partial<InitialAccessToken>]>([
    ['usable', {}],
    ['used', { uses: 2 }],
    ['expired', { expires_at: 1000 }],
    ['revoked', { revoked: true, uses: 2, expires_at: 0 }],
  ])('is %s', (state, change) => expect(stateOf({ ...token, ...change }, 1000)).toBe(state));
});

describe('the form of a token', () => {
  const faults = (change: Partial<TokenForm>) =>
    (TokenForm.safeParse({ ...good, ...change }).error?.issues ?? []).map(({ path }) => path.join('.'));

  it('takes what names an application', () => expect(faults({})).toEqual([]));

  it.each<[string, Partial<TokenForm>, string]>([
    ['no application', { application: null }, 'application'],
    ['nothing that is permitted', { may: 'chosen', scope: [] }, 'scope'],
    ['no registration', { registrations: 0 }, 'registrations'],
    ['a host that is an address', { redirect_hosts: ['https://shop.example.com'] }, 'redirect_hosts.0'],
    ['a signed token that lives for a week', { encoding: 'SELF_CONTAINED', expires_in: 604_800 }, 'expires_in'],
  ])('refuses %s', (_, change, path) => expect(faults(change)).toEqual([path]));

  it('asks for what was chosen and nothing else', () => {
    const request = requestOf({ ...good, belongs: 'nobody', may: 'chosen', client_lifetime: 604_800 });
    expect(CreateInitialAccessToken.safeParse(request).success).toBe(true);
    expect(request).toMatchObject({
      scope: ['client-reg:grant:code', 'client-reg:grant:refresh'],
      client_lifetime: 604_800,
    });
    expect(request).not.toHaveProperty('application');
    expect(requestOf(good)).toMatchObject({ application: 'city-app', scope: ['client-reg'] });
  });

  it.each([
    [undefined, 'client-reg:grant:stateless', false],
    [undefined, 'client-reg:set-client-id', true],
    [portal, 'client-reg:grant:stateless', false],
    [portal, 'client-reg:grant:implicit-authentication', true],
    [mobile, 'client-reg:grant:stateless', true],
    [mobile, 'client-reg', false],
  ] as const)('for %j offers %s: %s', (application, scope, offered) =>
    expect(scopesFor(registrantOf(application)).includes(scope)).toBe(offered),
  );
});

describe('what a token permits', () => {
  it('is said for the installations of an app', () => {
    const { sentence, rights } = explain({ ...good, registrations: 3 }, mobile);
    expect(sentence).toBe('Whoever holds this token can register 3 app installations of City services within 1 day.');
    expect(rights).toEqual([expect.stringContaining('everything that City services allows')]);
  });

  it('is said for clients of nobody, right by right, with every limit', () => {
    const form: TokenForm = {
      ...good,
      belongs: 'nobody',
      may: 'chosen',
      scope: ['client-reg:grant:client'],
      redirect_hosts: ['a.example.com', 'b.example.com'],
      client_lifetime: 3600,
    };
    const { sentence, rights, limits } = explain(form, undefined);
    expect(sentence).toBe('Whoever holds this token can register 1 client within 1 day.');
    expect(rights).toEqual([expect.stringContaining('in its own name')]);
    expect(limits).toEqual([
      'It may send people to a.example.com and b.example.com and nowhere else.',
      'A client that is not used within 1 hour is deleted.',
      expect.stringContaining('No later change widens this'),
    ]);
  });
});

describe('the command that registers', () => {
  const made = { initial_access_token: 'secret.token', scope: ['client-reg'], redirect_hosts: [] };
  const version = { platform: 'android', version: "2.0'beta", status: 'LOGIN_REGISTRATION' } as const;

  it('goes to the registration endpoint with the token, quoted for a shell', () => {
    const app = { ...mobile, versions: [{ ...version, version: '1.0', status: 'DISABLED' as const }, version] };
    const metadata = exampleMetadata(made, app, KEY_PLACEHOLDER);
    const command = registrationExample('https://login.example.com', made, metadata);
    expect(command).toContain("curl -X POST 'https://login.example.com/oauth/clients'");
    expect(command).toContain("'Authorization: Bearer secret.token'");
    const body = command.slice(command.indexOf("-d '") + 4, -1).replaceAll(`'\\''`, "'");
    expect(ClientMetadata.parse(JSON.parse(body))).toMatchObject({
      application_type: 'native',
      software_id: 'city-app',
      software_version: "2.0'beta",
      app_platform: 'android',
      token_endpoint_auth_method: 'private_key_jwt',
    });
  });

  it.each<[string, string[], string[], object]>([
    [
      'anything',
      ['client-reg'],
      [],
      {
        redirect_uris: ['https://client.example.org/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    [
      'signing people in at one host',
      ['client-reg:grant:code'],
      ['shop.example.com'],
      { redirect_uris: ['https://shop.example.com/callback'], grant_types: ['authorization_code'] },
    ],
    ['acting for itself', ['client-reg:grant:client'], [], { grant_types: ['client_credentials'] }],
    ['no grant', ['client-reg:set-data'], [], { grant_types: [], token_endpoint_auth_method: 'none' }],
  ])('of a client that may do %s registers that', (_, scope, redirect_hosts, expected) => {
    const metadata = exampleMetadata({ ...made, scope, redirect_hosts }, undefined, KEY_PLACEHOLDER);
    expect(ClientMetadata.safeParse(metadata).success).toBe(true);
    expect(metadata).toEqual({ client_name: 'Trial client', ...expected });
  });

  it('of a back end names its application', () => {
    expect(exampleMetadata(made, portal, KEY_PLACEHOLDER)).toMatchObject({
      application_type: 'web',
      software_id: 'portal',
    });
  });

  it('leaves no quote of the text open', () => expect(quoted("a'b")).toBe(`'a'\\''b'`));
});
