import { setTimeout as pause } from 'node:timers/promises';
import { type EventPage, PATHS, type RegisteredClientCount } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { queryOnce } from '../../world/databases.js';
import { APPLICATION, type StatelessWorld } from '../../world/stateless-world.js';
import type { Installation, Server } from './installation.js';
import type { Ledger } from './ledger.js';
import type { Issued, Load } from './load.js';
import type { Bounds, Tally } from './tally.js';

/** Tokens per batch. */
const BATCH = 50;

/** Introspects every acknowledged token on every server. @returns the number of tokens */
export async function verifyTokens(
  { servers }: { servers: Pick<Server, 'name' | 'url'>[] },
  load: Load,
  authorization: string,
  ledger: Ledger,
) {
  for (const server of servers) {
    for (let first = 0; first < load.issued.length; first += BATCH) {
      const batch = load.issued.slice(first, first + BATCH);
      const found = await introspect(server.url, batch, authorization);
      for (const [index, { subject }] of batch.entries()) {
        if (found[index] !== subject) ledger.violate(`${server.name} lost the acknowledged token of ${subject}`);
      }
    }
  }
  return load.issued.length;
}

async function introspect(url: string, batch: Issued[], authorization: string): Promise<(string | undefined)[]> {
  const { body } = await send<{ results?: { sub?: string }[] }>('POST', url + PATHS.introspectBatch, {
    headers: { authorization },
    json: { tokens: batch.map(({ token }) => token) },
  });
  return (body.results ?? []).map(({ sub }) => sub);
}

/**
 * Counts the clients: there must be no more than were attempted, and no fewer than were acknowledged.
 * @param before number of clients before the load
 * @returns number of clients that the load has added
 */
export async function verifyClients(
  { cluster }: Pick<Installation, 'cluster'>,
  world: StatelessWorld,
  before: number,
  load: Load,
  ledger: Ledger,
): Promise<number> {
  const clients = (await countClients(world)) - before;
  if (clients < load.registered) ledger.violate(`${load.registered} clients were acknowledged, ${clients} are there`);
  if (clients > load.tried) ledger.violate(`${load.tried} clients were tried, ${clients} are there`);
  if (cluster) await verifySpending(cluster.url, ledger);
  return clients;
}

/** How many clients have registered themselves. */
export async function countClients({ admin }: StatelessWorld): Promise<number> {
  const query = { application: APPLICATION };
  return (await admin.call<RegisteredClientCount>('countRegisteredClients', { query })).count;
}

/**
 * Checks the database: an initial access token is spent together with the creation of its client, so there must be as
 * many uses as clients.
 */
async function verifySpending(databaseUrl: string, ledger: Ledger): Promise<void> {
  const [row] = await queryOnce<{ clients: number; spent: number; overspent: number }>(
    databaseUrl,
    `SELECT (SELECT count(*)::int FROM client WHERE jwks IS NOT NULL AND application IS NOT NULL) AS clients,
            (SELECT sum(uses)::int FROM initial_access_token) AS spent,
            (SELECT count(*)::int FROM initial_access_token WHERE uses > registrations) AS overspent`,
  );
  const { clients, spent, overspent } = row!;
  if (overspent > 0) ledger.violate(`${overspent} initial access tokens were spent more often than they were good for`);
  if (clients !== spent) ledger.violate(`there are ${clients} clients for ${spent} spent initial access tokens`);
}

/** Milliseconds within which the last counts have to be there. */
const SETTLED = 10_000;

/**
 * Compares the introspections that the servers counted with those that were made: the counts are exact but for what the
 * documentation says may be lost or there twice.
 */
export async function verifyCounts(
  world: StatelessWorld,
  tally: Tally,
  ledger: Ledger,
): Promise<Bounds & { found: number }> {
  const bounds = tally.bounds();
  let found = await introspectionsCounted(world);
  for (const until = Date.now() + SETTLED; found < bounds.least && Date.now() < until; await pause(100)) {
    found = await introspectionsCounted(world);
  }
  const made = `${bounds.least} to ${bounds.most} introspections were made`;
  if (found < bounds.least || found > bounds.most) ledger.violate(`${made}, ${found} are counted`);
  return { ...bounds, found };
}

async function introspectionsCounted({ admin }: StatelessWorld): Promise<number> {
  const query = { name: 'TOKEN_INTROSPECTION_SUCCESS', counted: 'true', limit: '100' };
  const { items } = await admin.call<EventPage>('listEvents', { query });
  return items.reduce((sum, { count = 0 }) => sum + count, 0);
}
