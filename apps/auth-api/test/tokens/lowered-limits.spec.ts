import { AuthServer } from '../support/auth-server.js';
import { EndedStream } from '../support/ended-tokens.js';
import { changeApplication, changeProvider, refreshOf, sessionWorld } from '../support/session-world.js';
import { RelyingParty } from '../support/relying-party.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { basic, tokenOf } from '../support/token-client.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

const WHO = 'function execute(id) { return { status: 2000, user: { id } }; }';

/** What happens to tokens that are out when a limit is lowered that held when they were issued; docs/security.md. */

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
});
afterAll(async () => {
  server.app.getHttpServer().closeAllConnections();
  await server.close();
});

type World = Awaited<ReturnType<typeof sessionWorld>>;
/** Of the access token: whether introspection finds it active. Of the refresh token: whether it is taken. */
interface Standing {
  access: boolean;
  refresh: boolean;
}
const LIVES: Standing = { access: true, refresh: true };
const WAITS: Standing = { access: false, refresh: false };
const RUNS_OUT: Standing = { access: true, refresh: false };
const ENDED = WAITS;

/** Of a person with a profile, and of one in a stateless session. */
interface Row {
  lower: (world: World) => Promise<unknown>;
  meanwhile: [profile: Standing, session: Standing];
  /** Absent if nothing can bring back what was taken away. */
  raise?: (world: World) => Promise<unknown>;
  afterwards: [profile: Standing, session: Standing];
  /** Whoever keeps answers has to hear of it. */
  told: boolean;
}

const application = (body: object) => (world: World) => changeApplication(server, world.application, body);
const provider = (body: object) => (world: World) => changeProvider(server, world.provider, body);
const switched = (switches: object) => application({ user_authentication: switches });
const versions = (status: string) => application({ versions: [{ platform: 'ios', version: '1.0', status }] });
const installation = (enabled: boolean) => (world: World) =>
  server.admin.call('updateAppInstallation', { parameters: { client_id: world.app.clientId }, body: { enabled } });

const ROWS: Record<string, Row> = {
  'the application is disabled': {
    ...{ lower: application({ enabled: false }), raise: application({ enabled: true }), told: true },
    ...{ meanwhile: [WAITS, WAITS], afterwards: [LIVES, LIVES] },
  },
  'the version is disabled': {
    ...{ lower: versions('DISABLED'), raise: versions('LOGIN_REGISTRATION'), told: true },
    ...{ meanwhile: [WAITS, WAITS], afterwards: [LIVES, LIVES] },
  },
  'the version is taken out, and another is listed': {
    lower: application({ versions: [{ platform: 'ios', version: '2.0', status: 'LOGIN_REGISTRATION' }] }),
    ...{ raise: application({ versions: [] }), told: true },
    ...{ meanwhile: [WAITS, WAITS], afterwards: [LIVES, LIVES] },
  },
  'the provider is disabled': {
    ...{ lower: provider({ enabled: false }), raise: provider({ enabled: true }), told: true },
    ...{ meanwhile: [WAITS, WAITS], afterwards: [LIVES, LIVES] },
  },
  'the provider serves the application no longer': {
    lower: application({ identity_providers: [] }),
    raise: (world) => application({ identity_providers: [world.provider.identifier] })(world),
    ...{ meanwhile: [WAITS, WAITS], afterwards: [LIVES, LIVES], told: true },
  },
  'the provider is deleted': {
    lower: async (world) => {
      await application({ identity_providers: [] })(world);
      const parameters = { identifier: world.provider.identifier };
      await server.admin.call('deleteIdentityProvider', { parameters });
    },
    raise: async (world) => {
      const { identifier, scripts } = world.provider;
      await server.given.provider({ identifier, scripts });
      await application({ identity_providers: [identifier] })(world);
    },
    ...{ meanwhile: [ENDED, ENDED], afterwards: [ENDED, ENDED], told: true },
  },
  'the installation is disabled': {
    ...{ lower: installation(false), raise: installation(true), told: true },
    ...{ meanwhile: [WAITS, WAITS], afterwards: [{ access: false, refresh: true }, { access: false, refresh: true }] }, // prettier-ignore
  },
  'the installation is deleted': {
    lower: (world) => server.admin.call('deleteAppInstallation', { parameters: { client_id: world.app.clientId } }),
    ...{ meanwhile: [ENDED, ENDED], afterwards: [ENDED, ENDED], told: true },
  },
  'access tokens live shorter': {
    ...{ lower: application({ access_token_validity: 30 }), told: false },
    ...{ meanwhile: [LIVES, LIVES], afterwards: [LIVES, LIVES] },
  },
  'none of the scopes is allowed': {
    lower: application({ default_scopes: ['write'], additional_scopes: [] }),
    raise: application({ default_scopes: ['profile'], additional_scopes: ['openid', 'read'] }),
    ...{ meanwhile: [RUNS_OUT, RUNS_OUT], afterwards: [LIVES, LIVES], told: false },
  },
  'refresh tokens are switched off': {
    ...{ lower: switched({ refresh_tokens: false }), raise: switched({ refresh_tokens: true }), told: false },
    ...{ meanwhile: [RUNS_OUT, LIVES], afterwards: [LIVES, LIVES] },
  },
  'stateless authentication is switched off': {
    lower: switched({ stateless_authentication: false }),
    raise: switched({ stateless_authentication: true }),
    ...{ meanwhile: [LIVES, ENDED], afterwards: [LIVES, ENDED], told: true },
  },
  'stateless sessions are switched off': {
    ...{ lower: switched({ stateless_session: false }), raise: switched({ stateless_session: true }), told: true },
    ...{ meanwhile: [LIVES, ENDED], afterwards: [LIVES, ENDED] },
  },
};

