import { type TestInfo, test as base } from '@playwright/test';
import { FakeScheme } from '@passant/mobile-client/testing';
import { AdminConsole } from './console/admin-console.js';
import { COVERED, errorsIn } from './coverage.js';
import { currentTest, setCurrentTest, setWorker } from './evidence/current.js';
import { Calls, type SeenCall } from './evidence/calls.js';
import { diagramOf } from './evidence/diagram.js';
import { Exchanges, type SeenExchange, transcriptOf } from './evidence/exchanges.js';
import { refusalsOf, scriptRunsOf } from './evidence/server-side.js';
import { Inbox } from './inbox.js';
import { Phone } from './phone/phone.js';
import type { ResourceServer } from './resource-server.js';
import type { Clock } from './server/clock.js';
import { Passant, type PassantOptions } from './server/passant.js';

export interface PassantWorkerFixtures {
  /** Which server the tests use; set it under `use` in the configuration. */
  passantOptions: PassantOptions;
  /** The server of this worker. */
  passant: Passant;
}

export interface PassantFixtures {
  /** The server's clock. What a test has moved is taken back after it. */
  clock: Clock;
  /** An external identity scheme, with people to register; also an OpenID provider. */
  scheme: FakeScheme;
  /** Somebody's phone; the app still has to be installed on it. */
  phone: Phone;
  /** Provides as many phones as a test needs. */
  anotherPhone: () => Phone;
  /** An API behind the library for resource servers. */
  resourceServer: ResourceServer;
  /** Receives web hook calls and callbacks. */
  inbox: Inbox;
  /** The admin console, with an administrator signed in. */
  adminConsole: AdminConsole;
  /** Names of the services of the test, by port, as its diagram calls them. */
  services: Map<number, string>;
  /** Removes what a test created, and attaches the recorded evidence if it failed. */
  passantTest: void;
}

/** Playwright's `test` with everything that tests of an identity server need. */
export const test = base.extend<PassantFixtures, PassantWorkerFixtures>({
  passantOptions: [{}, { option: true, scope: 'worker' }],
  passant: [
    async ({ passantOptions }, use) => {
      const passant = await Passant.open(passantOptions);
      setWorker({ passant, began: passant.clock.now() * 1000 });
      await use(passant);
      setWorker(undefined);
      await passant.close();
    },
    { scope: 'worker', timeout: 400_000 },
  ],
  // Of a project that has an address of its own, pages and requests go there.
  baseURL: async ({ baseURL, passant }, use) => use(baseURL ?? passant.url),

  request: async ({ request }, use) => {
    currentTest().exchanges?.watch(request);
    await use(request);
  },

  services: async ({}, use) => use(new Map()),
  passantTest: [
    async ({ passant, services }, use, testInfo) => {
      // On a server that others use as well, somebody may have moved the clock meanwhile.
      if (!passant.isOwn) await passant.clock.look();
      const [made, logged] = [passant.given.count, passant.logSize];
      const exchanges = new Exchanges(passant.url);
      const calls = new Calls(services, exchanges.sentElsewhere);
      setCurrentTest({ passant, exchanges, began: passant.clock.now() * 1000 });
      await use();
      setCurrentTest(undefined);
      exchanges.end();
      calls.end();
      for (const description of errorsIn(exchanges.seen.map(({ response }) => response?.body ?? ''))) {
        testInfo.annotations.push({ type: COVERED.error, description });
      }
      if (testInfo.status !== testInfo.expectedStatus) {
        await attachEvidence(testInfo, passant, exchanges.seen, calls.seen, logged);
      }
      passant.clock.forgetPages();
      await passant.clock.takeBack();
      await passant.given.removeSince(made);
    },
    { auto: true },
  ],

  clock: async ({ passant }, use) => use(passant.clock),
  scheme: async ({ passant, services }, use) => {
    const scheme = await FakeScheme.start(passant.clock.now);
    services.set(portOf(scheme.url), 'Scheme');
    await use(scheme);
    await scheme.close();
  },
  anotherPhone: async ({ passant, scheme }, use) => use(() => new Phone(passant, scheme)),
  phone: async ({ anotherPhone }, use) => use(anotherPhone()),
  resourceServer: async ({ passant, services }, use) => {
    const server = await passant.given.resourceServer();
    services.set(portOf(server.url), 'API');
    await use(server);
    await server.close();
  },
  inbox: async ({ passant, services }, use) => {
    const inbox = await Inbox.open(passant);
    services.set(portOf(inbox.url), 'Inbox');
    await use(inbox);
    await inbox.close();
  },
  adminConsole: async ({ page, passant }, use) => {
    const console = new AdminConsole(page, passant.url);
    await console.speakEnglish();
    await console.signIn(passant.administrator);
    await use(console);
  },
});

const portOf = (url: string) => Number(new URL(url).port);

/** Attaches what explains a failure. @param logged position in the log at which the test began */
async function attachEvidence(
  testInfo: TestInfo,
  passant: Passant,
  seen: readonly SeenExchange[],
  calls: readonly SeenCall[],
  logged: number,
): Promise<void> {
  const attach = (name: string, body: string) => testInfo.attach(name, { body, contentType: 'text/plain' });
  const attachIfAny = async (name: string, asking: Promise<string>) => {
    const text = await asking.catch((error: Error) => `The server could not be asked: ${error.message}`);
    if (text !== '') await attach(name, text);
  };
  await attach('http.txt', transcriptOf(seen));
  await attach('sequence.mmd', diagramOf(seen, calls));
  await attachIfAny('refusals.txt', refusalsOf(passant.admin, seen));
  await attachIfAny('scripts.txt', scriptRunsOf(passant.admin, seen));
  await attachIfAny('server.log', Promise.resolve(passant.logSince(logged)));
}
