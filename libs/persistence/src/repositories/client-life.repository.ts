import type { Client, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { rowsOf, selectList } from '../rows.js';
import { type ClientFilter, FILTER_CONDITION, type UsedClient, filterParameters } from './client-filter.js';

/** When clients were used, and which of them must be deleted. */
export class ClientLifeRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Records that clients were used. The first use of a client clears its expiry, so that it stays; not in a trial. */
  async noteUse(clientIds: string[], now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `WITH used AS (
         INSERT INTO client_use (client_id, last_used)
         SELECT client_id, $2::bigint FROM client WHERE client_id = ANY ($1::text[]) ORDER BY client_id FOR KEY SHARE
         ON CONFLICT (client_id) DO UPDATE SET last_used = greatest(client_use.last_used, excluded.last_used)
         RETURNING client_id)
       UPDATE client SET expires_at = NULL
        WHERE client_id IN (SELECT client_id FROM used) AND expires_at IS NOT NULL AND trial IS NULL`,
      [[...new Set(clientIds)], now],
    );
  }

  /** Clients in the order of their identifiers. */
  async list(filter: ClientFilter, limit: number): Promise<UsedClient[]> {
    return rowsOf<UsedClient>(
      this.manager,
      `SELECT ${selectList(this.manager, ClientEntity, 'c')}, u.last_used AS "lastUsed"
         FROM client c LEFT JOIN client_use u ON u.client_id = c.client_id
        WHERE ${FILTER_CONDITION} ORDER BY c.client_id LIMIT $9`,
      [...filterParameters(filter), limit],
    );
  }

  /**
   * Deletes clients that were not used before they expired. Use is recorded with a delay, so a live token or a
   * profile also counts as use. A trial's client is deleted whether it was used or not; a disabled client that a document
   * describes stays: it would come back, enabled.
   * @returns the deleted clients, at most `limit`
   */
  async deleteExpired(now: EpochSeconds, limit: number): Promise<Client[]> {
    return rowsOf<Client>(
      this.manager,
      `DELETE FROM client WHERE client_id IN (
         SELECT c.client_id FROM client c
          WHERE c.expires_at <= $1 AND (c.enabled OR c.document_fetched_at IS NULL)
            AND (c.trial IS NOT NULL
                 OR NOT EXISTS (SELECT 1 FROM profile p WHERE p.client_id = c.client_id)
                AND NOT EXISTS (SELECT 1 FROM access_token t WHERE t.client_id = c.client_id AND t.expires_at > $1))
          ORDER BY c.expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [now, limit],
    );
  }

  /**
   * Deletes abandoned app instances: created and last used before a given time, without a profile and
   * without a live token.
   * @returns the deleted clients, at most `limit`
   */
  async deleteForgottenInstances(idleSince: EpochSeconds, now: EpochSeconds, limit: number): Promise<Client[]> {
    return rowsOf<Client>(
      this.manager,
      `DELETE FROM client WHERE client_id IN (
         SELECT c.client_id FROM client c
          WHERE c.kind = 'instance' AND c.created_at < $1
            AND NOT EXISTS (SELECT 1 FROM client_use u WHERE u.client_id = c.client_id AND u.last_used >= $1)
            AND NOT EXISTS (SELECT 1 FROM profile p WHERE p.client_id = c.client_id)
            AND NOT EXISTS (SELECT 1 FROM access_token t WHERE t.client_id = c.client_id AND t.expires_at > $2)
          ORDER BY c.client_id LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [idleSince, now, limit],
    );
  }
}
