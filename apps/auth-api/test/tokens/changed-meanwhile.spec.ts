import { randomUUID } from 'node:crypto';
import { DeviceKey } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { HookServer } from '../support/hook-server.js';
import { givenHook } from '../support/hooked-app.js';
import { type HeldWorld, ISSUANCES, type Issuance, applicationsOf, heldWorld } from '../support/held-requests.js';
import { MASTER_TOKEN, Registrar, repeated } from '../support/registrar.js';
import { changeApplication, changeProvider, refreshOf } from '../support/session-world.js';

/** What was begun before something was taken away or ended, and is answered afterwards; docs/security.md. */

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
});
afterAll(() => server.close());

/** Whether a request is refused, or what it gets: nothing with a refresh token, or one. */
type Outcome = 'refused' | 'given' | 'refreshable';
type Outcomes = Record<Issuance, Outcome>;

const ALL_REFUSED = Object.fromEntries(ISSUANCES.map((name) => [name, 'refused'])) as Outcomes;
const UNTOUCHED: Outcomes = {
  ...{ statelessRegistration: 'refreshable', registration: 'refreshable', statelessCode: 'refreshable' },
  ...{ code: 'refreshable', statelessRefresh: 'refreshable', refresh: 'refreshable', webRefresh: 'refreshable' },
  ...{ init: 'given', answer: 'given', implicit: 'given', clientCredentials: 'given' },
};
const MOBILE_REFUSED: Outcomes = { ...ALL_REFUSED, code: 'refreshable', webRefresh: 'refreshable', answer: 'given' };
/** What rests on no person whom the provider authenticated. */
const WITHOUT_PERSON = { init: 'given', clientCredentials: 'given' } as const;
const PERSONS_REFUSED: Outcomes = { ...ALL_REFUSED, ...WITHOUT_PERSON };

const both = (body: object) => async (world: HeldWorld) => {
  for (const application of applicationsOf(world)) await changeApplication(server, application, body);
};
const mobile = (body: object) => (world: HeldWorld) => changeApplication(server, world.application, body);
const switched = (switches: object) => mobile({ user_authentication: switches });

async function changeWebClient({ client }: HeldWorld, body: object): Promise<void> {
  const parameters = { client_id: client.clientId };
  const { etag } = await server.admin.call('readWebClient', { parameters });
  await server.admin.call('updateWebClient', { parameters, body, ifMatch: etag });
}

const clients = (enabled: boolean) => async (world: HeldWorld) => {
  const parameters = { client_id: world.app.clientId };
  await server.admin.call('updateAppInstallation', { parameters, body: { enabled } });
  await changeWebClient(world, { enabled });
};

const grants =
  (...more: string[]) =>
  async (world: HeldWorld) => {
    const { information } = world;
    const grant_types = ['authorization_code', 'urn:onewelcome:oauth2:grant_type:stateless_authentication', ...more];
    const body = { ...repeated(information), grant_types };
    const reply = await new Registrar(server).change(information, body, MASTER_TOKEN);
    expect([reply.status, reply.body]).toEqual([200, expect.anything()]);
    await changeWebClient(world, { grant_types: ['authorization_code', ...more] });
  };

const unlinked = async (world: HeldWorld) => both({ identity_providers: [world.challenge.identifier] })(world);
const linked = async (world: HeldWorld) =>
  both({ identity_providers: [world.provider.identifier, world.challenge.identifier] })(world);

const endedOf = {
  application: async (world: HeldWorld) => {
    for (const { identifier } of applicationsOf(world)) {
      await server.admin.call('endApplicationTokens', { parameters: { identifier }, body: { reason: 'a leak' } });
    }
  },
  provider: ({ provider: { identifier } }: HeldWorld) =>
    server.admin.call('endIdentityProviderTokens', { parameters: { identifier }, body: { reason: 'a leak' } }),
};

/** Saves all that nothing issued depends on. */
const saved = async (world: HeldWorld): Promise<void> => {
  const name = `Another name ${randomUUID()}`;
  await both({ name })(world);
  await changeProvider(server, world.provider, { name });
  await changeProvider(server, world.challenge, { name });
  await changeWebClient(world, { name });
};

interface Row {
  lower: (world: HeldWorld) => Promise<unknown>;
  /** Absent if nothing can bring back what was taken away. */
  raise?: (world: HeldWorld) => Promise<unknown>;
  expected: Outcomes;
}

