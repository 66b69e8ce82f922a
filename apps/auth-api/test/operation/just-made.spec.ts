import {
  ADMIN_ENDPOINTS,
  type Application,
  BatchIntrospectionResponse,
  type CompleteRegistrationResponse,
  IMPLICIT_AUTHENTICATION_GRANT,
  type IdentityProvider,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  adminPath,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { RelyingParty, codeOf } from '../support/relying-party.js';
import { ResourceServer } from '../support/resource-server.js';
import { sessionWorld } from '../support/session-world.js';
import { StatementOffice, VERSION } from '../support/statement-office.js';
import { basic, signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

type Issued = NonNullable<CompleteRegistrationResponse['oauth_token']>;

const PERSON = `function execute(data) { return { status: 2000, user: { id: data || 'anna' } }; }`;

let server: AuthServer;
/** Another process, which hears of no change by itself. */
let beside: string;
beforeAll(async () => {
  server = await AuthServer.start();
  beside = await server.startDeaf();
});
afterAll(() => server.close());

/** Registers a person at a process, by its address: the audience of the app's assertion is the public one. */
const registerAt = async (url: string, app: MobileApp, { identifier }: IdentityProvider) =>
  send<CompleteRegistrationResponse>('POST', url + PATHS.customRegistrationV2(identifier, 'complete'), {
    json: { ...(await app.authentication()), profile_id: 'PERSON', grant_type: STATELESS_AUTHENTICATION_GRANT },
  });

const install = (from: { initialAccessToken: string } | { softwareStatement: string }, application: string) =>
  MobileApp.install({
    ...from,
    ...{ serverUrl: beside, now: () => server.clock.now(), application, kind: 'mobile' },
    ...{ platform: 'ios', version: '1.0' },
  });

describe('What an administrator has just made at one process is known to another one that has not heard of it', () => {
  it('when an installation registers with an initial access token, which would be spent for nothing otherwise', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const initialAccessToken = await server.given.initialAccessToken(application);
    const { registration } = await install({ initialAccessToken }, application.identifier);
    expect(registration).toMatchObject({ status: 201, body: { software_id: application.identifier } });
  });

  it('when an installation registers with a software statement', async () => {
    const office = new StatementOffice(server);
    const application = await office.application();
    const { software_statement: softwareStatement } = await office.exportFor(application);
    const { registration } = await install({ softwareStatement }, application.identifier);
    expect(registration).toMatchObject({ status: 201, body: { software_version: VERSION.version } });
  });

  it('when a person registers in an app of it', async () => {
    const { app, provider } = await server.given.statelessWorld();
    expect(await registerAt(beside, app, provider)).toMatchObject({ status: 200 });
  });

  it('when a person registers with an identity provider that is newer than the application', async () => {
    const { app, application } = await server.given.statelessWorld();
    // Refused, but it has heard of the application by then.
    await registerAt(beside, app, await server.given.provider());
    const provider = await server.given.provider();
    await new StatementOffice(server).change(application, { identity_providers: [provider.identifier] });
    expect(await registerAt(beside, app, provider)).toMatchObject({ status: 200 });
  });

  describe('when it is an identity provider that is newer than the application, and what it vouched for at the first one', () => {
    const EVERYTHING = { refresh_tokens: true, implicit_authentication: true };
    const form = (app: MobileApp) => signed(app.key, app.clientId, server.issuer, server.clock.now());
    const nextOf = async (application: Application) => {
      const provider = await server.given.provider({ scripts: { complete: PERSON } });
      await new StatementOffice(server).change(application, { identity_providers: [provider.identifier] });
      return provider;
    };

    it.each<[string, (registered: Issued) => Record<string, string>]>([
      ['is refreshed', ({ refresh_token }) => ({ grant_type: 'refresh_token', refresh_token: refresh_token! })],
      [
        'is what an implicit authentication stands on',
        () => ({ grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'PERSON' }),
      ],
    ])('%s', async (_, request) => {
      const application = await server.given.mobileApplication(await server.given.provider(), {
        user_authentication: EVERYTHING,
      });
      const app = await server.given.appInstance(application);
      // Refused, but it has heard of the application by then.
      expect((await tokenOf(beside, await form(app), request({ refresh_token: 'none' } as Issued))).status).toBe(400);
      const provider = await nextOf(application);
      const { body } = await app.complete(provider.identifier, { profile_id: 'PERSON' });
      expect(await tokenOf(beside, await form(app), request(body.oauth_token!))).toMatchObject({ status: 200 });
    });

    it('a stateless session, is continued', async () => {
      const { app, application } = await sessionWorld(server);
      const refresh = async (refresh_token: string) =>
        tokenOf(beside, await form(app), { grant_type: 'refresh_token', refresh_token });
      expect((await refresh('none')).status).toBe(400);
      const provider = await nextOf(application);
      const { body } = await app.complete(provider.identifier, {
        ...{ profile_id: 'PERSON', grant_type: STATELESS_AUTHENTICATION_GRANT, scope: ['read'] },
      });
      expect(await refresh(body.oauth_token!.refresh_token!)).toMatchObject({ status: 200 });
    });

    it('is exchanged as a code, and the pages go on where they were', async () => {
      const { client, application } = await clientOfWeb(server, { provider: await server.given.provider() });
      const there = new RelyingParty(beside, client.clientId, client.redirectUri, client.proof);
      expect((await there.exchange('none')).status).toBe(400);
      await nextOf(application);
      expect(
        await there.exchange(await signIn(server, client, 'anna'), { code_verifier: client.verifier }),
      ).toMatchObject({ status: 200 });
      await nextOf(application);
      const browser = new Browser(server.url);
      const page = await browser.open(client.request());
      browser.serverUrl = beside;
      const consent = await page.send('answer', { data: 'anna' });
      expect(codeOf(await consent.send('consent'))).toEqual(expect.any(String));
    });
  });

  it('when a token of it is introspected, alone or among others', async () => {
    const inspect = [
      async (there: ResourceServer, token: string) => there.introspect(token),
      async ({ basic }: ResourceServer, token: string) => {
        const json = { tokens: [token] };
        const reply = await send('POST', beside + PATHS.introspectBatch, { headers: { authorization: basic }, json });
        return BatchIntrospectionResponse.parse(reply.body).results[0];
      },
    ];
    for (const look of inspect) {
      const { app, provider, resourceServer } = await server.given.statelessWorld();
      const { body } = await registerAt(server.url, app, provider);
      const there = new ResourceServer(beside, resourceServer.clientId, resourceServer.secret);
      expect(await look(there, body.oauth_token!.access_token)).toMatchObject({ active: true });
    }
  });

  it('when an API client administers with its token', async () => {
    const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_admin'] });
    const { body } = await tokenOf(beside, basic(clientId, secret), { grant_type: 'client_credentials' });
    const reply = await send('GET', beside + adminPath(ADMIN_ENDPOINTS.listApplications), {
      headers: { authorization: `Bearer ${(body as { access_token: string }).access_token}` },
    });
    expect(reply.status).toBe(200);
  });
});
