import {
  type Application,
  IMPLICIT_AUTHENTICATION_GRANT,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  TokenAnswer,
} from '@passant/contracts';
import { AuthenticationDevice, type MobileApp, send } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { RelyingParty, codeOf } from '../support/relying-party.js';
import { revoke, signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb } from '../support/web-world.js';

const BACK = 'com.example.app:/registered';
const PERSON_SCRIPT = `function execute(data) {
  if (data === 'throw') throw new Error('the scheme is down');
  if (data === 'fatal') return { status: 5000 };
  return { status: 2000, user: { id: 'person-' + data, amr: ['mfa'], given_name: 'Anna', shoe_size: 40 } };
}`;
const SWITCHES = { stateless_authentication: true, implicit_authentication: true, mobile_authentication: true };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const proofOf = (app: MobileApp) => signed(app.key, app.clientId, server.issuer, server.clock.now());

/** An installation that sends people to the login pages. */
class BrowsingApp {
  private readonly party: RelyingParty;
  constructor(readonly app: MobileApp) {
    this.party = new RelyingParty(server.url, app.clientId, BACK, {});
  }

  request(changes: Record<string, string | undefined> = {}): string {
    return this.party.request({ grant_type: STATELESS_AUTHENTICATION_GRANT, scope: 'openid profile', ...changes });
  }

  open(changes: Record<string, string | undefined> = {}) {
    return new Browser(server.url).open(this.request(changes));
  }

  /** Takes a person through the pages. @returns the code */
  async signIn(person: string, changes: Record<string, string | undefined> = {}): Promise<string> {
    const consent = await (await this.open(changes)).send('answer', { data: person });
    return codeOf(await consent.send('consent'));
  }

  async exchange(code: string, changes: Record<string, string> = {}) {
    return this.party.exchange(code, changes, await proofOf(this.app));
  }

  async ask(form: Record<string, string>) {
    return tokenOf(server.url, await proofOf(this.app), form);
  }

  refresh(refresh_token = '') {
    return this.ask({ grant_type: 'refresh_token', refresh_token });
  }
}

async function world(more: object = {}, switches: object = {}) {
  const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
  const application = await server.given.mobileApplication(provider, {
    user_authentication: { ...SWITCHES, ...switches },
    stateless_redirect_uris: [BACK],
    ...more,
  });
  const app = new BrowsingApp(await server.given.appInstance(application));
  return { provider, application, app, resourceServer: await server.given.resourceServer() };
}

async function change({ identifier }: Application, body: object): Promise<void> {
  const { etag } = await server.admin.call('readApplication', { parameters: { identifier } });
  await server.admin.call('updateApplication', { parameters: { identifier }, body, ifMatch: etag });
}

const rows = <Row>(statement: string, parameters: unknown[] = []) =>
  server.database.dataSource.query<Row[]>(statement, parameters);

