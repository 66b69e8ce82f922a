import { ADMIN_ENDPOINTS, adminPath } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { Sweeper } from '../../src/upkeep/sweeper.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const PATH = adminPath(ADMIN_ENDPOINTS.signIn);
/** A wait in seconds that is long enough not to pass between two requests, even on a slow machine. */
const LONG = 120;

let server: AuthServer;
/** Where another process on the same database listens. */
let beside: string;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_TRUSTED_PROXIES: 'loopback' });
  beside = await server.startBeside();
});
afterAll(() => server.close());

let networks = 0;
const aNetwork = () => `203.0.113.${(networks += 1)}`;

const signIn = (body: object, from: string, headers: Record<string, string> = {}, to = server.url): Promise<Exchange> =>
  send('POST', to + PATH, { json: body, headers: { 'x-forwarded-for': from, ...headers } });

/** Guesses, and waits as told, until the required wait is long. @returns how many guesses were checked */
async function guessUntilItTakesLong(
  from: string,
  { account = () => ADMIN.email, headers = {} }: { account?: (n: number) => string; headers?: object } = {},
): Promise<number> {
  let looked = 0;
  for (let guess = 0; guess < 200; guess += 1) {
    const reply = await signIn({ email: account(guess), password: 'wrong' }, from, { ...headers });
    if (reply.status !== 429) looked += 1;
    else if (Number(reply.headers.get('retry-after')) > LONG) return looked;
    else server.clock.moveOn(Number(reply.headers.get('retry-after')));
  }
  throw new Error('Nobody was slowed down.');
}

/** Returns the cookie that the browser of a signed-in administrator keeps. */
async function knownBrowser(from: string): Promise<string> {
  const first = await signIn(ADMIN, from);
  const session = first.headers.get('set-cookie')!.split(';')[0]!;
  const read = await send('GET', server.url + PATH, { headers: { cookie: session } });
  const cookie = read.headers.get('set-cookie')!;
  expect(cookie).toMatch(
    /^passant_browser=[\w-]{16}\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  return cookie.split(';')[0]!;
}

describe('Signing in', () => {
  it('is not in the hands of strangers who try the same account from elsewhere', async () => {
    const stranger = aNetwork();
    await guessUntilItTakesLong(stranger);
    const crowd = Array.from({ length: 12 }, () => signIn({ email: ADMIN.email, password: 'wrong' }, aNetwork()));
    expect((await signIn(ADMIN, aNetwork())).status).toBe(200);
    await Promise.all(crowd);
    expectRefusal(await signIn(ADMIN, stranger), 429, 'temporarily_unavailable');
  });

  it('has one budget for all accounts that one network tries', async () => {
    const stranger = aNetwork();
    const looked = await guessUntilItTakesLong(stranger, { account: (n) => `made-up-${n}@example.com` });
    expect(looked).toBeGreaterThanOrEqual(60);
    expect(looked).toBeLessThan(75);
    const another = { email: 'another@example.com', password: 'wrong' };
    expectRefusal(await signIn(another, stranger), 429, 'temporarily_unavailable');
    expect((await signIn(ADMIN, aNetwork())).status).toBe(200);
  });

  it('counts a /64 of IPv6 as one', async () => {
    expect(await guessUntilItTakesLong('2001:db8:1:2::1')).toBeLessThan(15);
    expectRefusal(await signIn(ADMIN, '2001:db8:1:2:ffff::9'), 429, 'temporarily_unavailable');
    expect((await signIn(ADMIN, '2001:db8:1:3::1')).status).toBe(200);
  });

  it('never has anybody wait for more than five minutes', async () => {
    const stranger = aNetwork();
    await guessUntilItTakesLong(stranger);
    for (let round = 0; round < 3; round += 1) {
      const refused = await signIn({ email: ADMIN.email, password: 'wrong' }, stranger);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(300);
      server.clock.moveOn(300);
      expectRefusal(await signIn({ email: ADMIN.email, password: 'wrong' }, stranger), 401, 'unauthorized');
    }
  });
});

describe('Of several processes', () => {
  it('each counts what was tried at the others, and forgives what succeeded there', async () => {
    const stranger = aNetwork();
    await guessUntilItTakesLong(stranger);
    expectRefusal(await signIn(ADMIN, stranger, {}, beside), 429, 'temporarily_unavailable');
    expect((await signIn(ADMIN, aNetwork(), {}, beside)).status).toBe(200);
    server.clock.moveOn(300);
    expect((await signIn(ADMIN, stranger, {}, beside)).status).toBe(200);
    const wrong = { email: ADMIN.email, password: 'wrong' };
    for (let guess = 0; guess < 4; guess += 1) expectRefusal(await signIn(wrong, stranger), 401, 'unauthorized');
  });

  it('none has a budget of its own, however many guesses come at once', async () => {
    await server.clock.standing(async () => {
      const [stranger, guess] = [aNetwork(), { email: 'crowd@example.com', password: 'wrong' }];
      const tried = Array.from({ length: 24 }, (_, n) => signIn(guess, stranger, {}, n % 2 ? beside : server.url));
      // Five are looked at, unless there was no place for one in the queue.
      const looked = (await Promise.all(tried)).filter(({ status }) => status === 401);
      expect(looked.length).toBeGreaterThan(0);
      expect(looked.length).toBeLessThanOrEqual(5);
      expectRefusal(await signIn(guess, stranger, {}, beside), 429, 'temporarily_unavailable');
    });
  });

  it('none begins anew because it is midnight', async () => {
    await server.clock.standing(async () => {
      const [stranger, wrong] = [aNetwork(), { email: ADMIN.email, password: 'wrong' }];
      const untilMidnight = 86_400 - (server.clock.now() % 86_400);
      server.clock.moveOn(untilMidnight - 1);
      for (let guess = 0; guess < 5; guess += 1) expectRefusal(await signIn(wrong, stranger), 401, 'unauthorized');
      server.clock.moveOn(1);
      expectRefusal(await signIn(wrong, stranger), 401, 'unauthorized');
      const refused = await signIn(wrong, stranger, {}, beside);
      expectRefusal(refused, 429, 'temporarily_unavailable');
      expect(refused.headers.get('retry-after')).toBe('2');
    });
  });
});

describe('What is remembered of whoever signs in', () => {
  interface Row {
    hash: Buffer;
    text: string;
  }
  const rows = () =>
    server.database.dataSource.query<Row[]>('SELECT key_hash AS hash, limit_use::text AS text FROM limit_use');

  it('names neither account nor network, and is gone after an hour', async () => {
    const account = 'nobody-in-particular@example.com';
    await signIn({ email: account, password: 'wrong' }, '203.0.113.250');
    const found = await rows();
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const { hash, text } of found) {
      expect(hash).toHaveLength(16);
      expect(text).not.toMatch(/nobody|203\.0\.113/);
    }
    await server.clock.later(3600, () => server.app.get(Sweeper).sweep());
    expect(await rows()).toEqual([]);
  });
});

