import { randomBytes, randomUUID } from 'node:crypto';
import { type Basis, type Client, basisOfStep } from '@passant/protocol';
import { aProvider, anApplication, anInstance } from '@passant/protocol/testing';
import type { Store } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, anAccessToken } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
});
afterAll(() => instances.close());

/** A client, its application, a provider that serves it, and an API that it may name, all of their own. */
async function aWorld() {
  const { store } = database;
  const provider = aProvider({ identifier: `scheme-${randomUUID()}` });
  const application = anApplication({ identifier: `app-${randomUUID()}`, identityProviders: [provider.identifier] });
  const client = anInstance({ clientId: `client-${randomUUID()}`, application: application.identifier });
  const api = anInstance({
    clientId: `api-${randomUUID()}`,
    kind: 'api',
    application: null,
    resources: ['urn:orders'],
  });
  await store.clients.insert(api);
  await store.identityProviders.insert(provider);
  await store.applications.insert(application);
  await store.clients.insert(client);
  return { provider, application, client, api, clientDocuments: await store.clientDocuments.policy() };
}
type World = Awaited<ReturnType<typeof aWorld>>;

/** What rests on everything that a basis can name. */
const wholeBasis = ({ api, clientDocuments, ...world }: World): Basis => ({
  ...basisOfStep(world),
  resourceServers: [api],
  clientDocuments,
});

const person = ({ provider, client }: World, id: string) => ({
  ...{ id, clientId: client.clientId, profileKey: id, profileId: id, identityProvider: provider.identifier },
  ...{ userId: id, scopes: ['profile'], userDetails: {}, amr: [], claimsByScope: false, createdAt: NOW },
});

const tokenOf = ({ client, application, provider }: World) =>
  anAccessToken({
    ...{ clientId: client.clientId, application: application.identifier, identityProvider: provider.identifier },
  });

/** Every statement that stores something issued. Each says whether it stored it. */
const WAYS: Record<string, (store: Store, world: World, basis: Basis) => Promise<boolean>> = {
  'a token without a profile': async (store, world, basis) =>
    (await store.completions.record({ basis, accessToken: tokenOf(world) })) === 'recorded',
  'a profile with its token': async (store, world, basis) => {
    const profile = person(world, randomUUID());
    const accessToken = { ...tokenOf(world), profile: profile.id };
    return (await store.completions.record({ basis, accessToken, profile })) === 'recorded';
  },
  'a session with its token': async (store, world, basis) => {
    const [family, { clientId }] = [randomUUID(), world.client];
    const session = {
      ...{ tokenHash: randomBytes(32), family, clientId, scopes: ['profile'], resources: [], authenticatedAt: NOW },
      ...{ issuedAt: NOW, expiresAt: NOW + 900, identityProvider: world.provider.identifier, sealed: randomBytes(8) },
    };
    const accessToken = { ...tokenOf(world), family };
    return (await store.completions.record({ basis, accessToken, session })) === 'recorded';
  },
  'a token of the client itself': async (store, world, basis) =>
    (await store.accessTokens.insert(tokenOf(world), basis)) === 'recorded',
  'a token on a registration': async (store, world, basis) => {
    const profile = person(world, randomUUID());
    const { dataSource } = database;
    // Both wait for a provider that is being deleted, and leave nothing of one that is gone.
    await dataSource.query(
      `INSERT INTO profile (id, client_id, profile_key, profile_id, identity_provider, user_id, scopes, amr,
                            claims_by_scope, created_at)
       SELECT $1::uuid, client_id, $5, $5, identifier, $5, '{}', '{}', false, $4
         FROM client, identity_provider WHERE client_id = $2 AND identifier = $3 FOR SHARE`,
      [profile.id, profile.clientId, profile.identityProvider, NOW, profile.id],
    );
    await dataSource.query(
      `INSERT INTO refresh_token (token_hash, family, profile, client_id, scopes, resources, authenticated_at, issued_at,
                                  expires_at)
       SELECT $1, gen_random_uuid(), id, client_id, '{}', '{}', $3, $3, $4 FROM profile WHERE id = $2 FOR SHARE`,
      [randomBytes(32), profile.id, NOW, NOW + 900],
    );
    const token = { ...tokenOf(world), profile: profile.id };
    return (await store.accessTokens.insertOnRegistration(token, basis)) === 'recorded';
  },
  'a transaction': (store, { provider, client: { clientId } }, basis) =>
    store.registrationTransactions.insert(
      {
        ...{ idHash: randomBytes(32), identityProvider: provider.identifier, clientId, sealedData: null },
        ...{ scriptVersion: 1, attempts: 0, expiresAt: NOW + 300 },
      },
      basis,
    ),
  'a code': async (store, { provider, client: { clientId } }, basis) =>
    (await store.authorizationCodes.insert({
      ...{ basis, codeHash: randomBytes(32), clientId, redirectUri: 'https://rp.example.com/callback', nonce: null },
      ...{ codeChallenge: 'challenge', scopes: ['openid'], resources: [], identityProvider: provider.identifier },
      ...{
        authenticatedAt: NOW,
        person: null,
        stateless: false,
        sessionEndsAt: null,
        sealed: randomBytes(8),
        expiresAt: NOW + 600,
      },
    })) === 'recorded',
};

