import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { Passage, type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { CHALLENGE_SCRIPTS, Given } from '../support/given.js';
import { environmentOf, until } from '../support/machine.js';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';
import { basic, tokenOf } from '../support/token-client.js';

/** Milliseconds in which every request must be answered, plus a margin for a busy machine. */
const BOUND = 5_000 + 1_000;
const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let directory: string;
let database: TestDatabase;
let passage: Passage;
let server: ServerProcess;
let url: string;
let given: Given;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'passant-silent-'));
  database = await testDatabase();
  passage = await Passage.to(database.url!);
  const { PASSANT_PUBLIC_URL: _, ...environment } = environmentOf(directory, database);
  server = startProcess({ ...environment, DATABASE_URL: passage.url });
  url = await server.ready;
  given = new Given(url, await AdminApi.signIn(url, ADMIN), () => Math.floor(Date.now() / 1000));
});
afterAll(async () => {
  passage.open();
  await killProcess(server);
  await passage.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});
afterEach(() => passage.open());

async function timed<Body>(asked: Promise<Exchange<Body>>): Promise<{ reply: Exchange<Body>; milliseconds: number }> {
  const since = performance.now();
  return { reply: await asked, milliseconds: performance.now() - since };
}

/**
 * Watches how long the server takes for a request that needs no database: as late as that is the machine, and whatever
 * else is asked of it may be.
 * @returns ends this. Answers with the longest, in milliseconds
 */
function watchLateness(): () => Promise<number> {
  let [over, longest] = [false, 0];
  const watching = (async () => {
    while (!over) longest = Math.max(longest, (await timed(send('GET', `${url}/health/live`))).milliseconds);
  })();
  return async () => {
    over = true;
    await watching;
    return longest;
  };
}

describe('While the database does not answer', () => {
  it('every request is 503 with Retry-After within five seconds, readiness too, and right again soon after', async () => {
    const { app, provider, resourceServer } = await given.statelessWorld();
    const { body } = await app.complete(provider.identifier, STATELESS);
    const token = body.oauth_token!.access_token;
    const caller = basic(resourceServer.clientId, resourceServer.secret);
    const clientToken = () => tokenOf(url, caller, { grant_type: 'client_credentials' });
    const ready = () => send('GET', `${url}/health/ready`);
    await Promise.all(Array.from({ length: 24 }, clientToken));

    passage.block();
    const latenessAway = watchLateness();
    const asked = [
      ...Array.from({ length: 20 }, clientToken),
      ...Array.from({ length: 20 }, () => resourceServer.request({ token })),
      app.complete(provider.identifier, STATELESS),
      ready(),
    ].map((one) => timed<unknown>(one));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    asked.push(...Array.from({ length: 20 }, () => timed<unknown>(resourceServer.request({ token }))));
    const answered = await Promise.all(asked);
    const bound = BOUND + (await latenessAway());
    for (const { reply, milliseconds } of answered) {
      expectRefusal(reply, 503, 'temporarily_unavailable');
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(milliseconds).toBeLessThan(bound);
    }
    expect((await send('GET', `${url}/health/live`)).status).toBe(200);

    passage.open();
    const latenessBack = watchLateness();
    const since = performance.now();
    await until(async () => (await ready()).status === 200);
    const replies = await Promise.all(Array.from({ length: 24 }, clientToken));
    const taken = performance.now() - since;
    expect(taken).toBeLessThan(BOUND + (await latenessBack()));
    expect(replies.map(({ status }) => status)).toEqual(Array(24).fill(200));
  });

  it('an attempt of a person that is under way ends in time, and is not counted', async () => {
    // The scheme blocks the connection to the database before it answers, so the server notices only when it uses the
    // database afterwards.
    const scheme = createServer((_, reply) => {
      passage.block();
      reply.end('right');
    });
    await new Promise<void>((resolve) => scheme.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(scheme.address() as { port: number }).port}`;
    const complete = `async function execute() {
      const reply = await HTTP.fetch('http://${host}/');
      return { status: 2000, user: { id: reply.body } };
    }`;
    const { app, provider } = await given.statelessWorld(
      await given.twoStepProvider({ scripts: { ...CHALLENGE_SCRIPTS, complete }, allowed_hosts: [host] }),
    );
    const begun = await app.init(provider.identifier, {});
    const lateness = watchLateness();
    const { reply, milliseconds } = await timed(
      app.complete(provider.identifier, { ...STATELESS, transaction_id: begun.body.transaction_id! }),
    );
    expectRefusal(reply, 503, 'temporarily_unavailable');
    expect(milliseconds).toBeLessThan(BOUND + (await lateness()));
    passage.open();
    const kept = () =>
      database.dataSource.query<object[]>(
        'SELECT claim, attempts FROM registration_transaction ORDER BY expires_at DESC',
      );
    await until(async () => JSON.stringify(await kept()) === '[{"claim":null,"attempts":0}]');
    scheme.close();
  });

  it('the process ends when it is told to', async () => {
    passage.block();
    server.child.kill('SIGTERM');
    const since = performance.now();
    await server.exited;
    expect(performance.now() - since).toBeLessThan(30_000);
  });
});