describe('A stateless registration on the login pages', () => {
  it('gives an installation a stateless token, without a profile, a user or a refresh token', async () => {
    const { app, resourceServer, application } = await world({}, { refresh_tokens: true });
    const reply = await app.exchange(await app.signIn('anna', { scope: 'openid profile offline_access' }));
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const token = TokenAnswer.parse(reply.body);
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 900, scope: 'openid profile' });
    expect(token).not.toHaveProperty('refresh_token');
    expect(token).not.toHaveProperty('profile_id');
    expect(await resourceServer.introspect(token.access_token)).toMatchObject({
      ...{ active: true, sub: 'person-anna', app_identifier: application.identifier, app_platform: 'ios' },
      amr: ['STATELESS_AUTHENTICATION'],
    });
    for (const table of ['profile', 'refresh_token', 'registered_user']) {
      expect(await rows(`SELECT 1 FROM ${table}`)).toEqual([]);
    }
  });

  it('tells what the person agreed to, and nothing else', async () => {
    const { app, resourceServer } = await world();
    const { body } = await app.exchange(await app.signIn('anna', { nonce: 'n-1' }));
    const known = await resourceServer.introspect(body.access_token);
    expect(known).toMatchObject({ user_details: { given_name: 'Anna' } });
    expect(JSON.stringify(known)).not.toContain('shoe_size');
    const claims = decodeJwt(body.id_token!);
    expect(claims).toMatchObject({ sub: 'person-anna', given_name: 'Anna', amr: ['mfa'], nonce: 'n-1' });
    expect(claims).not.toHaveProperty('shoe_size');
  });

  it('gives nothing at a redirect URI that was taken from the application meanwhile', async () => {
    const { app, application } = await world();
    const code = await app.signIn('anna');
    await change(application, { stateless_redirect_uris: ['com.example.app:/elsewhere'] });
    expectRefusal(await app.exchange(code), 400, 'invalid_grant');
    await change(application, { stateless_redirect_uris: ['com.example.app:/elsewhere', BACK] });
    expect((await app.exchange(code)).status).toBe(200);
  });

  it('says on the page that no profile is kept, and leaves nothing of whoever does not agree', async () => {
    const { app } = await world();
    const consent = await (await app.open()).send('answer', { data: 'dora' });
    expect(consent.html).toContain('No profile of you is kept here.');
    const back = await consent.send('consent', { decision: 'cancel' });
    expect(back.answer).toMatchObject({ error: 'access_denied' });
    expect(await rows('SELECT 1 FROM authorization_code WHERE client_id = $1', [app.app.clientId])).toEqual([]);
  });

  it('keeps what the database alone cannot say: who it is, before and after the exchange', async () => {
    const { app } = await world();
    const code = await app.signIn('emma');
    const kept = async () => JSON.stringify(await rows('SELECT * FROM authorization_code WHERE stateless'));
    expect(await kept()).not.toMatch(/emma|Anna/);
    await app.exchange(code);
    expect(await kept()).not.toMatch(/emma|Anna/);
    const [row] = await rows<{ sealed: unknown }>('SELECT sealed FROM authorization_code WHERE client_id = $1', [
      app.app.clientId,
    ]);
    expect(row).toEqual({ sealed: null });
  });

  it('begins a session where the application gives them, which tells no more than the code did', async () => {
    const { app, resourceServer } = await world({ stateless_session_duration: 600 }, { stateless_session: true });
    const first = (await app.exchange(await app.signIn('fred'))).body;
    expect(first.expires_in).toBeLessThanOrEqual(600);
    const { body } = await app.refresh(first.refresh_token);
    const known = await resourceServer.introspect(body.access_token);
    expect(known).toMatchObject({ sub: 'person-fred', user_details: { given_name: 'Anna' } });
    expect(JSON.stringify(known)).not.toContain('shoe_size');
    expectRefusal(await server.clock.later(601, () => app.refresh(body.refresh_token)), 400, 'invalid_grant');
  });

  it.each([
    ['as many seconds as the session has left', 59, 1],
    ['nothing in the second in which the session ends', 60, undefined],
    ['nothing after the end of the session', 75, undefined],
  ])('gives %s, which the person began before they agreed', async (_, exchanged, expected) => {
    await server.clock.standing(async () => {
      const { app, resourceServer } = await world({ stateless_session_duration: 60 }, { stateless_session: true });
      const consent = await (await app.open()).send('answer', { data: 'ole' });
      const code = codeOf(await server.clock.later(30, () => consent.send('consent')));
      await server.clock.later(exchanged, async () => {
        const reply = await app.exchange(code);
        if (expected === undefined) return expectRefusal(reply, 400, 'invalid_grant');
        const { exp, iat } = await resourceServer.timesOf(reply.body.access_token);
        expect([reply.body.expires_in, exp - iat]).toEqual([expected, expected]);
      });
    });
  });

  it('gives nothing once the duration is shorter than the time since the person answered', async () => {
    const { app, application } = await world({}, { stateless_session: true });
    const consent = await (await app.open()).send('answer', { data: 'pia' });
    await server.clock.later(70, async () => {
      const code = codeOf(await consent.send('consent'));
      await change(application, { stateless_session_duration: 60 });
      expectRefusal(await app.exchange(code), 400, 'invalid_grant');
      await change(application, { stateless_session_duration: 3600 });
      expectRefusal(await app.exchange(code), 400, 'invalid_grant');
      await change(application, { user_authentication: { stateless_session: false } });
      expectRefusal(await app.exchange(code), 400, 'invalid_grant');
    });
  });

  it.each<[string, object[], number, boolean]>([
    ['a longer duration', [{ stateless_session_duration: 3600 }], 60, true],
    ['a shorter one that is longer again', [{ stateless_session_duration: 70 }, { stateless_session_duration: 3600 }], 60, true], // prettier-ignore
    ['a shorter one', [{ stateless_session_duration: 50 * 60 }, { stateless_session_duration: 60 }], 60, true],
    ['sessions off and on again', [{ user_authentication: { stateless_session: false } }, { user_authentication: { stateless_session: true } }], 900, false], // prettier-ignore
  ])('holds the session that the person began, whatever is allowed later: %s', async (_, changes, lasts, refreshes) => {
    await server.clock.standing(async () => {
      const { app, application } = await world({ stateless_session_duration: 60 }, { stateless_session: true });
      const code = await app.signIn('quinn');
      for (const body of changes) await change(application, body);
      const { body } = await app.exchange(code);
      expect([body.expires_in, body.refresh_token !== undefined]).toEqual([lasts, refreshes]);
    });
  });

  it.each([[false], [true]])('gives tokens once: a code that comes again ends them (session: %s)', async (session) => {
    const { app, resourceServer } = await world({}, { stateless_session: session });
    const code = await app.signIn('gina');
    const replies = await Promise.all(Array.from({ length: 5 }, () => app.exchange(code)));
    const good = replies.filter(({ status }) => status === 200);
    expect(good).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) expectRefusal(reply, 400, 'invalid_grant');
    expect(await resourceServer.introspect(good[0]!.body.access_token)).toEqual({ active: false });
  });

  it('is for the installation that asked: another one gets nothing for its code', async () => {
    const { app, application } = await world();
    const other = new BrowsingApp(await server.given.appInstance(application));
    const code = await app.signIn('hans');
    expectRefusal(await other.exchange(code), 400, 'invalid_grant');
    expect((await app.exchange(code)).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string]>([
    ['without its verifier', { code_verifier: '' }, 'invalid_request'],
    ['with another verifier', { code_verifier: 'v'.repeat(43) }, 'invalid_grant'],
    ['with another address', { redirect_uri: 'com.example.app:/other' }, 'invalid_grant'],
  ])('gives nothing for a code %s, which is not spent by that', async (_, changes, error) => {
    const { app } = await world();
    const code = await app.signIn('ida');
    expectRefusal(await app.exchange(code, changes), 400, error);
    expect((await app.exchange(code)).status).toBe(200);
  });

  it('gives nothing without client authentication', async () => {
    const { app } = await world();
    const code = await app.signIn('jan');
    const form = { grant_type: 'authorization_code', code, redirect_uri: BACK, client_id: app.app.clientId };
    expectRefusal(await tokenOf(server.url, {}, form), 401, 'invalid_client');
  });
});

