import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ISSUER_PATH,
  type IdentityProvider,
  type IssuedToken,
  JWT_BEARER_ASSERTION_TYPE,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type Exchange, MobileApp, send } from '@passant/mobile-client';
import { BOUNCER, Bouncer, type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { decodeProtectedHeader } from 'jose';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN } from '../support/auth-server.js';
import { EndedStream, nameOf } from '../support/ended-tokens.js';
import { Given } from '../support/given.js';
import { WAYS as FORMS } from '../support/introspection-ways.js';
import { PUBLIC_URL, environmentOf, startMachine, until } from '../support/machine.js';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const CROWD = 60;

let directory: string;
let database: TestDatabase;
let bouncer: Bouncer | undefined;
/** Two machines: one with several processes on its port, one with a single process. */
let machines: ServerProcess[];
let urls: string[];
let given: Given;
let admin: AdminApi;

/** An assertion that is valid at whichever address the server is reached. */
async function proofOf(app: MobileApp): Promise<object> {
  const assertion = await app.key.assertion(app.clientId, PUBLIC_URL + ISSUER_PATH, Math.floor(Date.now() / 1000));
  return { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion };
}

type StepReply = Exchange<{ transaction_id?: string; oauth_token?: IssuedToken; error?: string }>;

function step(url: string, provider: string, name: 'init' | 'complete', json: object): Promise<StepReply> {
  return send('POST', url + PATHS.customRegistrationV2(provider, name), { json });
}

/** Does the same at every machine in turn, many times concurrently. */
function crowd<Result>(work: (url: string) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: CROWD }, (_, index) => work(urls[index % urls.length]!)));
}

/**
 * How the machines reach their shared database. What holds for several processes must hold with a pooler in between as
 * well; in short `pooler.spec` alone asks one.
 */
const WAYS = [
  'on one database',
  ...(BOUNCER && process.env.TEST_SHORT !== '1' ? ['behind a pooler that lends connections for a transaction'] : []),
];

/** Waits until every process knows the caller's application. Notifications do not get through a pooler. */
async function isKnown(ask: (url: string) => Promise<Exchange<{ error?: string }>>): Promise<void> {
  await until(async () => (await crowd(ask)).every(({ body }) => body.error !== 'invalid_client'));
}

/** Two installations of an application that registered with one token, each known to every process. */
async function registrationRun() {
  const provider = await given.provider();
  const { identifier } = await given.mobileApplication(provider);
  const body = { application: identifier, registrations: 2 };
  const run = await admin.call('createInitialAccessToken', { body });
  const install = () =>
    MobileApp.install({
      ...{ kind: 'mobile', platform: 'ios', version: '1.0', application: identifier, serverUrl: urls[0]! },
      initialAccessToken: run.initial_access_token,
    });
  const apps = [await install(), await install()];
  const resourceServer = await given.resourceServer();
  const headers = { authorization: resourceServer.basic };
  await isKnown((url) => send('POST', url + PATHS.introspectV2, { headers, form: { token: 'unknown' } }));
  for (const app of apps) await isKnown(async (url) => step(url, provider.identifier, 'init', await proofOf(app)));
  return { run: run.id, provider: provider.identifier, application: identifier, apps, resourceServer };
}
type RegistrationRun = Awaited<ReturnType<typeof registrationRun>>;

/** What ends many tokens at once. */
const ENDS: Record<string, (there: RegistrationRun) => Promise<unknown>> = {
  'all tokens of the application end': ({ application }) =>
    admin.call('endApplicationTokens', { parameters: { identifier: application }, body: { reason: 'it leaked' } }),
  'all tokens of the provider end': ({ provider }) =>
    admin.call('endIdentityProviderTokens', { parameters: { identifier: provider }, body: { reason: 'it leaked' } }),
  'the clients of a registration run are deleted with its token': ({ run }) =>
    admin.call('revokeInitialAccessToken', { parameters: { id: run }, query: { with_clients: 'true' } }),
  'the clients of a filter are deleted': ({ application }) =>
    admin.call('deleteRegisteredClients', { body: { filter: { application }, expected_count: 2 } }),
  'the clients are switched off': async ({ apps }) => {
    for (const { clientId } of apps)
      await admin.call('updateAppInstallation', { parameters: { client_id: clientId }, body: { enabled: false } });
  },
};