describe('Tokens that are out', () => {
  it.each(Object.keys(ROWS))('stand as the table in docs/security.md says where %s', async (name) => {
    const { lower, meanwhile, raise, afterwards, told } = ROWS[name]!;
    const world = await sessionWorld(server, { switches: { refresh_tokens: true } });
    const held = [await world.register({ grant_type: undefined }), await world.register()];
    const standings = async () => {
      const found: Standing[] = [];
      for (const one of held) {
        const { active: access } = await world.resourceServer.introspect(one.access_token);
        const { status, body } = await refreshOf(server, world.app, one.refresh_token);
        if (status === 200) one.refresh_token = body.refresh_token!;
        found.push({ access, refresh: status === 200 });
      }
      return found;
    };
    const stream = await EndedStream.open(server.url, await server.given.resourceServer());
    await stream.next();
    await lower(world);
    const news = told ? await stream.news() : await stream.next();
    expect(news!.all || news!.ended.length > 0).toBe(told);
    stream.close();
    expect(await standings()).toEqual(meanwhile);
    await raise?.(world);
    expect(await standings()).toEqual(afterwards);
  });

  it('keep the scopes that they were given; the next one has fewer', async () => {
    const world = await sessionWorld(server);
    const held = await world.register();
    await application({ default_scopes: ['profile'], additional_scopes: ['openid'] })(world);
    expect(await world.resourceServer.introspect(held.access_token)).toMatchObject({ scope: 'openid profile read' });
    const next = (await refreshOf(server, world.app, held.refresh_token)).body;
    expect(await world.resourceServer.introspect(next.access_token)).toMatchObject({ scope: 'openid profile' });
  });
});

describe('The tokens of a client that gives up refresh tokens', () => {
  it('end with them for good, whoever takes the grant type from it', async () => {
    await server.given.provider({ scripts: { complete: WHO }, default: true });
    const registrar = new Registrar(server);
    const metadata = {
      redirect_uris: ['https://rp.example.com/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
    };
    const information = await registrar.client(metadata);
    const { client_id: clientId, client_secret: secret = '' } = information;
    const client = new RelyingParty(server.url, clientId, metadata.redirect_uris[0]!, basic(clientId, secret));
    const resourceServer = await server.given.resourceServer();
    const given = (await client.exchange(await signIn(server, client, 'anna', { scope: 'openid offline_access' })))
      .body;
    const change = async (grant_types: string[]) => {
      const body = { client_id: clientId, ...metadata, grant_types };
      expect((await registrar.change(information, body, MASTER_TOKEN)).status).toBe(200);
    };
    await change(['authorization_code']);
    expect(await resourceServer.introspect(given.access_token)).toEqual({ active: false });
    await change(metadata.grant_types);
    const form = { grant_type: 'refresh_token', refresh_token: given.refresh_token! };
    expect((await tokenOf(server.url, client.proof, form)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('end with them where an administrator takes it from a web client', async () => {
    const scheme = await server.given.provider({ scripts: { complete: WHO } });
    const { client } = await clientOfWeb(server, { provider: scheme });
    const resourceServer = await server.given.resourceServer();
    const given = (await client.exchange(await signIn(server, client, 'anna'))).body;
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    await server.admin.call('updateWebClient', { parameters, body: { grant_types: ['authorization_code'] }, ifMatch: etag }); // prettier-ignore
    expect(await resourceServer.introspect(given.access_token)).toEqual({ active: false });
  });
});