const ROWS: Record<string, Row> = {
  'the client is disabled': { lower: clients(false), raise: clients(true), expected: ALL_REFUSED },
  'the client is deleted': {
    lower: async ({ app, client }) => {
      await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
      await server.admin.call('deleteWebClient', { parameters: { client_id: client.clientId } });
    },
    expected: ALL_REFUSED,
  },
  'the grant type refresh_token is taken from the client': {
    ...{ lower: grants(), raise: grants('refresh_token') },
    expected: {
      ...{ statelessRegistration: 'given', registration: 'given', statelessCode: 'given', code: 'given' },
      ...{ statelessRefresh: 'refused', refresh: 'refused', webRefresh: 'refused', implicit: 'refused' },
      ...{ init: 'given', answer: 'given', clientCredentials: 'refused' },
    },
  },
  'the application is disabled': {
    ...{ lower: both({ enabled: false }), raise: both({ enabled: true }), expected: ALL_REFUSED },
  },
  'the version is disabled': {
    lower: mobile({ versions: [{ platform: 'ios', version: '1.0', status: 'DISABLED' }] }),
    ...{ raise: mobile({ versions: [] }), expected: MOBILE_REFUSED },
  },
  'the provider is disabled': {
    lower: ({ provider }) => changeProvider(server, provider, { enabled: false }),
    raise: ({ provider }) => changeProvider(server, provider, { enabled: true }),
    expected: PERSONS_REFUSED,
  },
  'the provider serves the application no longer': { lower: unlinked, raise: linked, expected: PERSONS_REFUSED },
  'the provider is deleted': {
    lower: async (world) => {
      await unlinked(world);
      await server.admin.call('deleteIdentityProvider', { parameters: { identifier: world.provider.identifier } });
    },
    raise: async (world) => {
      await server.given.provider({ identifier: world.provider.identifier });
      await linked(world);
    },
    expected: PERSONS_REFUSED,
  },
  'the provider is deleted, and another takes its identifier': {
    lower: async (world) => {
      await unlinked(world);
      await server.admin.call('deleteIdentityProvider', { parameters: { identifier: world.provider.identifier } });
      await server.given.provider({ identifier: world.provider.identifier });
      await linked(world);
    },
    expected: PERSONS_REFUSED,
  },
  'stateless authentication is switched off': {
    ...{ lower: switched({ stateless_authentication: false }), raise: switched({ stateless_authentication: true }) },
    expected: { ...UNTOUCHED, statelessRegistration: 'refused', statelessCode: 'refused', statelessRefresh: 'refused' },
  },
  'stateless sessions are switched off': {
    ...{ lower: switched({ stateless_session: false }), raise: switched({ stateless_session: true }) },
    expected: { ...UNTOUCHED, statelessRegistration: 'given', statelessCode: 'given', statelessRefresh: 'refused' },
  },
  'stateless sessions are switched off and on again': {
    lower: async (world) => {
      await switched({ stateless_session: false })(world);
      await switched({ stateless_session: true })(world);
    },
    expected: { ...UNTOUCHED, statelessCode: 'given', statelessRefresh: 'refused' },
  },
  'refresh tokens are switched off': {
    lower: both({ user_authentication: { refresh_tokens: false } }),
    raise: both({ user_authentication: { refresh_tokens: true } }),
    expected: { ...UNTOUCHED, ...{ registration: 'given', code: 'given', refresh: 'refused', webRefresh: 'refused' } },
  },
  'implicit authentication is switched off': {
    lower: switched({ implicit_authentication: false }),
    raise: switched({ implicit_authentication: true }),
    expected: { ...UNTOUCHED, implicit: 'refused' },
  },
  'all tokens of the application are ended': { lower: endedOf.application, expected: ALL_REFUSED },
  'all tokens of the provider are ended': { lower: endedOf.provider, expected: PERSONS_REFUSED },
  'the keys and the secret of the client are replaced': {
    lower: async ({ information, client: { clientId } }) => {
      const { publicJwk } = await DeviceKey.generate();
      const body = { ...repeated(information), jwks: { keys: [publicJwk] } };
      const reply = await new Registrar(server).change(information, body, MASTER_TOKEN);
      expect([reply.status, reply.body]).toEqual([200, expect.anything()]);
      await server.admin.call('rotateWebClientSecret', { parameters: { client_id: clientId } });
    },
    // At a login page, no client proves anything.
    expected: { ...ALL_REFUSED, answer: 'given' },
  },
  'nothing is taken away, but much is saved': { lower: saved, expected: UNTOUCHED },
};

