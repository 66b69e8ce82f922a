import {
  type Application,
  IMPLICIT_AUTHENTICATION_GRANT,
  type IdentityProvider,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type Exchange, type MobileApp, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { MobileWorld } from '../support/mobile-world.js';
import type { RelyingParty } from '../support/relying-party.js';
import type { ResourceServer } from '../support/resource-server.js';
import { changeApplication } from '../support/session-world.js';
import { signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

const REASON = 'a build server was broken into';
const PERSON = `function execute() { return { status: 2000, user: { id: 'jane' } }; }`;

let server: AuthServer;
let resourceServer: ResourceServer;
/** URL of another process on the same database. */
let beside: string;
beforeAll(async () => {
  server = await AuthServer.start();
  resourceServer = await server.given.resourceServer();
  beside = await server.startBeside();
});
afterAll(() => server.close());

const oneStep = () => server.given.provider({ scripts: { complete: PERSON } });

const application = (providers: IdentityProvider[]) =>
  server.given.mobileApplication(providers[0]!, {
    identity_providers: providers.map(({ identifier }) => identifier),
    user_authentication: { stateless_authentication: true, refresh_tokens: true, implicit_authentication: true },
  });

/** The tokens of an installation after one registration with a profile and one without. */
class Holdings {
  private constructor(
    readonly app: MobileApp,
    private readonly accessTokens: string[],
    private readonly refreshToken: string,
  ) {}

  static async of(app: MobileApp, provider: IdentityProvider, profile = 'AAAAAA'): Promise<Holdings> {
    const register = async (request: object) =>
      (await app.complete(provider.identifier, { profile_id: profile, ...request })).body.oauth_token!;
    const remembered = await register({});
    const passing = await register({ grant_type: STATELESS_AUTHENTICATION_GRANT });
    return new Holdings(app, [remembered.access_token, passing.access_token], remembered.refresh_token!);
  }

  private async ask(form: Record<string, string>): Promise<Exchange> {
    return tokenOf(server.url, await signed(this.app.key, this.app.clientId, server.issuer, server.clock.now()), form);
  }

  async expectEnded(): Promise<void> {
    for (const token of this.accessTokens) {
      expect(await resourceServer.introspect(token)).toEqual({ active: false });
      const headers = { authorization: resourceServer.basic };
      const elsewhere = await send('POST', beside + PATHS.introspectV2, { headers, form: { token } });
      expect(elsewhere.body).toEqual({ active: false });
    }
    expectRefusal(
      await this.ask({ grant_type: 'refresh_token', refresh_token: this.refreshToken }),
      400,
      'invalid_grant',
    );
    expectRefusal(
      await this.ask({ grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' }),
      400,
      'invalid_grant',
    );
  }

  async expectSpared(): Promise<void> {
    for (const token of this.accessTokens) expect((await resourceServer.introspect(token)).active).toBe(true);
    expect((await this.ask({ grant_type: 'refresh_token', refresh_token: this.refreshToken })).status).toBe(200);
  }
}

const endOf = {
  application: ({ identifier }: Application) =>
    server.admin.call('endApplicationTokens', { parameters: { identifier }, body: { reason: REASON } }),
  provider: ({ identifier }: IdentityProvider) =>
    server.admin.call('endIdentityProviderTokens', { parameters: { identifier }, body: { reason: REASON } }),
};

/** A person who has identified themselves in a browser but has not consented yet. */
async function beforeConsent(client: RelyingParty) {
  const first = await new Browser(server.url).open(client.request());
  return first.send('answer', { data: 'anna' });
}

describe('The tokens of an application', () => {
  it('end at once and in every process, with profile and without, and those of other applications do not', async () => {
    const provider = await oneStep();
    const [leaked, spared] = [await application([provider]), await application([provider])];
    const ended = await Holdings.of(await server.given.appInstance(leaked), provider);
    const others = await Holdings.of(await server.given.appInstance(spared), provider);
    expect(await endOf.application(leaked)).toEqual({ access_tokens: 2, refresh_tokens: 1, codes: 0, transactions: 0 });
    await ended.expectEnded();
    await others.expectSpared();
  });

  it('may be had anew: nothing is switched off, and the profile is still there', async () => {
    const provider = await oneStep();
    const leaked = await application([provider]);
    const { app } = await Holdings.of(await server.given.appInstance(leaked), provider);
    await endOf.application(leaked);
    await (await Holdings.of(app, provider)).expectSpared();
    const { profiles } = await server.admin.call('readUser', { parameters: { id: 'jane' } });
    expect(profiles.filter(({ client_id }) => client_id === app.clientId)).toHaveLength(1);
  });

  it('end with its codes, agreed to or not, and with the registrations that are under way', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client, application: leaked } = await clientOfWeb(server, { provider });
    const { client: other } = await clientOfWeb(server, { provider });
    const [lost, kept] = [await signIn(server, client, 'anna'), await signIn(server, other, 'anna')];
    const consent = await beforeConsent(client);
    expect(await endOf.application(leaked)).toMatchObject({ access_tokens: 0, codes: 2 });
    expectRefusal(await client.exchange(lost), 400, 'invalid_grant');
    expect((await other.exchange(kept)).status).toBe(200);
    expect((await consent.send('consent')).status).toBe(400);

    const scheme = await server.given.twoStepProvider();
    const mobile = await application([scheme]);
    const app = await server.given.appInstance(mobile);
    const { transaction_id } = (await app.init(scheme.identifier, {})).body;
    expect(await endOf.application(mobile)).toMatchObject({ transactions: 1 });
    const reply = await app.complete(scheme.identifier, { profile_id: 'AAAAAA', transaction_id, data: 'right' });
    expectRefusal(reply, 400, 'invalid_transaction');
  });

  it('end with the questions that nobody has answered, and leave the devices', async () => {
    const world = await MobileWorld.create(server);
    const person = await world.enrolledPerson();
    const { transaction_id } = await world.portal.ask({ user_id: person.userId, message: 'Is it you?' });
    expect(await endOf.application(world.application)).toMatchObject({ access_tokens: 1, transactions: 1 });
    expect((await world.portal.get(PATHS.authenticationResult(transaction_id))).status).toBe(404);
    expect((await person.device.pending()).status).toBe(401);
    expect((await world.portal.enabled(person.userId)).enabled).toHaveLength(1);
  });

  it('are ended for good by an event that says why and how many', async () => {
    const provider = await oneStep();
    const leaked = await application([provider]);
    await Holdings.of(await server.given.appInstance(leaked), provider);
    const counts = await endOf.application(leaked);
    const { items } = await server.admin.call('listEvents', { query: { name: 'ADMIN_TOKENS_ENDED', limit: '1' } });
    expect(items[0]).toMatchObject({
      application: leaked.identifier,
      admin: 'admin@example.com',
      details: { reason: REASON, ...counts },
    });
  });

  it('end for whoever exchanges a refresh token or a code at that moment', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client, application: leaked } = await clientOfWeb(server, { provider });
    const codes = await Promise.all(Array.from({ length: 8 }, () => signIn(server, client, 'anna')));
    const first = (await client.exchange(codes.pop()!)).body.refresh_token!;
    const form = { grant_type: 'refresh_token', refresh_token: first };
    const [, ...replies] = await Promise.all([
      endOf.application(leaked),
      ...codes.map((code) => client.exchange(code)),
      tokenOf(server.url, client.proof, form),
    ]);
    for (const { status, body } of replies) {
      if (status === 200) expect(await resourceServer.introspect(body.access_token)).toEqual({ active: false });
      // Or it was already judged, and what it was judged by ended before the new token was stored.
      else expect(['invalid_grant', 'temporarily_unavailable']).toContain((body as { error?: string }).error);
    }
  });
});

