import { generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  type ConformanceLine,
  type ConformanceReport,
  type ConformanceSubject,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { MASTER_TOKEN, Registrar, informationOf } from '../support/registrar.js';

const DAY = 86_400;

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_REDIRECT_SCHEMES: 'myapp',
  });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

const report = async () => server.admin.call('readConformance');

function subjectOf(made: ConformanceReport, is: (subject: ConformanceSubject) => boolean): ConformanceSubject {
  return made.subjects.find(is)!;
}

function verdictsOf({ lines }: ConformanceSubject): Record<string, string> {
  return Object.fromEntries(lines.map(({ rule, verdict }) => [rule, verdict]));
}

const lineOf = ({ lines }: ConformanceSubject, id: string): ConformanceLine => lines.find(({ rule }) => rule === id)!;

const clientOf = async (clientId: string) =>
  subjectOf(
    await report(),
    ({ identifier, examples }) => identifier === clientId || examples?.includes(clientId) === true,
  );

const withKeys = (...keys: object[]) => ({
  token_endpoint_auth_method: 'private_key_jwt' as const,
  jwks: { keys: keys as never[] },
});

async function registered(metadata: object): Promise<string> {
  const reply = await registrar.register(MASTER_TOKEN, metadata);
  expect(reply.status).toBe(201);
  return informationOf(reply).client_id;
}

