import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, Passage, testDatabase } from '@passant/persistence/testing';
import { Refusal, ResourceServer, type ResourceServerOptions } from '@passant/resource-server';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN } from '../support/auth-server.js';
import { Given } from '../support/given.js';
import { environmentOf, until } from '../support/machine.js';
import { type ServerProcess, killProcess, startProcess } from '../support/server-process.js';
import { revoke, signed } from '../support/token-client.js';

/** Longer than any of these tests runs, so an answer that is dropped was dropped because something ended it. */
const HOUR = 3600;

let directory: string;
let database: TestDatabase | undefined;
let environment: Record<string, string>;
let passant: ServerProcess;
/** The server's URL, which survives restarts, and the connection to it, which can be blocked. */
let url: string;
let way: Passage;
let given: Given;
const open: ResourceServer[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'passant-outages-'));
  const port = String(40_000 + (process.pid % 20_000));
  url = `http://127.0.0.1:${port}`;
  if (process.env.TEST_DATABASE_URL) database = await testDatabase();
  const { DATABASE_URL, ...rest } = environmentOf(directory, database ?? { url: '' });
  environment = { ...rest, PASSANT_PUBLIC_URL: url, PORT: port, ...(database ? { DATABASE_URL } : {}) };
  passant = startProcess(environment);
  await passant.ready;
  way = await Passage.to(url);
  given = new Given(url, await AdminApi.signIn(url, ADMIN), () => Math.floor(Date.now() / 1000));
});
afterEach(async () => {
  passant.child.kill('SIGCONT');
  way.open();
  for (const one of open.splice(0)) await one.close();
});
afterAll(async () => {
  await killProcess(passant);
  await way.close();
  await database?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await killProcess(passant);
  passant = startProcess(environment);
  await passant.ready;
}

/**
 * An app with tokens, and resource servers that listen. Each keeps answers without confirmation for as long as it is
 * configured to.
 */
async function aWorld() {
  const provider = await given.provider();
  const application = await given.mobileApplication(provider);
  const app = await given.appInstance(application);
  const proof = async () => signed(app.key, app.clientId, `${url}/oauth`, Math.floor(Date.now() / 1000));
  const register = async () => {
    const { body } = await app.complete(provider.identifier, { profile_id: 'AAAAAA' });
    return body.oauth_token!.access_token;
  };
  const end = async (token: string) => expect((await revoke(url, await proof(), { token })).status).toBe(200);
  const { clientId, secret } = await given.resourceServer();
  const listening = async (changes: Partial<ResourceServerOptions> = {}) => {
    let state: string | undefined;
    const one = new ResourceServer({
      ...{ url: new URL(way.url).origin, clientId, clientSecret: secret, timeoutSeconds: 2 },
      observer: { feed: (now) => (state = now) },
      ...changes,
    } as ResourceServerOptions);
    open.push(one);
    one.listen();
    await until(() => state === 'up');
    const { check } = one.require();
    /** The status of a request with this token. */
    const use = (token: string) =>
      check(`Bearer ${token}`).then(
        () => 200,
        (error: unknown) => (error as Refusal).status,
      );
    return { use, isUp: () => state === 'up' };
  };
  return { register, end, listening };
}

const AWAY: [string, () => Promise<void> | void, () => Promise<void> | void][] = [
  ['is killed', () => killProcess(passant), restart],
  ['stands still', () => void passant.child.kill('SIGSTOP'), () => void passant.child.kill('SIGCONT')],
  ['is cut off', () => way.block(), () => way.open()],
];

describe.each(AWAY)('While the server %s, a resource server', (_, away, back) => {
  it('serves from what it keeps, refuses the rest for now, and is itself again when the server is back', async () => {
    const { register, end, listening } = await aWorld();
    const [kept, other] = [await register(), await register()];
    const { use, isUp } = await listening({ keepUnvouchedSeconds: HOUR, keepSeconds: HOUR });
    // Waits until an answer is cached for more than the short time that applies during the first two seconds.
    await until(async () => (await use(kept)) === 200 && isUp());
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await use(kept)).toBe(200);
    await away();
    expect(await use(kept)).toBe(200);
    expect(await use(other)).toBe(503);
    expect(await use(kept)).toBe(200);
    await back();
    await until(async () => (await use(other)) === 200);
    // Tokens that end from now on are reported again, so the answer that was kept all the time is dropped.
    await end(kept);
    await until(async () => (await use(kept)) === 401);
  });

  it('serves nobody from what is older than it may be, and never lets in whom it knows nothing about', async () => {
    const { register, listening } = await aWorld();
    const [kept, other] = [await register(), await register()];
    const { use } = await listening({ keepUnvouchedSeconds: 0.5 });
    await until(async () => (await use(kept)) === 200);
    await away();
    await until(async () => (await use(kept)) === 503);
    for (let times = 0; times < 20; times += 1) expect([await use(kept), await use(other)]).toEqual([503, 503]);
    await back();
    await until(async () => (await use(kept)) === 200);
  });
});

describe('When the server is back', () => {
  it('a resource server hears what ended while it was cut off', async () => {
    const { register, end, listening } = await aWorld();
    const token = await register();
    const { use } = await listening({ keepUnvouchedSeconds: HOUR, keepSeconds: HOUR });
    await until(async () => (await use(token)) === 200);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await use(token)).toBe(200);
    way.block();
    await end(token);
    // The resource server cannot know that the token has ended.
    expect(await use(token)).toBe(200);
    way.open();
    await until(async () => (await use(token)) === 401);
  });
});

describe('While nobody tells of ended tokens', () => {
  it('a resource server keeps an answer for a short time only, and asks again', async () => {
    const { register, end } = await aWorld();
    const token = await register();
    const { clientId, secret } = await given.resourceServer();
    const one = new ResourceServer({ url, clientId, clientSecret: secret, feed: 'off', keepUnvouchedSeconds: 0.5 });
    expect((await one.introspect(token)).active).toBe(true);
    await end(token);
    await until(async () => !(await one.introspect(token)).active);
  });
});