const CHANGES: Record<string, (store: Store, world: World) => Promise<unknown>> = {
  'the key of the client is another': (store, { client }) =>
    store.clients.replace({ ...client, jwksUri: 'https://rp.example.com/keys', revision: 2 }, 1),
  'the client is disabled': (store, { client }) => store.clients.setEnabled(client.clientId, 'instance', false),
  'the client is deleted': (store, { client }) => store.clients.delete(client.clientId, 'instance'),
  'the application has less scopes': (store, { application }) =>
    store.applications.replace({ ...application, defaultScopes: [], revision: 2 }, 1),
  'all tokens of the application are ended': (store, { application: { identifier } }) =>
    store.tokenEnding.renewIssuance({ application: identifier }),
  'the provider is disabled': (store, { provider }) =>
    store.identityProviders.replace({ ...provider, enabled: false, revision: 2 }, 1),
  'all tokens of the provider are ended': (store, { provider: { identifier } }) =>
    store.tokenEnding.renewIssuance({ identityProvider: identifier }),
  'the provider is deleted': async (store, { application, provider: { identifier } }) => {
    await store.applications.replace({ ...application, identityProviders: [], revision: 2 }, 1);
    return store.transaction((inside) => inside.identityProviders.delete(identifier));
  },
  'the client is another of its identifier': async (store, { client }) => {
    await store.clients.delete(client.clientId, 'instance');
    return store.clients.insert({ ...client, incarnation: randomUUID() } satisfies Client);
  },
};

/** The same for what a basis does not always name. */
const MORE_CHANGES: typeof CHANGES = {
  'an API has another identifier': (store, { api }) =>
    store.clients.replace({ ...api, resources: ['urn:other'], revision: 2 }, 1),
  'an API client sees another application': (store, { api }) =>
    store.clients.replace({ ...api, visibleApplications: ['another'], revision: 2 }, 1),
  'an API client is disabled': (store, { api }) => store.clients.setEnabled(api.clientId, 'api', false),
  'an API client is deleted': (store, { api }) => store.clients.delete(api.clientId, 'api'),
  'documents are taken from other domains': (store, { clientDocuments: { revision, domains } }) =>
    store.clientDocuments.replacePolicy({ enabled: true, domains: [...domains, 'example.com'] }, revision, NOW),
};

/** What nothing that is issued depends on. */
const UNJUDGED: typeof CHANGES = {
  'nothing but the name of the client': (store, { client }) =>
    store.clients.replace({ ...client, name: 'Another', metadata: { client_uri: 'urn:a' }, revision: 2 }, 1),
  'nothing but the name of the application': (store, { application }) =>
    store.applications.replace({ ...application, name: 'Another', updatedAt: NOW, revision: 2 }, 1),
  'the name and the scripts of the provider': (store, { provider }) =>
    store.identityProviders.replace({ ...provider, name: 'Another', scriptVersion: 2, revision: 2 }, 1),
  'nothing but the name of an API client': (store, { api }) =>
    store.clients.replace({ ...api, name: 'Another', revision: 2 }, 1),
  'the policy of documents, as it was': (store, { clientDocuments: { revision, enabled, domains } }) =>
    store.clientDocuments.replacePolicy({ enabled, domains }, revision, NOW + 1),
};