describe('A request for a stateless registration on the login pages', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['without a challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['without the hint', { grant_type: undefined }, 'unauthorized_client'],
    ['with another hint', { grant_type: 'authorization_code' }, 'unauthorized_client'],
    ['for a scope that is not allowed', { scope: 'forbidden' }, 'invalid_scope'],
  ])('%s is refused at its address: %s', async (_, changes, error) => {
    const { app } = await world();
    const page = await app.open(changes);
    expect(page.status).toBe(303);
    expect(page.location!.href).toMatch(/^com\.example\.app:\/registered\?/);
    expect(page.answer).toMatchObject({ error, iss: server.issuer });
  });

  it.each<[string, object, object]>([
    ['no address is named, which is the default', { stateless_redirect_uris: [] }, {}],
    ['stateless authentication is off', {}, { stateless_authentication: false }],
    ['another address is named', { stateless_redirect_uris: ['com.example.app:/other'] }, {}],
  ])('shows the person an error, and leads nowhere, where %s', async (_, more, switches) => {
    const { app } = await world(more, switches);
    const page = await app.open();
    expect([page.status, page.location]).toEqual([400, undefined]);
  });

  it('of a client that is no installation of a mobile app is refused', async () => {
    const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
    const { client } = await clientOfWeb(server, { provider });
    const page = await new Browser(server.url).open(client.request({ grant_type: STATELESS_AUTHENTICATION_GRANT }));
    expect(page.answer).toMatchObject({ error: 'unauthorized_client' });
    const other = await new Browser(server.url).open(client.request({ grant_type: 'whatever' }));
    expect(other.status).toBe(200);
  });

  it.each<[string, object]>([
    ['stateless authentication', { user_authentication: { stateless_authentication: false } }],
    ['its addresses', { stateless_redirect_uris: [] }],
    ['the application', { enabled: false }],
  ])('gives nothing once an administrator took away %s: not on the pages, not for a code', async (_, body) => {
    const { app, application } = await world();
    const code = await app.signIn('karl');
    const consent = await (await app.open()).send('answer', { data: 'karl' });
    await change(application, body);
    const reply = await app.exchange(code);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.body).not.toHaveProperty('access_token');
    expect((await consent.send('consent')).status).toBe(400);
    expect(await rows('SELECT 1 FROM access_token WHERE client_id = $1', [app.app.clientId])).toEqual([]);
  });
});

