import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

export class UsedAssertionRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Whether this is the first use of an assertion; the same statement makes sure it was the last.
   * Asked only after the signature was verified, so that nobody can burn the identifiers of another.
   */
  async firstUse(clientId: string, jtiHash: Buffer, expiresAt: EpochSeconds): Promise<boolean> {
    const inserted = await rowsOf(
      this.manager,
      `INSERT INTO used_assertion (client_id, jti_hash, expires_at) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING RETURNING 1`,
      [clientId, jtiHash, expiresAt],
    );
    return inserted.length === 1;
  }
}