describe('What is issued', () => {
  it.each(Object.keys(WAYS))('is stored on a basis that holds, and not once it changed: %s', async (name) => {
    const store = WAYS[name]!;
    for (const [index, change] of [...Object.values(CHANGES), ...Object.values(MORE_CHANGES)].entries()) {
      const world = await aWorld();
      const bases = [wholeBasis(world), ...(index < Object.keys(CHANGES).length ? [basisOfStep(world)] : [])];
      for (const basis of bases) expect(await store(database.store, world, basis)).toBe(true);
      await change(database.store, world);
      for (const basis of bases) expect(await store(database.store, world, basis)).toBe(false);
    }
  });

  it.each(Object.keys(WAYS))('is stored although something was saved that it does not depend on: %s', async (name) => {
    const world = await aWorld();
    for (const change of Object.values(UNJUDGED)) expect(await change(database.store, world)).toBe(true);
    for (const basis of [wholeBasis(world), basisOfStep(world)]) {
      expect(await WAYS[name]!(database.store, world, basis)).toBe(true);
    }
  });

  it.each(Object.keys({ ...CHANGES, ...MORE_CHANGES }))(
    'waits for a change under way, and is not stored after it: %s',
    async (name) => {
      const elsewhere = instances.elsewhere;
      if (!elsewhere) return; // The embedded database has one session, so nothing is ever under way there.
      const world = await aWorld();
      const basis = wholeBasis(world);
      let waiting: Promise<boolean[]> | undefined;
      let isDone = false;
      await elsewhere.transaction(async (inside) => {
        // The provider is deleted in a transaction of its own anyway.
        if (name === 'the provider is deleted') {
          await inside.applications.replace({ ...world.application, identityProviders: [], revision: 2 }, 1);
          await inside.identityProviders.delete(world.provider.identifier);
        } else await { ...CHANGES, ...MORE_CHANGES }[name]!(inside, world);
        waiting = Promise.all(Object.values(WAYS).map((way) => way(database.store, world, basis)));
        void waiting.finally(() => (isDone = true));
        await elsewhere.configuration.version();
        expect(isDone).toBe(false);
      });
      expect(await waiting).toEqual(Object.values(WAYS).map(() => false));
    },
  );
});

describe('A provider that is deleted', () => {
  const linking = ({ application, provider }: World, store: Store) =>
    store.transaction(async (inside) => {
      const held = await inside.identityProviders.hold([provider.identifier]);
      if (held.length === 0) return 'refused';
      const changed = { ...application, identityProviders: held, revision: 2 };
      return (await inside.applications.replace(changed, 1)) ? 'linked' : 'outdated';
    });

  it('is not, or no application names it, whichever came first', async () => {
    for (let round = 0; round < 20; round += 1) {
      const world = await aWorld();
      const { store } = database;
      await store.applications.replace({ ...world.application, identityProviders: [] }, 1);
      const results = await instances.crowd<unknown>(2, (by, index) =>
        index === round % 2
          ? linking(world, by)
          : by.transaction((inside) => inside.identityProviders.delete(world.provider.identifier)),
      );
      expect([
        ['in_use', 'linked'],
        [{ registrations: 0 }, 'refused'],
      ]).toContainEqual([results[1 - (round % 2)], results[round % 2]]);
    }
  });

  it('leaves no token, whatever is issued at that moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const world = await aWorld();
      await database.store.applications.replace({ ...world.application, identityProviders: [] }, 1);
      const ways = [...Object.values(WAYS), ...Object.values(WAYS)];
      await instances.crowd<unknown>(ways.length + 1, (store, index) =>
        index === 6
          ? store.transaction((inside) => inside.identityProviders.delete(world.provider.identifier))
          : ways[index % ways.length]!(store, world, basisOfStep(world)),
      );
      const left = await database.dataSource.query(
        `SELECT 1 FROM access_token WHERE identity_provider = $1
          UNION ALL SELECT 1 FROM refresh_token WHERE identity_provider = $1
          UNION ALL SELECT 1 FROM profile WHERE identity_provider = $1
          UNION ALL SELECT 1 FROM authorization_code WHERE identity_provider = $1
          UNION ALL SELECT 1 FROM registration_transaction WHERE identity_provider = $1`,
        [world.provider.identifier],
      );
      expect(left).toEqual([]);
    }
  });
});
