import type { AuthServer } from '../support/auth-server.js';
import type { DocumentPublisher } from '../support/document-publisher.js';
import { DocumentWorld } from '../support/document-world.js';
import { expectRefusal } from '../support/expectations.js';
import type { RelyingParty } from '../support/relying-party.js';

let world: DocumentWorld;
let server: AuthServer;
let documents: DocumentPublisher;
beforeAll(async () => {
  world = await DocumentWorld.start();
  ({ server, documents } = world);
});
afterAll(() => world.close());

/** Seconds after a fetch that brought nothing before which a document that is known is not asked for again. */
const COOL_DOWN = 30;
/** Seconds until a document is due, and until one that cannot be had is believed no longer. */
const DUE = 60;
const OVER = DUE + 86_400;

const ask = (client: RelyingParty) => client.exchange('a code');

describe('A known document that is no good any more', () => {
  it.each<[string, number, () => void, [status: number, error: string]]>([
    ['is withdrawn', DUE, () => documents.publisher.answers(410, ''), [401, 'invalid_client']],
    ['is none', DUE, () => documents.publisher.answers(200, '{}'), [401, 'invalid_client']],
    ['is elsewhere', DUE, () => documents.publisher.answers(301, '', { location: '/' }), [401, 'invalid_client']],
    ['was away for a day', OVER, () => documents.publisher.answers(500, ''), [503, 'temporarily_unavailable']],
    ['was gone for a day', OVER, () => documents.publisher.answers(404, ''), [503, 'temporarily_unavailable']],
    ['is away', DUE, () => documents.publisher.answers(500, ''), [400, 'invalid_grant']],
  ])(
    'is asked for once in half a minute, however often its client is named: it %s',
    async (_, at, prepare, refusal) => {
      await server.clock.standing(async () => {
        const client = world.clientAt(documents.publish({}, { 'cache-control': `max-age=${DUE}` }));
        await world.open(client.clientId);
        prepare();
        for (const seconds of [0, COOL_DOWN - 1]) {
          await server.clock.later(at + seconds, async () => {
            for (let times = 0; times < 3; times += 1) expectRefusal(await ask(client), ...refusal);
          });
          expect(documents.requests).toBe(1);
        }
        await server.clock.later(at + COOL_DOWN, () => ask(client));
        expect(documents.requests).toBe(2);
        documents.publish({}, {}, client.clientId);
        await server.clock.later(at + 2 * COOL_DOWN, async () =>
          expectRefusal(await ask(client), 400, 'invalid_grant'),
        );
      });
    },
  );
});

describe('An address on an allowed domain that is no client', () => {
  it('is not in the event of its refusal, which has the domain alone', async () => {
    const address = documents.address().replace('/clients/', '/anna@example.com/');
    documents.publisher.answers(410, '');
    expect((await world.open(address)).status).toBe(400);
    await server.noted();
    const events = await server.database.dataSource.query<{ details: object }[]>(
      `SELECT details FROM event WHERE name = 'CLIENT_DOCUMENT_FAILED' ORDER BY id DESC LIMIT 1`,
    );
    expect(events).toEqual([{ details: { document: '127.0.0.1', reason: 'answered 410' } }]);
  });
});