describe('The tokens of an identity provider', () => {
  it('end in all applications, with profile and without, and those of other providers do not', async () => {
    const [leaked, sound] = [await oneStep(), await oneStep()];
    const [one, another] = [await application([leaked, sound]), await application([leaked])];
    const app = await server.given.appInstance(one);
    const ended = [await Holdings.of(app, leaked), await Holdings.of(await server.given.appInstance(another), leaked)];
    const spared = await Holdings.of(app, sound, 'BBBBBB');
    expect(await endOf.provider(leaked)).toEqual({ access_tokens: 4, refresh_tokens: 2, codes: 0, transactions: 0 });
    for (const holdings of ended) await holdings.expectEnded();
    await spared.expectSpared();
    const { items } = await server.admin.call('listEvents', { query: { name: 'ADMIN_TOKENS_ENDED', limit: '1' } });
    expect(items[0]).toMatchObject({ identity_provider: leaked.identifier, details: { reason: REASON } });
  });

  it('end where they were refreshed or implicit, and with the codes', async () => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client } = await clientOfWeb(server, { provider });
    const { body } = await client.exchange(await signIn(server, client, 'anna'));
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token! };
    const refreshed = (await tokenOf(server.url, client.proof, form)).body;
    const code = await signIn(server, client, 'anna');
    expect(await endOf.provider(provider)).toMatchObject({ access_tokens: 2, refresh_tokens: 1, codes: 1 });
    expect(await resourceServer.introspect(refreshed.access_token)).toEqual({ active: false });
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
  });
});

describe('The end of all tokens', () => {
  it.each(['endApplicationTokens', 'endIdentityProviderTokens'] as const)(
    'needs a reason, and somebody whose tokens they are: %s',
    async (name) => {
      const parameters = { identifier: 'nobody' };
      expectRefusal(await server.admin.request(name, { parameters, body: {} }), 400, 'invalid_request');
      expectRefusal(await server.admin.request(name, { parameters, body: { reason: REASON } }), 404, 'not_found');
    },
  );
});

describe('A login page that is open', () => {
  it.each<[string, (application: Application, provider: IdentityProvider) => Promise<unknown>]>([
    ['all tokens of its application are ended', (portal) => endOf.application(portal)],
    ['all tokens of its provider are ended', (_, provider) => endOf.provider(provider)],
    [
      'its provider is another of the same name',
      async (portal, { identifier }) => {
        await changeApplication(server, portal, { identity_providers: [] });
        await server.admin.call('deleteIdentityProvider', { parameters: { identifier } });
        await server.given.provider({ identifier, scripts: { complete: OBEDIENT_SCRIPT } });
        await changeApplication(server, portal, { identity_providers: [identifier] });
      },
    ],
  ])('leads to no token once %s, however far the person got', async (_, end) => {
    const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
    const { client, application: portal } = await clientOfWeb(server, { provider });
    const asked = await new Browser(server.url).open(client.request());
    const identified = await beforeConsent(client);
    await end(portal, provider);
    for (const page of [await asked.send('answer', { data: 'anna' }), await identified.send('consent')]) {
      expect([page.status, page.location]).toEqual([400, undefined]);
      expect(page.html).toContain('This step was taken before, or cannot be taken any more.');
    }
    // Whoever begins again gets on.
    expect((await client.exchange(await signIn(server, client, 'anna'))).status).toBe(200);
  });
});
