import { FakeScheme, type PersonaName } from '@passant/mobile-client/testing';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { CompanyVisitor, companySettings, sessionOf } from '../support/company.js';

let server: AuthServer;
let scheme: FakeScheme;
beforeAll(async () => {
  scheme = await FakeScheme.start(() => server.clock.now());
  server = await AuthServer.start(companySettings(scheme));
  scheme.says('jane', { groups: 'ops' });
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});

/** Attempts that strangers of one network, and those in one known browser, have before they must wait. */
const OF_STRANGERS = 60;
const OF_A_BROWSER = 5;

const visitor = () => new CompanyVisitor(server.url, scheme);
const signIn = (persona: PersonaName) => visitor().signIn(persona);

describe('Of one network, which may be the whole company,', () => {
  /** Comes back with what nobody was sent back with. @param more other cookies */
  async function comeBack(claims: Record<string, string>, more = ''): Promise<number> {
    const browser = visitor();
    const state = (await browser.begin()).searchParams.get('state')!;
    const answer = new URLSearchParams({ state, iss: scheme.url, ...claims });
    return (await browser.complete(answer, [browser.cookie, more].filter(Boolean).join('; '))).status;
  }

  const giveUp = (more?: string) => comeBack({ error: 'access_denied' }, more);

  /** The cookie of a browser in which somebody of the company has signed in. */
  async function knownBrowser(): Promise<string> {
    const reply = await visitor().call('readSession', undefined, sessionOf(await signIn('jane')).cookie);
    return reply.headers
      .getSetCookie()
      .find((line) => line.startsWith('passant_browser='))!
      .split(';', 1)[0]!;
  }

  it('many may come at once, and give up, and keep nobody out', () =>
    server.clock.standing(async () => {
      for (let times = 0; times < 20; times += 1) expect(await giveUp()).toBe(401);
      const browsers = Array.from({ length: 8 }, visitor);
      const answers = await Promise.all(browsers.map((browser) => browser.visit('jane')));
      const replies = await Promise.all(browsers.map((browser, index) => browser.complete(answers[index]!)));
      expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
    }));

  it('one who uses up what strangers may try keeps out nobody whose browser is known, and no password', () =>
    server.clock.standing(async () => {
      const known = await knownBrowser();
      let tried = 0;
      while ((await giveUp()) === 401) tried += 1;
      expect(tried).toBe(60);
      const browser = visitor();
      const answer = await browser.visit('jane');
      expect((await browser.complete(answer, `${browser.cookie}; ${known}`)).status).toBe(200);
      expect((await visitor().call('signIn', ADMIN)).status).toBe(200);
      // It is counted by itself, like any other.
      const statuses = new Set<number>();
      for (let times = 0; times < 6; times += 1) statuses.add(await giveUp(known));
      expect([...statuses]).toEqual([401, 429]);
      server.clock.moveOn(3600);
    }));

  /** Waits until nothing is remembered any more. */
  const forget = () => server.clock.moveOn(3600);

  // Each of them is said by the browser, or about what it brought.
  const PROVOKED: Record<string, string>[] = [
    { error: 'server_error' },
    { error: 'temporarily_unavailable' },
    { error: 'strange' },
  ];

  it.each(PROVOKED)('who only says that the provider failed (%j) is counted, and gets nothing back for it', (claims) =>
    server.clock.standing(async () => {
      let asked = 0;
      const statuses: number[] = [];
      while (statuses.length < 2 * OF_STRANGERS && statuses.at(-1) !== 429) {
        statuses.push(await comeBack(asked++ % 2 === 0 ? { code: 'made-up' } : claims));
      }
      expect([statuses.length - 1, ...new Set(statuses)]).toEqual([OF_STRANGERS, 401, 503, 429]);
      forget();
    }),
  );

  it('a known browser loses nothing by an outage that this server sees, and all by one it only tells of', () =>
    server.clock.standing(async () => {
      const known = await knownBrowser();
      scheme.mood = 'failing';
      for (let times = 0; times <= OF_A_BROWSER; times += 1) expect(await comeBack({ code: 'x' }, known)).toBe(503);
      scheme.mood = 'up';
      const statuses = new Set<number>();
      for (let times = 0; times <= OF_A_BROWSER; times += 1)
        statuses.add(await comeBack({ error: 'server_error' }, known));
      expect([...statuses]).toEqual([503, 429]);
      forget();
    }));

  it('strangers cannot have a provider asked for ever because it does not answer', () =>
    server.clock.standing(async () => {
      // The provider is known by now, so sign-ins begin.
      await visitor().begin();
      scheme.mood = 'failing';
      let tried = 0;
      while (tried < 2 * OF_STRANGERS && (await comeBack({ code: 'x' })) === 503) tried += 1;
      scheme.mood = 'up';
      expect(tried).toBe(OF_STRANGERS);
      forget();
    }));

  it('a provider that is away is asked once in five seconds, however many begin', () =>
    server.clock.standing(async () => {
      // What the provider said of itself is no longer taken to be true.
      forget();
      const begin = async () => (await visitor().call('startCompanySignIn')).status;
      scheme.mood = 'failing';
      expect(await begin()).toBe(503);
      scheme.mood = 'up';
      server.clock.moveOn(4);
      expect([await begin(), await begin()]).toEqual([503, 503]);
      server.clock.moveOn(1);
      expect(await begin()).toBe(200);
    }));
});
