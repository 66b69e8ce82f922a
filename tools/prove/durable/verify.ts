import { PATHS, type RegisteredClientCount } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { queryOnce } from '../../world/databases.js';
import { APPLICATION, type StatelessWorld } from '../../world/stateless-world.js';
import type { Installation, Server } from './installation.js';
import type { Ledger } from './ledger.js';
import type { Issued, Load } from './load.js';

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