describe('A caller who claims to come from elsewhere', () => {
  let open: AuthServer;
  beforeAll(async () => {
    open = await AuthServer.start();
  });
  afterAll(() => open.close());

  it('is believed by nobody who was not told of a proxy, and does not lock out who is known', async () => {
    const network = () => ({ 'x-forwarded-for': aNetwork() });
    const signInThere = (body: object, headers: Record<string, string>) =>
      send('POST', open.url + PATH, { json: body, headers });
    const session = (await signInThere(ADMIN, {})).headers.get('set-cookie')!.split(';')[0]!;
    const read = await send('GET', open.url + PATH, { headers: { cookie: session } });
    const cookie = read.headers.get('set-cookie')!.split(';')[0]!;
    await open.clock.standing(async () => {
      const wrong = { email: ADMIN.email, password: 'wrong' };
      for (let guess = 0; guess < 5; guess += 1)
        expectRefusal(await signInThere(wrong, network()), 401, 'unauthorized');
      expectRefusal(await signInThere(wrong, network()), 429, 'temporarily_unavailable');
      expect((await signInThere(ADMIN, { cookie })).status).toBe(200);
    });
  });
});

describe('A browser that somebody signed in with', () => {
  it('signs in whoever guesses beside it', async () => {
    const network = aNetwork();
    const cookie = await knownBrowser(network);
    await guessUntilItTakesLong(network);
    expectRefusal(await signIn(ADMIN, network), 429, 'temporarily_unavailable');
    expect((await signIn(ADMIN, network, { cookie })).status).toBe(200);
  });

  it('is of no use for another account, and a forged one of none', async () => {
    const network = aNetwork();
    const cookie = await knownBrowser(network);
    const other = { account: () => 'other@example.com' };
    await guessUntilItTakesLong(network, other);
    const guess = { email: other.account(), password: 'wrong' };
    expectRefusal(await signIn(guess, network, { cookie }), 429, 'temporarily_unavailable');
    await guessUntilItTakesLong(network);
    const forged = `${cookie.slice(0, -3)}AAA`;
    expectRefusal(await signIn(ADMIN, network, { cookie: forged }), 429, 'temporarily_unavailable');
  });

  it('is one browser to whoever found its session, however often they ask to be known', async () => {
    const network = aNetwork();
    const cookie = (await signIn(ADMIN, network)).headers.get('set-cookie')!.split(';')[0]!;
    const path = adminPath(ADMIN_ENDPOINTS.changeOwnPassword);
    await server.clock.standing(async () => {
      const statuses: number[] = [];
      for (let guess = 0; guess < 7; guess += 1) {
        const read = await send('GET', server.url + PATH, { headers: { cookie } });
        const known = read.headers.get('set-cookie')!.split(';')[0]!;
        const reply = await send('PUT', server.url + path, {
          json: { current_password: 'wrong', new_password: 'long-enough-to-be-one' },
          headers: {
            cookie: `${cookie}; ${known}`,
            'x-csrf-token': (read.body as { csrf_token: string }).csrf_token,
            'x-forwarded-for': aNetwork(),
          },
        });
        statuses.push(reply.status);
      }
      expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429]);
    });
  });

  it('is slowed down by itself when somebody guesses with it', async () => {
    const network = aNetwork();
    const cookie = await knownBrowser(network);
    await guessUntilItTakesLong(network, { headers: { cookie } });
    expectRefusal(await signIn(ADMIN, network, { cookie }), 429, 'temporarily_unavailable');
    expect((await signIn(ADMIN, network)).status).toBe(200);
  });
});