/** A world that every process knows. */
async function statelessWorld(provider?: IdentityProvider): ReturnType<Given['statelessWorld']> {
  const world = await given.statelessWorld(provider);
  await isKnown(async (url) => step(url, world.provider.identifier, 'init', await proofOf(world.app)));
  return world;
}

describe.each(WAYS)('Several processes %s', (way) => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'passant-workers-'));
    database = await testDatabase();
    bouncer = way === WAYS[0] ? undefined : await Bouncer.to(database.url!, 'transaction');
    const environment = environmentOf(directory, database);
    if (bouncer) environment.DATABASE_URL = bouncer.url;
    const started = [await startMachine(environment, 2), await startMachine(environment, 1)];
    machines = started.map(({ machine }) => machine);
    urls = started.map(({ url }) => url);
    admin = await AdminApi.signIn(urls[0]!, ADMIN);
    given = new Given(urls[0]!, admin, () => Math.floor(Date.now() / 1000));
  });
  afterAll(async () => {
    for (const machine of machines) await killProcess(machine);
    await bouncer?.close();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  describe('What may happen once', () => {
    it('an initial access token registers as many as it is good for, wherever it is spent', async () => {
      const { application } = await statelessWorld();
      const token = await given.initialAccessToken(application, { registrations: 3 });
      const headers = { authorization: `Bearer ${token}` };
      const json = {
        token_endpoint_auth_method: 'client_secret_basic',
        software_version: '1.0',
        app_platform: 'ios',
      };
      const replies = await crowd((url) => send<{ error?: string }>('POST', url + PATHS.clients, { headers, json }));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
      const refused = replies.filter(({ status }) => status !== 201);
      expect(refused.map(({ status, body }) => [status, body.error])).toEqual(
        Array(CROWD - 3).fill([401, 'invalid_token']),
      );
    });

    it('an assertion is taken once, wherever it is presented', async () => {
      const { app, provider } = await statelessWorld();
      const proof = await proofOf(app);
      const replies = await crowd((url) => step(url, provider.identifier, 'complete', { ...proof, ...STATELESS }));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      const refused = replies.filter(({ status }) => status !== 200);
      expect(refused.map(({ body }) => body.error)).toEqual(Array(CROWD - 1).fill('invalid_client'));
    });

    it('a transaction gives one token, wherever it is completed', async () => {
      const { app, provider } = await statelessWorld(await given.twoStepProvider());
      const opened = await step(urls[1]!, provider.identifier, 'init', await proofOf(app));
      const { transaction_id } = opened.body;
      const proofs = await Promise.all(Array.from({ length: CROWD }, () => proofOf(app)));
      const replies = await crowd((url) =>
        step(url, provider.identifier, 'complete', { ...proofs.pop()!, ...STATELESS, transaction_id, data: 'right' }),
      );
      expect(replies.filter(({ body }) => body.oauth_token !== undefined)).toHaveLength(1);
      expect(replies.filter(({ body }) => body.error === 'invalid_transaction')).toHaveLength(CROWD - 1);
    });

    describe('a refresh token', () => {
      /**
       * Exchanges one refresh token concurrently, of an application with this grace period. Also returns a function
       * that exchanges another one.
       */
      async function exchangeTogether(grace: number) {
        const provider = await given.provider();
        const application = await given.mobileApplication(provider, {
          user_authentication: { refresh_tokens: true },
          refresh_token_grace: grace,
        });
        const app = await given.basicApp(application);
        const headers = { authorization: app.basic };
        const probe = await given.appInstance(application);
        await isKnown(async (url) => step(url, provider.identifier, 'init', await proofOf(probe)));
        const { body } = await app.step(provider.identifier, 'complete', { profile_id: '123EXI' });
        const exchange = (url: string, token: string) =>
          send<{ error?: string; refresh_token?: string }>('POST', url + PATHS.token, {
            headers,
            form: { grant_type: 'refresh_token', refresh_token: token },
          });
        return { replies: await crowd((url) => exchange(url, body.oauth_token!.refresh_token!)), exchange };
      }

      it('is exchanged once, wherever it is used, where it may not come again', async () => {
        const { replies } = await exchangeTogether(0);
        expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
        const refused = replies.filter(({ status }) => status !== 200);
        expect(refused.map((reply) => reply.body.error)).toEqual(Array(CROWD - 1).fill('invalid_grant'));
      });

      it('has one successor that lives, wherever it was used, where it may come again', async () => {
        const { replies, exchange } = await exchangeTogether(120);
        expect(replies.filter(({ status }) => status !== 200).map(({ body }) => body)).toEqual([]);
        const used: number[] = [];
        for (const [index, { body }] of replies.entries()) {
          used.push((await exchange(urls[index % urls.length]!, body.refresh_token!)).status);
        }
        expect(used.filter((status) => status === 200)).toHaveLength(1);
      });
    });
  });

  it('know a token that any of them gave, and forget it together', async () => {
    const { app, provider, resourceServer } = await statelessWorld();
    const registered = await step(urls[1]!, provider.identifier, 'complete', {
      ...(await proofOf(app)),
      ...STATELESS,
    });
    const token = registered.body.oauth_token!.access_token;
    const ask = (url: string) =>
      send<{ active: boolean }>('POST', url + PATHS.introspectV2, {
        headers: { authorization: resourceServer.basic },
        form: { token },
      });
    expect((await crowd(ask)).map(({ body }) => body.active)).toEqual(Array(CROWD).fill(true));
    await admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    expect((await crowd(ask)).map(({ body }) => body.active)).toEqual(Array(CROWD).fill(false));
  });

  /** What each of them says about each of the tokens, in every form. */
  const answersAbout = async (tokens: string[], caller: RegistrationRun['resourceServer']) => {
    const answers: { active: boolean }[] = [];
    // Each machine several times, so that every process on its port is asked; one after another, so that nobody is
    // refused because there is too much to do.
    for (const url of [...urls, ...urls, ...urls]) {
      const asked = Object.values(FORMS).flatMap((ask) => tokens.map((token) => ask(url, caller, token)));
      answers.push(...((await Promise.all(asked)) as { active: boolean }[]));
    }
    return answers;
  };

  const tokensOf = async ({ apps, provider }: RegistrationRun) => {
    const tokens: string[] = [];
    for (const app of apps)
      for (const url of urls) {
        const json = { ...(await proofOf(app)), ...STATELESS };
        tokens.push((await step(url, provider, 'complete', json)).body.oauth_token!.access_token);
      }
    return tokens;
  };

  it.each(Object.keys(ENDS))('forget all tokens at once, in every form of the answer, when %s', async (end) => {
    const there = await registrationRun();
    const tokens = await tokensOf(there);
    const before = await answersAbout(tokens, there.resourceServer);
    expect(before.filter(({ active }) => !active)).toEqual([]);
    await ENDS[end]!(there);
    const after = await answersAbout(tokens, there.resourceServer);
    expect(after).toEqual(before.map(() => ({ active: false })));
  });

  it('forget all tokens of an application that is switched off, as soon as each has heard of it', async () => {
    const there = await registrationRun();
    const tokens = await tokensOf(there);
    const parameters = { identifier: there.application };
    await admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: '*' });
    await until(async () =>
      (await answersAbout(tokens, there.resourceServer)).every(
        ({ active, ...more }) => !active && Object.keys(more).length === 0,
      ),
    );
  });

  it('tell of a token that ended at any of them, whichever one listens to, and whichever one comes back to', async () => {
    const { app, provider, resourceServer } = await statelessWorld();
    const headers = { authorization: resourceServer.basic };
    await isKnown((url) => send('POST', url + PATHS.introspectV2, { headers, form: { token: 'unknown' } }));
    const register = async () => {
      const json = { ...(await proofOf(app)), ...STATELESS };
      return (await step(urls[0]!, provider.identifier, 'complete', json)).body.oauth_token!.access_token;
    };
    const [first, second] = [await register(), await register()];
    const end = async (token: string) =>
      send('POST', urls[0]! + PATHS.revoke, { form: { ...(await proofOf(app)), token } });
    const streams = await Promise.all(
      Array.from({ length: 8 }, (_, index) => EndedStream.open(urls[index % 2]!, resourceServer)),
    );
    const positions = await Promise.all(streams.map(async (stream) => (await stream.next())!.position));
    await end(first);
    expect(await Promise.all(streams.map(async (stream) => (await stream.news())!.ended))).toEqual(
      streams.map(() => [nameOf(first)]),
    );
    for (const stream of streams) stream.close();
    await end(second);
    for (const [index, position] of positions.entries()) {
      const stream = await EndedStream.open(urls[(index + 1) % 2]!, resourceServer, position);
      expect((await stream.news())!.ended).toEqual(expect.arrayContaining([nameOf(first), nameOf(second)]));
      stream.close();
    }
  });

  it('count together: it does not matter which of them is asked', async () => {
    const { resourceServer } = await statelessWorld();
    const total = async () => {
      const text = await (await fetch(`${urls[0]!}/metrics`)).text();
      return Number(/^passant_introspections_total\{outcome="inactive"\} (\d+)$/m.exec(text)?.[1] ?? 0);
    };
    const before = await total();
    await Promise.all(Array.from({ length: 20 }, () => resourceServer.introspect('unknown')));
    const read = await Promise.all(Array.from({ length: 6 }, total));
    expect(read).toEqual(Array(6).fill(before + 20));
  });

  it('hear of a switch that was flipped at one of them', async () => {
    const { app, application, provider } = await statelessWorld();
    const attempt = async (url: string) =>
      step(url, provider.identifier, 'complete', { ...(await proofOf(app)), ...STATELESS });
    expect((await crowd(attempt)).map(({ status }) => status)).toEqual(Array(CROWD).fill(200));
    const { etag } = await admin.call('readApplication', { parameters: { identifier: application.identifier } });
    await admin.call('updateApplication', {
      parameters: { identifier: application.identifier },
      ifMatch: etag,
      body: { user_authentication: { stateless_authentication: false } },
    });
    await until(async () => (await crowd(attempt)).every(({ body }) => body.error === 'unauthorized_client'));
  });

  it('sign with the keys that were rotated at one of them', async () => {
    const { app, provider } = await statelessWorld();
    const signer = async (url: string): Promise<string | undefined> => {
      const request = { ...(await proofOf(app)), ...STATELESS, scope: ['openid'] };
      const { body } = await step(url, provider.identifier, 'complete', request);
      return decodeProtectedHeader(body.oauth_token!.id_token!).kid;
    };
    const [before] = await crowd(signer);
    await admin.call('rotateKeys', { body: {} });
    await until(async () => {
      const kids = new Set(await crowd(signer));
      return kids.size === 1 && !kids.has(before);
    });
    const published = await crowd((url) => send<{ keys: { kid: string }[] }>('GET', url + PATHS.keys));
    expect(new Set(published.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(published[0]!.body.keys.map(({ kid }) => kid)).toContain(before);
  });
});

(BOUNCER ? it : it.skip)(
  'A pooler that lends connections for a statement is refused at the start, with what to set',
  async () => {
    directory = mkdtempSync(join(tmpdir(), 'passant-pooler-'));
    database = await testDatabase();
    const lending = await Bouncer.to(database.url!, 'statement');
    const server = startProcess({ ...environmentOf(directory, database), DATABASE_URL: lending.url });
    try {
      expect(await server.exited).toBe(1);
      expect(server.output()).toMatch(/^Passant cannot start\. A pooler in front of the database .*pool_mode.*\n$/);
    } finally {
      await killProcess(server);
      await lending.close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