describe('The conformance report', () => {
  it('judges a server on this machine, and hides nothing of what it does not do', async () => {
    const made = await report();
    expect(made.issuer).toBe(`${server.url}/oauth`);
    const own = subjectOf(made, ({ about }) => about === 'server');
    expect(verdictsOf(own)).toEqual({
      'server-metadata': 'met',
      'server-tls': 'not_met',
      'server-only-codes': 'met',
      'server-no-password-grant': 'met',
      'server-pkce-s256': 'met',
      'server-iss': 'met',
      'server-exact-redirects': 'met',
      'server-loopback-port': 'met',
      'server-code-lifetime': 'met',
      'server-code-once': 'met',
      'server-redirect-status': 'met',
      'server-no-cors-at-authorize': 'met',
      'server-no-open-redirector': 'met',
      'server-client-identifiers': 'met',
      'server-sender-constrained': 'not_met',
      'server-pushed-requests': 'not_met',
      'server-sole-audience': 'met',
      'server-audience-string': 'not_met',
      'server-assertion-type': 'met',
      'server-clock-tolerance': 'met',
      'server-client-authentication': 'not_met',
      'server-algorithms': 'not_met',
      'server-key-size': 'met',
      'server-key-set': 'met',
      'server-entropy': 'met',
    });
    expect(lineOf(own, 'server-tls').setting).toEqual({ in: 'environment', name: 'PASSANT_PUBLIC_URL' });
    // Both keys of both algorithms, as they are published.
    expect(lineOf(own, 'server-key-size').evidence).toBe(`${PATHS.keys} answered 200 with 2 × EC 256, 2 × RSA 2048.`);
    expect(lineOf(own, 'server-metadata')).toMatchObject({
      tried: true,
      evidence: `All 4 addresses answered 200 and named ${server.url}/oauth.`,
    });
    expect(lineOf(own, 'server-no-open-redirector').evidence).toMatch(/^Everybody may register a client/);
  });

  it('names for every line a rule that it has, with the clauses of documents that it lists', async () => {
    const made = await report();
    const documents = made.documents.map(({ id }) => id);
    expect(documents).toEqual(['oauth-2.1', 'rfc-9700', 'rfc-10070', 'fapi-2.0']);
    const rules = new Map(made.rules.map((rule) => [rule.id, rule]));
    for (const { about, lines } of made.subjects) {
      for (const { rule } of lines) {
        expect(rules.get(rule)).toMatchObject({ about });
        for (const { document } of rules.get(rule)!.references) expect(documents).toContain(document);
      }
    }
  });

  it('judges a web client that is let off, with its setting, and who would notice', async () => {
    const provider = await server.given.provider();
    const portal = await server.given.webApplication(provider, { access_token_validity: 7200 });
    const { client_id } = await server.admin.call('createWebClient', {
      body: {
        name: 'Old portal',
        application: portal.identifier,
        redirect_uris: ['https://portal.example/cb', 'http://localhost:8080/cb'],
      },
    });
    const strict = await clientOf(client_id);
    expect(verdictsOf(strict)).toMatchObject({ 'client-pkce': 'met', 'client-signatures': 'not_met' });

    await server.admin.call('updateWebClient', {
      parameters: { client_id },
      body: { require_pkce: false, id_token_signed_response_alg: 'ES256' },
      ifMatch: '*',
    });
    const subject = await clientOf(client_id);
    expect(subject).toMatchObject({ name: 'Old portal', application: portal.identifier, kind: 'web', clients: 1 });
    expect(verdictsOf(subject)).toEqual({
      'client-pkce': 'not_met',
      'client-redirects-encrypted': 'not_met',
      'client-loopback-literal': 'not_met',
      'client-private-scheme': 'not_applicable',
      'client-confidential': 'met',
      'client-asymmetric': 'not_met',
      'client-sole-audience': 'not_applicable',
      'client-assertion-algorithm': 'not_applicable',
      'client-key-size': 'not_applicable',
      'client-signatures': 'met',
      'client-removed-grants': expect.stringMatching(/met|not_applicable/),
      'client-scopes': 'not_applicable',
      'client-token-audience': 'not_applicable',
    });
    expect(lineOf(subject, 'client-pkce')).toMatchObject({
      setting: { in: 'console', page: 'web-client', identifier: client_id, field: 'Demand PKCE' },
      noticed_by: { clients: 1, examples: [client_id] },
    });
    expect(lineOf(subject, 'client-redirects-encrypted').evidence).toBe(
      'Registered as web, also for http://localhost.',
    );
    const application = subjectOf(await report(), ({ identifier }) => identifier === portal.identifier);
    expect(lineOf(application, 'application-token-lifetime')).toMatchObject({
      verdict: 'not_met',
      evidence: 'Access tokens live 7200 seconds.',
      noticed_by: { clients: 1, examples: [client_id] },
    });
  });

  it('says until when an exception lasts, how many need it, and when one last did', async () => {
    const { application, app, provider } = await server.given.statelessWorld();
    await server.given.appInstance(application);
    const until = server.clock.now() + 30 * DAY;
    await server.admin.call('updateApplication', {
      parameters: { identifier: application.identifier },
      body: { audience_policy: 'LEGACY', lenient_until: until },
      ifMatch: '*',
    });
    const request = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
    const endpoint = server.url + PATHS.customRegistrationV2(provider.identifier, 'complete');
    const reply = await app.complete(
      provider.identifier,
      request,
      await app.authentication({ claims: { aud: endpoint } }),
    );
    expect(reply.status).toBe(200);
    await server.noted();

    const made = await report();
    const judged = subjectOf(made, ({ identifier }) => identifier === application.identifier);
    const inNeed = { clients: 1, last_at: expect.any(Number) };
    expect(lineOf(judged, 'application-sole-audience')).toMatchObject({
      verdict: 'exception',
      until,
      setting: { in: 'console', page: 'application', identifier: application.identifier },
      noticed_by: inNeed,
    });
    // Both installations are alike, so they are one subject.
    const installations = made.subjects.filter((subject) => subject.application === application.identifier);
    expect(installations).toMatchObject([{ about: 'client', kind: 'instance', clients: 2 }]);
    expect(installations[0]!.examples).toContain(app.clientId);
    expect(lineOf(installations[0]!, 'client-sole-audience')).toMatchObject({
      verdict: 'exception',
      until,
      noticed_by: inNeed,
    });
    expect(lineOf(made.subjects[0]!, 'server-sole-audience')).toMatchObject({ verdict: 'exception', until });

    // One that registers now is not like them: the exception was made before.
    const newer = await server.clock.later(2, () => server.given.appInstance(application));
    expect(lineOf(await clientOf(newer.clientId), 'client-sole-audience')).toMatchObject({
      verdict: 'met',
      evidence: 'Every other audience is refused.',
    });

    await server.clock.later(31 * DAY, async () => {
      // The session has expired by then.
      const later = await (await AdminApi.signIn(server.url, ADMIN)).call('readConformance');
      const judgedLater = subjectOf(later, ({ identifier }) => identifier === application.identifier);
      expect(lineOf(judgedLater, 'application-sole-audience')).toMatchObject({
        verdict: 'met',
        evidence: 'The application makes no exception. An exception has ended.',
      });
    });
  });

  it.each<[string, () => Promise<object>, Record<string, string>]>([
    [
      'an elliptic curve key',
      async () => withKeys((await DeviceKey.generate()).publicJwk),
      { 'client-assertion-algorithm': 'met', 'client-key-size': 'met', 'client-asymmetric': 'met' },
    ],
    [
      'an RSA key',
      async () => {
        const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        return withKeys({ ...publicKey.export({ format: 'jwk' }), kid: 'rsa' });
      },
      { 'client-assertion-algorithm': 'not_met', 'client-key-size': 'met', 'client-asymmetric': 'met' },
    ],
    [
      'no secret',
      async () => ({ token_endpoint_auth_method: 'none' }),
      { 'client-confidential': 'not_met', 'client-asymmetric': 'not_met', 'client-key-size': 'not_applicable' },
    ],
    [
      'a scheme that is any word',
      async () => ({ redirect_uris: ['myapp:/callback'] }),
      { 'client-private-scheme': 'not_met', 'client-redirects-encrypted': 'met' },
    ],
    [
      'a scheme that is a domain name',
      async () => ({ redirect_uris: ['com.example.app:/callback'] }),
      { 'client-private-scheme': 'met', 'client-redirects-encrypted': 'met' },
    ],
    [
      'an address of the loopback interface',
      async () => ({ redirect_uris: ['http://127.0.0.1:5000/callback', 'http://[::1]:5000/callback'] }),
      { 'client-loopback-literal': 'met', 'client-redirects-encrypted': 'met' },
    ],
    ['scopes', async () => ({ scope: 'openid profile' }), { 'client-scopes': 'met' }],
    ['no scopes', async () => ({}), { 'client-scopes': 'not_met' }],
  ])('judges a registered client with %s', async (_, metadata, expected) => {
    const clientId = await registered({ redirect_uris: ['https://rp.example/cb'], ...(await metadata()) });
    expect(verdictsOf(await clientOf(clientId))).toMatchObject(expected);
  });

  it('says the size of an RSA key as it was measured', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const clientId = await registered({
      redirect_uris: ['https://rp.example/cb'],
      ...withKeys({ ...publicKey.export({ format: 'jwk' }), kid: 'rsa' }),
    });
    const { evidence } = lineOf(await clientOf(clientId), 'client-key-size');
    expect(evidence).toBe('Its smallest RSA key has 3072 bits.');
  });

  it('makes one subject of registered clients that are alike, wherever on https they are, and names some', async () => {
    const public_ = { token_endpoint_auth_method: 'none', scope: 'openid email' };
    const one = await registered({ ...public_, redirect_uris: ['https://one.example/cb'] });
    const two = await registered({ ...public_, redirect_uris: ['https://two.example/other'], client_name: 'Two' });
    const other = await registered({ ...public_, redirect_uris: ['http://localhost/cb'] });
    const subject = await clientOf(one);
    expect(subject).toMatchObject({ about: 'client', kind: 'dynamic', clients: 2, enabled: true });
    expect(subject.examples).toEqual([one, two].toSorted());
    expect(await clientOf(other)).not.toEqual(subject);
    expect(lineOf(subject, 'client-confidential')).toMatchObject({
      setting: { in: 'registration', field: 'Authenticates with' },
      noticed_by: { clients: 2 },
    });
  });

  it('judges what an API client sees', async () => {
    const rights = { name: 'API', scopes: ['onegini_api_token_introspection'] as const };
    const create = async (more: object) =>
      (await server.admin.call('createApiClient', { body: { ...rights, ...more } })).client_id;
    const everything = await create({ introspection_signed_response_alg: 'RS256' });
    const own = await create({ resources: ['https://api.example'], introspection_sight: 'RESOURCES' });
    expect(verdictsOf(await clientOf(everything))).toMatchObject({
      'client-token-audience': 'not_met',
      'client-signatures': 'not_met',
    });
    const subject = await clientOf(own);
    expect(verdictsOf(subject)).toMatchObject({
      'client-token-audience': 'met',
      'client-signatures': 'not_applicable',
    });
    expect(lineOf(subject, 'client-token-audience').evidence).toBe(
      'Introspection shows it only tokens for https://api.example.',
    );
  });

  it('knows the domains whose documents make clients', async () => {
    const ofServer = async (rule: string) => lineOf((await report()).subjects[0]!, rule).evidence;
    const allow = async (enabled: boolean) =>
      server.admin.call('updateClientDocumentPolicy', {
        body: { enabled, domains: ['apps.example', '*.tools.example'] },
        ifMatch: '*',
      });
    expect(await ofServer('server-client-identifiers')).toMatch(/^No client is taken from a document/);
    await allow(true);
    expect(await ofServer('server-client-identifiers')).toMatch(/^Clients on apps\.example, \*\.tools\.example are/);
    expect(await ofServer('server-no-open-redirector')).toContain('Whoever publishes a document on apps.example');
    await allow(false);
    expect(await ofServer('server-no-open-redirector')).not.toContain('document on');
  });

  it('knows which clients can do nothing, whatever their own switch says', async () => {
    const { store } = server;
    const { application, app } = await server.given.statelessWorld();
    const base = (await store.clients.find(app.clientId))!;
    const [now, host] = [server.clock.now(), 'weather.apps.example'];
    const described = { ...base, application: null, kind: 'dynamic' as const, appPlatform: null, appVersion: null };
    const [followed, elsewhere, imported] = [
      `https://${host}:8443/client`,
      'https://a.apps.example/client',
      'https://b.apps.example/c',
    ];
    for (const [clientId, documentFreshUntil] of [
      [followed, now + 60],
      [elsewhere, now + 60],
      [imported, null],
    ] as const) {
      await store.clients.insert({
        ...described,
        clientId,
        incarnation: randomUUID(),
        documentFetchedAt: now,
        documentFreshUntil,
      });
    }
    const enabled = async () =>
      Promise.all([followed, elsewhere, imported, app.clientId].map(async (id) => (await clientOf(id)).enabled));
    const allow = async (on: boolean, domains: string[]) =>
      server.admin.call('updateClientDocumentPolicy', { body: { enabled: on, domains }, ifMatch: '*' });
    await allow(true, ['*.apps.example']);
    expect(await enabled()).toEqual([true, true, true, true]);
    await allow(true, [host]);
    expect(await enabled()).toEqual([true, false, true, true]);
    await allow(false, [host]);
    expect(await enabled()).toEqual([false, false, true, true]);
    // Nobody would notice who cannot do anything, and each kind has a line of its own.
    const [subject, other] = [await clientOf(followed), await clientOf(imported)];
    expect([subject.document, other.document]).toEqual(['followed', 'imported']);
    expect(lineOf(subject, 'client-confidential').noticed_by?.clients ?? 0).toBe(0);
    const parameters = { identifier: application.identifier };
    await server.admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: '*' });
    expect(await enabled()).toEqual([false, false, true, false]);
  });

  it('counts the refresh tokens of stateless sessions, and the way back from the login pages', async () => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider, {
      user_authentication: { stateless_authentication: true, stateless_session: true },
      stateless_session_duration: 600,
      stateless_redirect_uris: ['http://localhost/registered'],
    });
    const app = await server.given.appInstance(application);
    const judged = subjectOf(await report(), ({ identifier }) => identifier === application.identifier);
    expect(verdictsOf(judged)).toMatchObject({
      'application-refresh-rotation': 'met',
      'application-refresh-expiry': 'met',
      'application-no-refresh-rotation': 'not_met',
    });
    expect(lineOf(judged, 'application-refresh-expiry')).toMatchObject({
      evidence: 'A stateless session ends 600 seconds after its registration, and no use extends it.',
      setting: { in: 'console', page: 'application', field: 'Longest stateless session' },
    });
    const installations = await clientOf(app.clientId);
    expect(verdictsOf(installations)).toMatchObject({
      'client-pkce': 'met',
      'client-redirects-encrypted': 'met',
      'client-loopback-literal': 'not_met',
    });
    expect(lineOf(installations, 'client-loopback-literal')).toMatchObject({
      evidence: 'Registered for http://localhost/registered.',
      setting: { in: 'console', page: 'application', field: 'Login pages lead back to' },
    });
  });

  it('says when a client was last used', async () => {
    const api = await server.given.resourceServer();
    expect(await clientOf(api.clientId)).not.toHaveProperty('last_used_at');
    await api.introspect('nothing');
    await server.noted();
    expect(await clientOf(api.clientId)).toMatchObject({ last_used_at: expect.any(Number) });
  });

  it('leaves no event and no refusal behind', async () => {
    const events = async () => {
      await server.noted();
      return (await server.admin.call('listEvents', { query: { limit: '200' } })).items.length;
    };
    const before = await events();
    await report();
    expect(await events()).toBe(before);
  });
});
