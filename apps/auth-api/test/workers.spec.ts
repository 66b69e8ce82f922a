import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ADMIN_ENDPOINTS,
  ISSUER_PATH,
  type IssuedToken,
  JWT_BEARER_ASSERTION_TYPE,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  adminPath,
} from '@passant/contracts';
import { type Exchange, type MobileApp, send } from '@passant/mobile-client';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { decodeProtectedHeader } from 'jose';
import { AdminApi } from './support/admin-api.js';
import { ADMIN } from './support/auth-server.js';
import { Given } from './support/given.js';
import { killProcess, type ServerProcess, startProcess } from './support/server-process.js';

/** The one name of the server, wherever it is reached. */
const PUBLIC_URL = 'http://localhost:1';
const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const CROWD = 60;

let directory: string;
let database: TestDatabase;
/** Two machines: one with several processes on its port, one with a single process. */
let machines: ServerProcess[];
let urls: string[];
let given: Given;
let admin: AdminApi;

const environment = () => ({
  PASSANT_DATA_DIR: directory,
  PASSANT_SEED: 'none',
  PASSANT_PUBLIC_URL: PUBLIC_URL,
  PASSANT_ADMIN_EMAIL: ADMIN.email,
  PASSANT_ADMIN_PASSWORD: ADMIN.password,
  PASSANT_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  LOG_LEVEL: 'warn',
  DATABASE_URL: database.url!,
});

function processesOf({ child }: ServerProcess): number[] {
  try {
    const found = execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
    return found.trim().split('\n').map(Number);
  } catch {
    return []; // pgrep found none
  }
}

/** Milliseconds after which an answer is not waited for: longer than one process waits for the others. */
const PATIENCE = 8_000;

/** Waits for what is to be so before long; a spec that waits for too long is ended by its own limit. */
async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A port that nobody uses: the announcement names the public address, which is not where a machine is reached here. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a machine and waits for it. @returns it, and where it is reached */
async function startMachine(workers: number): Promise<{ machine: ServerProcess; url: string }> {
  const port = await freePort();
  const machine = startProcess({ ...environment(), PORT: String(port), PASSANT_WORKERS: String(workers) });
  await machine.ready;
  return { machine, url: `http://127.0.0.1:${port}` };
}

/** A proof of who is calling that holds wherever the server is reached. */
async function proofOf(app: MobileApp): Promise<object> {
  const assertion = await app.key.assertion(app.clientId, PUBLIC_URL + ISSUER_PATH, Math.floor(Date.now() / 1000));
  return { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion };
}

type StepReply = Exchange<{ transaction_id?: string; oauth_token?: IssuedToken; error?: string }>;

function step(url: string, provider: string, name: 'init' | 'complete', json: object): Promise<StepReply> {
  return send('POST', url + PATHS.customRegistrationV2(provider, name), { json });
}

/** Does the same at every machine in turn, many times at once. */
function crowd<Result>(work: (url: string) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: CROWD }, (_, index) => work(urls[index % urls.length]!)));
}