const changeApi = async ({ apiClient }: HeldWorld, body: object): Promise<void> => {
  const parameters = { client_id: apiClient };
  const { etag } = await server.admin.call('readApiClient', { parameters });
  await server.admin.call('updateApiClient', { parameters, body, ifMatch: etag });
};

const API_ROWS: Record<string, (world: HeldWorld) => Promise<unknown>> = {
  'its identifier is taken': (world) => changeApi(world, { resources: [] }),
  'it sees other applications': async (world) => {
    const { identifier } = await server.given.mobileApplication(world.provider);
    await changeApi(world, { applications: [identifier] });
  },
  'its client is disabled': (world) => changeApi(world, { enabled: false }),
  'its client is deleted': ({ apiClient }) =>
    server.admin.call('deleteApiClient', { parameters: { client_id: apiClient } }),
};

/** What gives a token of a person. */
const OF_PEOPLE = ISSUANCES.filter((name) => !['init', 'answer', 'clientCredentials'].includes(name));
/** Those at which the person agreed to scopes. The others are told all that the provider says. */
const BY_CONSENT: readonly Issuance[] = ['statelessCode', 'code', 'webRefresh'];

async function mapped(claims: string[]): Promise<void> {
  const parameters = { identifier: 'profile' };
  const { etag } = await server.admin.call('readScope', { parameters });
  await server.admin.call('updateScope', { parameters, body: { claims }, ifMatch: etag });
}

let silver: HookServer;
let gold: HookServer;
beforeAll(async () => {
  [silver, gold] = [await HookServer.start(), await HookServer.start()];
  silver.answers({ additionalClaims: { tier: 'silver' } });
  gold.answers({ additionalClaims: { tier: 'gold' } });
});
afterAll(() => Promise.all([silver.close(), gold.close()]));

const hooked = async (world: HeldWorld) => {
  const { id } = await givenHook(server, silver, { name: `Silver ${randomUUID()}` });
  await both({ access_token_web_hook: id })(world);
  return id;
};

interface Change {
  /** Absent if nothing is needed before. */
  begin?: (world: HeldWorld) => Promise<unknown>;
  change: (world: HeldWorld) => Promise<unknown>;
  /** What introspection says of each token afterwards. */
  sees: (issuance: Issuance) => object;
  /** Those that name by themselves what there is no longer, which is refused. */
  refuses?: readonly Issuance[];
  /** Whether it also holds for what was decided already, and not yet stored. */
  alsoAcross: boolean;
}

const CHANGES: Record<string, Change> = {
  'a scope is taken from the applications': {
    change: both({ default_scopes: ['profile'], additional_scopes: ['read'] }),
    sees: () => ({ scope: expect.stringMatching(/^profile( read)?$/) }),
    refuses: ['statelessRegistration', 'registration'],
    alsoAcross: true,
  },
  'a scope is added to the applications, which nobody agreed to': {
    change: both({ default_scopes: ['profile', 'write'] }),
    sees: () => ({ scope: expect.not.stringContaining('write') }),
    alsoAcross: true,
  },
  'the applications get a web hook': {
    ...{ change: hooked, alsoAcross: true },
    sees: () => ({ tier: 'silver' }),
  },
  'the web hook is taken from the applications': {
    ...{ begin: hooked, change: both({ access_token_web_hook: null }), alsoAcross: true },
    sees: () => ({ tier: undefined }),
  },
  'another web hook takes the place of theirs': {
    begin: hooked,
    change: async (world) => {
      const { id } = await givenHook(server, gold, { name: `Gold ${randomUUID()}` });
      await both({ access_token_web_hook: id })(world);
    },
    sees: () => ({ tier: 'gold' }),
    alsoAcross: true,
  },
  'a claim is mapped to a scope': {
    begin: () => mapped([]),
    change: () => mapped(['city']),
    sees: () => ({ city: 'Delft' }),
    alsoAcross: false,
  },
  'a claim is mapped to a scope no longer': {
    begin: () => mapped(['city']),
    change: () => mapped([]),
    sees: (issuance) => ({ city: BY_CONSENT.includes(issuance) ? undefined : 'Delft' }),
    alsoAcross: false,
  },
};
const TIMES = Object.entries(CHANGES).flatMap(([name, { alsoAcross }]) => [
  ['before it is asked for', name] as const,
  ...(alsoAcross ? [['before it is stored', name] as const] : []),
]);

