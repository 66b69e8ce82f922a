import { createHash } from 'node:crypto';
import type { Client } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { rowsOf, selectList } from '../rows.js';
import { type ClientFilter, FILTER_CONDITION, type UsedClient, filterParameters } from './client-filter.js';

/** Names a set of clients: another as soon as one is gone or has come, also under the identifier of one that went. */
export function digestOf(clients: readonly Pick<Client, 'incarnation'>[]): string {
  const incarnations = clients.map(({ incarnation }) => incarnation).toSorted();
  return createHash('sha256').update(incarnations.join(',')).digest('hex');
}

const CLIENTS = 'client c LEFT JOIN client_use u ON u.client_id = c.client_id';

/** Registered clients, for administrators to view and clean up. */
export class RegisteredClientRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Newest first. @param after creation time and identifier that the page starts after */
  async list(
    filter: Omit<ClientFilter, 'after'>,
    after: { createdAt: number; clientId: string } | undefined,
    limit: number,
  ): Promise<UsedClient[]> {
    return rowsOf<UsedClient>(
      this.manager,
      `SELECT ${selectList(this.manager, ClientEntity, 'c')}, u.last_used AS "lastUsed" FROM ${CLIENTS}
        WHERE ${FILTER_CONDITION} AND ($9::bigint IS NULL OR (c.created_at, c.client_id) < ($9, $10))
        ORDER BY c.created_at DESC, c.client_id DESC LIMIT $11`,
      [...filterParameters(filter), after?.createdAt ?? null, after?.clientId ?? null, limit],
    );
  }

  async find(clientId: string, kinds: readonly Client['kind'][]): Promise<UsedClient | undefined> {
    const [client] = await rowsOf<UsedClient>(
      this.manager,
      `SELECT ${selectList(this.manager, ClientEntity, 'c')}, u.last_used AS "lastUsed" FROM ${CLIENTS}
        WHERE c.client_id = $1 AND c.kind = ANY ($2::text[])`,
      [clientId, kinds],
    );
    return client;
  }

  /** How many clients match a filter, counted up to `most`, and the {@link digestOf} them. */
  async count(filter: Omit<ClientFilter, 'after'>, most: number): Promise<{ count: number; digest: string }> {
    const counted = await rowsOf<Pick<Client, 'incarnation'>>(
      this.manager,
      `SELECT c.incarnation FROM ${CLIENTS} WHERE ${FILTER_CONDITION} LIMIT $9`,
      [...filterParameters(filter), most],
    );
    return { count: counted.length, digest: digestOf(counted) };
  }

  /**
   * Deletes the clients that match a filter, with everything that depends on them, if their number is exactly the one
   * that the administrator was shown.
   * @returns the deleted clients: none if the number differs
   */
  async deleteExactly(filter: Omit<ClientFilter, 'after'>, expected: number): Promise<Client[]> {
    return rowsOf<Client>(
      this.manager,
      `WITH matching AS (SELECT c.client_id FROM ${CLIENTS} WHERE ${FILTER_CONDITION} LIMIT $9 FOR UPDATE OF c)
       DELETE FROM client WHERE client_id IN (SELECT client_id FROM matching)
          AND (SELECT count(*) FROM matching) = $10
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [...filterParameters(filter), expected + 1, expected],
    );
  }

  /** Deletes the clients registered with an initial access token. @returns the deleted clients */
  async deleteMadeWith(initialAccessToken: string): Promise<Client[]> {
    return rowsOf<Client>(
      this.manager,
      `DELETE FROM client WHERE initial_access_token = $1 RETURNING ${selectList(this.manager, ClientEntity)}`,
      [initialAccessToken],
    );
  }
}