describe('Several processes', () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'passant-workers-'));
    database = await testDatabase();
    const started = [await startMachine(2), await startMachine(1)];
    machines = started.map(({ machine }) => machine);
    urls = started.map(({ url }) => url);
    admin = await AdminApi.signIn(urls[0]!, ADMIN);
    given = new Given(urls[0]!, admin, () => Math.floor(Date.now() / 1000));
  }, 120_000);
  afterAll(async () => {
    for (const machine of machines) await killProcess(machine);
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  describe('What may happen once', () => {
    it('an initial access token registers as many as it is good for, wherever it is spent', async () => {
      const { application } = await given.statelessWorld();
      const token = await given.initialAccessToken(application, { registrations: 3 });
      const headers = { authorization: `Bearer ${token}` };
      const json = { token_endpoint_auth_method: 'client_secret_basic', software_version: '1.0', app_platform: 'ios' };
      const replies = await crowd((url) => send<{ error?: string }>('POST', url + PATHS.clients, { headers, json }));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
      const refused = replies.filter(({ status }) => status !== 201);
      expect(refused.map(({ status, body }) => [status, body.error])).toEqual(
        Array(CROWD - 3).fill([401, 'invalid_token']),
      );
    }, 60_000);

    it('an assertion is taken once, wherever it is presented', async () => {
      const { app, provider } = await given.statelessWorld();
      const proof = await proofOf(app);
      const replies = await crowd((url) => step(url, provider.identifier, 'complete', { ...proof, ...STATELESS }));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      const refused = replies.filter(({ status }) => status !== 200);
      expect(refused.map(({ body }) => body.error)).toEqual(Array(CROWD - 1).fill('invalid_client'));
    }, 60_000);

    it('a transaction gives one token, wherever it is completed', async () => {
      const { app, provider } = await given.statelessWorld(await given.twoStepProvider());
      const opened = await step(urls[1]!, provider.identifier, 'init', await proofOf(app));
      const { transaction_id } = opened.body;
      const proofs = await Promise.all(Array.from({ length: CROWD }, () => proofOf(app)));
      const replies = await crowd((url) =>
        step(url, provider.identifier, 'complete', { ...proofs.pop()!, ...STATELESS, transaction_id, data: 'right' }),
      );
      expect(replies.filter(({ body }) => body.oauth_token !== undefined)).toHaveLength(1);
      expect(replies.filter(({ body }) => body.error === 'invalid_transaction')).toHaveLength(CROWD - 1);
    }, 60_000);

    it('a refresh token is exchanged once, wherever it is used', async () => {
      const provider = await given.provider();
      const application = await given.mobileApplication(provider, {
        user_authentication: { refresh_tokens: true },
      });
      const app = await given.basicApp(application);
      const { body } = await app.step(provider.identifier, 'complete', { profile_id: '123EXI' });
      const form = { grant_type: 'refresh_token', refresh_token: body.oauth_token!.refresh_token! };
      const headers = { authorization: app.basic };
      const replies = await crowd((url) => send<{ error?: string }>('POST', url + PATHS.token, { headers, form }));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      const refused = replies.filter(({ status }) => status !== 200);
      expect(refused.map((reply) => reply.body.error)).toEqual(Array(CROWD - 1).fill('invalid_grant'));
    }, 60_000);
  });

  it('know a token that any of them gave, and forget it together', async () => {
    const { app, provider, resourceServer } = await given.statelessWorld();
    const registered = await step(urls[1]!, provider.identifier, 'complete', { ...(await proofOf(app)), ...STATELESS });
    const token = registered.body.oauth_token!.access_token;
    const ask = (url: string) =>
      send<{ active: boolean }>('POST', url + PATHS.introspectV2, {
        headers: { authorization: resourceServer.basic },
        form: { token },
      });
    expect((await crowd(ask)).map(({ body }) => body.active)).toEqual(Array(CROWD).fill(true));
    await admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    expect((await crowd(ask)).map(({ body }) => body.active)).toEqual(Array(CROWD).fill(false));
  }, 60_000);

  it('count together: it does not matter which of them is asked', async () => {
    const { resourceServer } = await given.statelessWorld();
    const total = async () => {
      const text = await (await fetch(`${urls[0]!}/metrics`)).text();
      return Number(/^passant_introspections_total\{outcome="inactive"\} (\d+)$/m.exec(text)?.[1] ?? 0);
    };
    const before = await total();
    await Promise.all(Array.from({ length: 20 }, () => resourceServer.introspect('unknown')));
    const read = await Promise.all(Array.from({ length: 6 }, total));
    expect(read).toEqual(Array(6).fill(before + 20));
  }, 60_000);

  it('hear of a switch that was flipped at one of them', async () => {
    const { app, application, provider } = await given.statelessWorld();
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
  }, 60_000);

  it('sign with the keys that were rotated at one of them', async () => {
    const { app, provider } = await given.statelessWorld();
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
  }, 60_000);

  it('announce themselves once, replace one that dies, and end together when they are told to', async () => {
    const { machine: run, url } = await startMachine(3);
    const first = processesOf(run);
    expect(first).toHaveLength(3);
    expect(run.output().match(/Passant is ready/g)).toHaveLength(1);
    process.kill(first[0]!, 'SIGKILL');
    await until(() => run.output().includes('is replaced'));
    expect((await send('GET', `${url}/health/live`)).status).toBe(200);
    await until(() => processesOf(run).length === 3);
    // Hashing a password takes long enough for all of them to be under way when the first is done.
    const asked = Array.from({ length: 4 }, () =>
      send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), { json: ADMIN }),
    );
    await Promise.race(asked);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(first.slice(1).filter(isAlive)).toEqual([]);
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(4).fill(200));
  }, 90_000);

  it('outlive one that dies with a question of its own to the others', async () => {
    const { machine: run, url } = await startMachine(2);
    // Enough connections for each of them to have several; what is asked on one stays with the process that took it.
    const connections = Array.from({ length: 8 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const ask = (agent: Agent, path: string) =>
      new Promise<void>((resolve) => {
        get(url + path, { agent }, (reply) => reply.resume().on('end', resolve)).on('error', () => resolve());
      });
    try {
      await Promise.all(connections.map((agent) => ask(agent, '/health/live')));
      run.child.kill('SIGSTOP');
      const asked = connections.slice(0, 4).map((agent) => ask(agent, '/metrics'));
      await Promise.all(connections.slice(4).map((agent) => ask(agent, '/health/live')));
      const first = processesOf(run);
      for (const pid of first) process.kill(pid, 'SIGKILL');
      run.child.kill('SIGCONT');
      await Promise.all(asked);
      // What is handed to one that died this moment is never answered: whoever asked has to ask again.
      const metrics = () =>
        fetch(`${url}/metrics`, { signal: AbortSignal.timeout(PATIENCE) }).then(
          ({ status }) => status,
          () => 0,
        );
      await until(async () => isDown(run) || (await metrics()) === 200);
      run.child.kill('SIGTERM');
      expect(await run.exited).toBe(0);
    } finally {
      for (const agent of connections) agent.destroy();
      await killProcess(run);
    }
  }, 90_000);

  it('leave nobody behind when the one that started them is killed', async () => {
    const { machine: run } = await startMachine(2);
    const workers = processesOf(run);
    await killProcess(run);
    await until(() => !workers.some(isAlive));
  }, 60_000);
});

const isDown = ({ child }: ServerProcess) => child.exitCode !== null || child.signalCode !== null;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