describe('Whatever rests on what was given out before', () => {
  afterAll(() => mapped([]));

  it.each(TIMES)('holds what the settings say by then where, %s, %s', async (when, name) => {
    const { begin, change, sees, refuses = [] } = CHANGES[name]!;
    const world = await heldWorld(server);
    await begin?.(world);
    const answers = when === 'before it is stored' ? world.answersAcross : world.answersAfter;
    const replies = await answers(OF_PEOPLE, () => change(world));
    for (const issuance of OF_PEOPLE) {
      const { status, body } = replies[issuance]!;
      if (refuses.includes(issuance)) {
        expect([issuance, status, body]).toEqual([issuance, 400, expect.objectContaining({ error: 'invalid_scope' })]);
        continue;
      }
      expect([issuance, status]).toEqual([issuance, 200]);
      const said = await world.resourceServer.introspect(body.access_token);
      const flat = { ...said, ...(said.active ? (said.user_details as object) : {}) };
      expect([issuance, flat]).toEqual([issuance, expect.objectContaining({ active: true })]);
      for (const [member, value] of Object.entries(sees(issuance))) {
        expect([issuance, member, flat[member as keyof typeof flat]]).toEqual([issuance, member, value]);
      }
    }
  });
});

describe('Whatever was asked for before', () => {
  it.each(Object.keys(ROWS))('is given under what holds when it is stored: %s', async (name) => {
    const { lower, raise, expected } = ROWS[name]!;
    const world = await heldWorld(server);
    const replies = await world.answersAcross(ISSUANCES, () => lower(world));
    const outcomes = Object.entries(replies).map(([issuance, { status, body }]): [string, Outcome] => [
      issuance,
      status !== 200 ? 'refused' : body.refresh_token === undefined ? 'given' : 'refreshable',
    ]);
    expect(Object.fromEntries(outcomes)).toEqual(expected);
    for (const { status, body } of Object.values(replies)) {
      if (status !== 200) expect(body).not.toHaveProperty('access_token');
      else if (body.access_token)
        expect(await world.resourceServer.introspect(body.access_token)).toMatchObject({ active: true });
    }
    await raise?.(world);
    // What was refused left nothing behind that comes back.
    const given = Object.values(replies).filter(({ body }) => body.access_token).length;
    const [left] = await server.database.dataSource.query<{ tokens: number }[]>(
      'SELECT count(*)::int AS tokens FROM access_token WHERE client_id = ANY ($1) AND token_hash <> ALL ($2)',
      [[world.app.clientId, world.client.clientId], world.before],
    );
    expect(left).toEqual({ tokens: given });
  });

  it('is given at once, however often something is saved that it does not depend on', async () => {
    const world = await heldWorld(server);
    const replies = await world.answersAmid(ISSUANCES, () => saved(world));
    expect(Object.entries(replies).filter(([, { status }]) => status !== 200)).toEqual([]);
  });

  it.each(Object.keys(API_ROWS))('is for no API any more that it named: %s', async (name) => {
    const resource = `https://api-${randomUUID()}.example.com`;
    // Another API has an identifier, so that a client can still ask for one.
    await server.given.resourceServer({ resources: [`${resource}/other`] });
    const world = await heldWorld(server, resource);
    const replies = await world.answersAcross(ISSUANCES, () => API_ROWS[name]!(world));
    for (const [issuance, { status, body }] of Object.entries(replies)) {
      const isForNone = issuance === 'init' || issuance === 'answer';
      const expected = isForNone ? [200, {}] : [400, { error: 'invalid_target' }];
      expect([issuance, status, body]).toEqual([issuance, expected[0], expect.objectContaining(expected[1]!)]);
    }
  });

  it('says how long it lives under the duration of a session that was shortened meanwhile', async () => {
    await server.clock.standing(async () => {
      const world = await heldWorld(server);
      const ofSessions = ['statelessRegistration', 'statelessCode', 'statelessRefresh'] as const;
      const shorten = mobile({ stateless_session_duration: 100 });
      const replies = await world.answersAcross(ofSessions, () => shorten(world));
      for (const { body } of Object.values(replies)) {
        const { exp, iat } = await world.resourceServer.timesOf(body.access_token);
        expect([body.expires_in, exp - iat]).toEqual([100, 100]);
      }
      await mobile({ stateless_session_duration: 3000 })(world);
      for (const { body } of Object.values(replies)) {
        expect((await refreshOf(server, world.app, body.refresh_token)).body.expires_in).toBe(100);
      }
    });
  });
});