describe('The addresses of a stateless registration', () => {
  it.each([
    ['a page without TLS', 'http://app.example.com/back'],
    ['a scheme that could be anybody’s', 'app:/back'],
    ['a fragment', 'com.example.app:/back#here'],
    ['no address', 'back'],
  ])('are refused where one is %s', async (_, uri) => {
    const body = { identifier: 'never', name: 'Never', stateless_redirect_uris: [uri] };
    const reply = await server.admin.request('createApplication', { body });
    expectRefusal(reply, 400, 'invalid_request');
    expect(JSON.stringify(reply.body)).toContain('stateless_redirect_uris');
  });

  it('are for mobile applications alone', async () => {
    const body = { identifier: 'never', name: 'Never', client_type: 'web', stateless_redirect_uris: [BACK] } as const;
    expectRefusal(await server.admin.request('createApplication', { body }), 400, 'invalid_request');
  });
});

describe('A token of a stateless registration on the login pages', () => {
  it('has the limits of every stateless token', async () => {
    const { app } = await world();
    const { body } = await app.exchange(await app.signIn('lena'));
    const device = new AuthenticationDevice(server.url, app.app.key, body.access_token);
    expectRefusal(await device.enrol('AAAAAA', 'A phone'), 403, 'stateless_access_token');
    const implicit = { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' };
    expectRefusal(await app.ask(implicit), 400, 'invalid_grant');
    expect((await server.admin.request('readUser', { parameters: { id: 'person-lena' } })).status).toBe(404);
    const headers = { authorization: `Bearer ${body.access_token}` };
    const info = await send('GET', server.url + PATHS.userInfo, { headers });
    expect(info.body).toEqual({ sub: 'person-lena', given_name: 'Anna' });
  });

  it('ends when it is revoked, and with all tokens of its provider, an open code included', async () => {
    const { app, provider, resourceServer } = await world();
    const [first, second] = [await app.exchange(await app.signIn('mia')), await app.exchange(await app.signIn('mia'))];
    await revoke(server.url, await proofOf(app.app), { token: first.body.access_token });
    expect(await resourceServer.introspect(first.body.access_token)).toEqual({ active: false });
    const open = await app.signIn('mia');
    const ended = await server.admin.call('endIdentityProviderTokens', {
      parameters: { identifier: provider.identifier },
      body: { reason: 'the scheme was broken into' },
    });
    expect(ended).toMatchObject({ access_tokens: 1, codes: 1 });
    expect(await resourceServer.introspect(second.body.access_token)).toEqual({ active: false });
    expectRefusal(await app.exchange(open), 400, 'invalid_grant');
  });
});

describe('The events of a stateless registration on the login pages', () => {
  it('name neither the person nor where their browser is', async () => {
    const { app } = await world();
    await app.exchange(await app.signIn('nils'));
    await (await app.open()).send('answer', { data: 'fatal' });
    await (await app.open()).send('answer', { data: 'throw' });
    await app.open({ scope: 'forbidden' });
    await server.app.get(EventLog).flush();
    const events = await rows<Record<string, unknown>>('SELECT * FROM event WHERE client_id = $1', [app.app.clientId]);
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
        'STATELESS_CUSTOM_REGISTRATION_COMPLETE_FAILURE',
        'CONSENT_GIVEN',
        'TOKEN_REQUEST_ACCESS_TOKEN_CREATED',
      ]),
    );
    for (const event of events) expect(event).toMatchObject({ user_id: null, client_ip: null, user_agent: null });
    expect(JSON.stringify(events)).not.toMatch(/nils|Anna/);
  });
});
