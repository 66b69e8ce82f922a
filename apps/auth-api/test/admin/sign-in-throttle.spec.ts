import { ADMIN_ENDPOINTS, adminPath } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const PATH = adminPath(ADMIN_ENDPOINTS.signIn);
/** A wait in seconds that is long enough not to pass between two requests, even on a slow machine. */
const LONG = 120;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_TRUSTED_PROXIES: 'loopback' });
}, 60_000);
afterAll(() => server.close());

let networks = 0;
const aNetwork = () => `203.0.113.${(networks += 1)}`;

const signIn = (body: object, from: string, headers: Record<string, string> = {}): Promise<Exchange> =>
  send('POST', server.url + PATH, { json: body, headers: { 'x-forwarded-for': from, ...headers } });

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

  it('is slowed down by itself when somebody guesses with it', async () => {
    const network = aNetwork();
    const cookie = await knownBrowser(network);
    await guessUntilItTakesLong(network, { headers: { cookie } });
    expectRefusal(await signIn(ADMIN, network, { cookie }), 429, 'temporarily_unavailable');
    expect((await signIn(ADMIN, network)).status).toBe(200);
  });
});
