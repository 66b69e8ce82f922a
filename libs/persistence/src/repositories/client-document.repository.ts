import type { Client, ClientDocumentPolicy, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientDocumentPolicyEntity } from '../entities/server.entities.js';
import { rowsOf } from '../rows.js';

/** The grants of a client that were sent to one redirect URI. */
export interface GrantsAtRedirect {
  redirectUri: string;
  grants: number;
  people: number;
  /** When the latest of them was last used or given. */
  latest: EpochSeconds;
}

/** How many of each kind were deleted. */
export interface EndedGrants {
  grants: number;
  accessTokens: number;
  /** Authorization codes that had not been exchanged. */
  codes: number;
}

/** Documents of clients: from where they are taken, and what was given to those who share such an identifier. */
export class ClientDocumentRepository {
  constructor(private readonly manager: EntityManager) {}

  async policy(): Promise<ClientDocumentPolicy> {
    return this.manager.findOneByOrFail(ClientDocumentPolicyEntity, { singleton: true });
  }

  /** Replaces the policy if it is still at `revision`. @returns false if someone else changed it */
  async replacePolicy(
    { enabled, domains }: Pick<ClientDocumentPolicy, 'enabled' | 'domains'>,
    revision: number,
    now: EpochSeconds,
  ): Promise<boolean> {
    const changed = await rowsOf(
      this.manager,
      `UPDATE client_document_policy SET enabled = $1, domains = $2::text[], revision = revision + 1, updated_at = $3
        WHERE revision = $4 RETURNING 1`,
      [enabled, domains, now, revision],
    );
    return changed.length === 1;
  }

  /** Says that the stored document of a client is still the one at its address. Does not touch anything else. */
  async confirm(clientId: string, fetchedAt: EpochSeconds, freshUntil: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE client SET document_fetched_at = $2, document_fresh_until = $3
        WHERE client_id = $1 AND document_fresh_until IS NOT NULL AND document_fetched_at <= $2`,
      [clientId, fetchedAt, freshUntil],
    );
  }

  /** Keeps a client that would be deleted unless it was used: an administrator answers for it now. */
  async keep(clientId: string): Promise<void> {
    await rowsOf(this.manager, 'UPDATE client SET expires_at = NULL WHERE client_id = $1', [clientId]);
  }

  /** Where grants of a client went: a refresh token per grant, the busiest redirect URI first. */
  async grantsOf(clientId: Client['clientId'], now: EpochSeconds, limit: number): Promise<GrantsAtRedirect[]> {
    return rowsOf<GrantsAtRedirect>(
      this.manager,
      `SELECT redirect_uri AS "redirectUri", count(*) AS grants, count(DISTINCT profile) AS people,
              max(issued_at) AS latest
         FROM refresh_token WHERE client_id = $1 AND redirect_uri IS NOT NULL AND expires_at > $2
        GROUP BY redirect_uri ORDER BY count(*) DESC, redirect_uri LIMIT $3`,
      [clientId, now, limit],
    );
  }

  /** Every redirect URI that something of a client is still there for. */
  async redirectUrisOf(clientId: string): Promise<string[]> {
    const rows = await rowsOf<{ uri: string }>(
      this.manager,
      `SELECT redirect_uri AS uri FROM refresh_token WHERE client_id = $1 AND redirect_uri IS NOT NULL
        UNION SELECT redirect_uri FROM authorization_code WHERE client_id = $1`,
      [clientId],
    );
    return rows.map(({ uri }) => uri);
  }

  /**
   * Ends what was given to a client at these redirect URIs, and nothing that was given at others: codes, refresh tokens
   * with all their access tokens, and access tokens without one, which a used code remembers. Must be called in a
   * transaction.
   */
  async endGrants(clientId: string, redirectUris: readonly string[]): Promise<EndedGrants> {
    const count = async (sql: string): Promise<number> => {
      const [row] = await rowsOf<{ count: number }>(
        this.manager,
        `WITH gone AS (${sql} RETURNING 1) SELECT count(*) AS count FROM gone`,
        [clientId, redirectUris],
      );
      return row!.count;
    };
    const ours = 'client_id = $1 AND redirect_uri = ANY ($2::text[])';
    // What can be exchanged for tokens goes first: this waits for exchanges under way, and what follows sees their tokens.
    const codes = await count(`DELETE FROM authorization_code WHERE ${ours} AND redeemed_at IS NULL`);
    const accessTokens = await count(
      `DELETE FROM access_token WHERE client_id = $1
          AND (family IN (SELECT family FROM refresh_token WHERE ${ours})
               OR token_hash IN (SELECT access_token_hash FROM authorization_code WHERE ${ours}))`,
    );
    const grants = await count(`DELETE FROM refresh_token WHERE ${ours}`);
    return { grants, accessTokens, codes };
  }
}
