import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { ConfigurationExport, ConfigurationRequest } from '@passant/contracts';
import type { z } from 'zod';
import { Workbenches } from '../../src/configuration-document/workbench.js';
import { AuthServer } from '../support/auth-server.js';
import { basic, tokenOf } from '../support/token-client.js';

type Document = z.input<typeof ConfigurationRequest>['configuration'];
type Configuration = ConfigurationExport['configuration'];

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
afterEach(() => jest.restoreAllMocks());

const SECRET = 'a-secret-of-thirty-two-characters';
const FORM = { grant_type: 'client_credentials' };

const DOCUMENT = {
  scopes: [{ identifier: 'orders', description: 'Orders' }],
  applications: [{ identifier: 'website', name: 'Website', client_type: 'web' }],
  api_clients: [],
  web_clients: [
    {
      client_id: 'website-client',
      name: 'Website',
      application: 'website',
      redirect_uris: ['https://website.example/back'],
      client_secret: SECRET,
    },
  ],
} as const satisfies Document;

const read = () => server.admin.call('exportConfiguration');
const request = (configuration: Document, ifMatch: string) =>
  server.admin.request('applyConfiguration', { body: { configuration, prune: true }, ifMatch });

/** Waits until a request is answered, or waits for a lock. The embedded database has one session: there it waits for that. */
async function untilWaiting(isAnswered: () => boolean): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (server.database.url && !isAnswered()) {
    if ((await server.database.dataSource.query<unknown[]>(waiting)).length > 0) return;
    await setImmediate();
  }
}

type Change = Parameters<typeof server.admin.request>;
const OF_CLIENT = { parameters: { client_id: 'website-client' } };
const OF_SCOPE = { parameters: { identifier: 'orders' } };
const scopesOf = ({ scopes }: Configuration) =>
  scopes!.map(({ identifier, description }) => `${identifier} ${description}`);
const clientsOf = ({ web_clients: clients }: Configuration) => clients!.map(({ name }) => name);

/** Changes that may be asked for while a configuration is applied, and whether they have happened. */
const CHANGES: [string, Change, (now: Configuration) => boolean][] = [
  [
    'a web client that is changed',
    ['updateWebClient', { ...OF_CLIENT, ifMatch: '*', body: { name: 'Meanwhile' } }],
    (now) => clientsOf(now).includes('Meanwhile'),
  ],
  [
    'a web client that is created',
    [
      'createWebClient',
      { body: { name: 'Meanwhile', application: 'website', redirect_uris: ['https://meanwhile.example/back'] } },
    ],
    (now) => clientsOf(now).includes('Meanwhile'),
  ],
  ['a web client that is deleted', ['deleteWebClient', OF_CLIENT], (now) => clientsOf(now).length === 0],
  [
    'a scope that is described',
    ['updateScope', { ...OF_SCOPE, ifMatch: '*', body: { description: 'Meanwhile' } }],
    (now) => scopesOf(now).includes('orders Meanwhile'),
  ],
  [
    'a scope that is created',
    ['createScope', { body: { identifier: 'meanwhile' } }],
    (now) => scopesOf(now).includes('meanwhile '),
  ],
  [
    'a scope that is deleted',
    ['deleteScope', OF_SCOPE],
    (now) => !scopesOf(now).some((one) => one.startsWith('orders')),
  ],
  [
    'an application that is changed',
    ['updateApplication', { parameters: { identifier: 'website' }, ifMatch: '*', body: { name: 'Meanwhile' } }],
    ({ applications }) => applications!.some(({ name }) => name === 'Meanwhile'),
  ],
];

describe('While a configuration is applied', () => {
  /** Applies a document, and asks for a change as soon as the version of the configuration was compared. */
  async function applying(configuration: Document, change: Change) {
    await request(DOCUMENT, (await read()).etag);
    const { etag } = await read();
    const workbenches = server.app.get(Workbenches);
    const make = workbenches.on.bind(workbenches);
    let asked: Promise<{ status: number; body: unknown }> | undefined;
    let benches = 0;
    jest.spyOn(workbenches, 'on').mockImplementation(async (...made) => {
      const bench = await make(...made);
      benches += 1;
      if (benches !== 2) return bench;
      let isAnswered = false;
      asked = server.admin.request(...change).finally(() => (isAnswered = true));
      await untilWaiting(() => isAnswered);
      return bench;
    });
    const { status } = await request(configuration, etag);
    return { applied: status, changed: await asked! };
  }

  const declared = {
    ...DOCUMENT,
    scopes: [{ identifier: 'orders', description: 'Declared' }],
    applications: [{ ...DOCUMENT.applications[0], name: 'Declared' }],
    web_clients: [{ ...DOCUMENT.web_clients[0], name: 'Declared' }],
  };

  it.each(CHANGES)('%s waits for its turn, and is not overwritten without a word', async (_, change, hasHappened) => {
    const { applied, changed } = await applying(declared, change);
    const { configuration } = await read();
    expect([200, 412]).toContain(applied);
    expect(hasHappened(configuration)).toBe(changed.status < 300);
  });

  it('a secret of a web client that is replaced stays the one that was told', async () => {
    const { changed } = await applying(declared, ['rotateWebClientSecret', OF_CLIENT]);
    expect(changed.status).toBe(200);
    const { client_secret: secret } = changed.body as { client_secret: string };
    const reply = await tokenOf(server.url, basic('website-client', secret), FORM);
    expect(reply.body).not.toMatchObject({ error: 'invalid_client' });
  });
});
