import pg from 'pg';
import { queryOnce } from '../../world/databases.js';
import type { Installation } from './installation.js';

/** How a PostgreSQL that is there can be of no use. */
export type Outage = 'frozen' | 'unreachable' | 'refused' | 'crowded' | 'read-only';

/** Ends an outage. */
type End = () => Promise<void> | void;

/** What brings each of them about. */
export const OUTAGES: Record<Outage, (to: Required<Pick<Installation, 'cluster' | 'address'>>) => Promise<End> | End> =
  {
    frozen: ({ cluster }) => {
      cluster.freeze();
      return () => cluster.thaw();
    },
    unreachable: ({ address }) => {
      address.block();
      return () => address.open();
    },
    refused: ({ address }) => address.shut(),
    crowded: ({ cluster }) => takeAllConnections(cluster.url),
    'read-only': async ({ cluster: { url } }) => {
      await queryOnce(url, 'ALTER SYSTEM SET default_transaction_read_only = on');
      await queryOnce(url, 'SELECT pg_reload_conf()');
      return async () => {
        const writing = Object.assign(new URL(url), {
          search: '?options=-c%20default_transaction_read_only%3Doff',
        }).href;
        await queryOnce(writing, 'ALTER SYSTEM RESET default_transaction_read_only');
        await queryOnce(writing, 'SELECT pg_reload_conf()');
      };
    },
  };

/** Takes every connection that PostgreSQL has, those of others included. */
async function takeAllConnections(connectionString: string): Promise<End> {
  const taken: pg.Client[] = [];
  const takeFree = async () => {
    for (;;) {
      const client = new pg.Client({ connectionString, application_name: 'crowd' });
      client.on('error', () => {}); // it ends with the outage at the latest
      try {
        await client.connect();
      } catch {
        return; // none is left
      }
      taken.push(client);
    }
  };
  await takeFree();
  // Whoever is thrown out comes back at once, so it takes several times until nobody else has any.
  for (;;) {
    const { rows } = await taken[0]!.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND application_name <> 'crowd'`,
    );
    if (rows.length === 0) break;
    await takeFree();
  }
  return async () => {
    await Promise.all(taken.map((client) => client.end()));
  };
}
