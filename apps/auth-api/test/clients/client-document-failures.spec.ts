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

/** Seconds for which a known document that failed again and again is left alone, and how often it is asked for before. */
const COOL_DOWN = 30;
const TRIES = 3;
/** Seconds until a document is due, and until one that cannot be had is believed no longer. */
const DUE = 60;
const OVER = DUE + 86_400;

const ask = (client: RelyingParty) => client.exchange('a code');

/** A client that is known, whose document is due after {@link DUE} seconds. */
async function knownClient(): Promise<RelyingParty> {
  const client = world.clientAt(documents.publish({}, { 'cache-control': `max-age=${DUE}` }));
  await world.open(client.clientId);
  return client;
}

const withdrawn = () => documents.publisher.answers(410, '');
const none = () => documents.publisher.answers(200, '{}');
const elsewhere = () => documents.publisher.answers(301, '', { location: '/' });
const away = () => documents.publisher.answers(500, '');
const gone = () => documents.publisher.answers(404, '');

describe('A known document that is no good any more', () => {
  it.each<[string, number, () => void, number, [status: number, error: string]]>([
    ['is withdrawn', DUE, withdrawn, TRIES, [401, 'invalid_client']],
    ['is none', DUE, none, TRIES, [401, 'invalid_client']],
    ['is elsewhere', DUE, elsewhere, TRIES, [401, 'invalid_client']],
    ['was away for a day', OVER, away, TRIES, [503, 'temporarily_unavailable']],
    ['was gone for a day', OVER, gone, TRIES, [503, 'temporarily_unavailable']],
    ['is away, and serves for another day', DUE, away, 1, [400, 'invalid_grant']],
  ])(
    'is asked for a few times in half a minute, however often its client is named: it %s',
    async (_, at, prepare, most, refusal) => {
      await server.clock.standing(async () => {
        const client = await knownClient();
        prepare();
        for (const seconds of [0, COOL_DOWN - 1]) {
          await server.clock.later(at + seconds, async () => {
            for (let times = 0; times < 2 * TRIES; times += 1) expectRefusal(await ask(client), ...refusal);
          });
          expect(documents.requests).toBe(most);
        }
        await server.clock.later(at + COOL_DOWN, () => ask(client));
        expect(documents.requests).toBe(most + 1);
        documents.publish({}, {}, client.clientId);
        await server.clock.later(at + 2 * COOL_DOWN, async () =>
          expectRefusal(await ask(client), 400, 'invalid_grant'),
        );
      });
    },
  );

  it.each([
    ['was withdrawn', DUE, withdrawn],
    ['was none', DUE, none],
    ['was elsewhere', DUE, elsewhere],
    ['was away for a day', OVER, away],
  ])('is good again with the next request, because no error is kept: it %s', async (_, at, prepare) => {
    await server.clock.standing(async () => {
      const client = await knownClient();
      prepare();
      await server.clock.later(at, async () => {
        expect((await ask(client)).status).not.toBe(400);
        documents.publish({}, {}, client.clientId);
        expectRefusal(await ask(client), 400, 'invalid_grant');
      });
    });
  });
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
