import type { ClientInformation } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';
import { StatementOffice } from '../support/statement-office.js';

/** Changes that one network may make to clients that nobody vouched for, within an hour. */
const OF_ONE = 10;

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_OPEN_REGISTRATIONS_PER_HOUR: String(4 * OF_ONE),
  });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

const keySet = async () => ({ keys: [(await DeviceKey.generate()).publicJwk] });

/** Installations of an application, each registered with its statement. */
async function installationsOf(office: StatementOffice, number: number): Promise<ClientInformation[]> {
  const { software_statement } = await office.exportFor(await office.application());
  const one = async () => {
    const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: await keySet(), software_statement };
    return informationOf(await registrar.register(undefined, metadata));
  };
  return Promise.all(Array.from({ length: number }, one));
}

const openClients = (number: number): Promise<ClientInformation[]> =>
  Promise.all(
    Array.from({ length: number }, async () => informationOf(await registrar.register(undefined, HELLO_WORLD))),
  );

/** Changes one after the other until one has to wait. @returns how many did not */
async function changesOf(clients: ClientInformation[], change: object = {}): Promise<number> {
  for (let made = 0; made < 3 * OF_ONE; made += 1) {
    const client = clients[made % clients.length]!;
    const { status, body } = await registrar.change(client, { ...repeated(client), ...change });
    if (status === 429) return made;
    if (status === 200) Object.assign(client, body);
  }
  throw new Error('No change had to wait.');
}

describe('Changes of clients for which nobody vouched', () => {
  it('of one application cost no other application a change', () =>
    server.clock.standing(async () => {
      const office = new StatementOffice(server);
      const [some, others] = [await installationsOf(office, 2), await installationsOf(office, 2)];
      expect([await changesOf(some), await changesOf(others)]).toEqual([OF_ONE, OF_ONE]);
      // Home says whose clients they are.
      const { concerns } = await server.admin.call('readOverview');
      const reached = concerns.filter((concern) => concern.kind === 'reached_limit');
      const whose = reached.filter(({ limit }) => limit === 'client_change').map(({ application }) => application);
      expect(new Set(whose).size).toBe(2);
      expect(whose).not.toContain(undefined);
    }));

  it('are counted for a network as a whole, so that many clients of it leave no more than one', () =>
    server.clock.standing(async () => {
      const clients = await openClients(4);
      expect(await changesOf(clients)).toBe(OF_ONE);
      const waits = await registrar.change(clients[3]!, repeated(clients[3]!));
      expectRefusal(waits, 429, 'temporarily_unavailable');
      expect(Number(waits.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await registrar.read(clients[3]!)).status).toBe(200);
      // Whoever was given a token of their own is not one of them.
      const vouchedFor = await registrar.lockedClient(['client-reg']);
      expect((await registrar.change(vouchedFor, repeated(vouchedFor))).status).toBe(200);
    }));

  it('are counted before they are judged: what is refused may have had another server asked', () =>
    server.clock.standing(async () => {
      server.clock.moveOn(3600);
      expect(await changesOf(await openClients(2), { redirect_uris: ['nonsense'] })).toBe(OF_ONE);
    }));
});
