import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { prepared } from '../prepared-statements.js';
import { rowsOf } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';

interface Use {
  clientId: string;
  jtiHash: Buffer;
  expiresAt: EpochSeconds;
}

// In a fixed order, so that two statements with the same identifiers cannot deadlock.
const INSERT_EACH = prepared(`INSERT INTO used_assertion (client_id, jti_hash, expires_at)
    SELECT * FROM unnest($1::text[], $2::bytea[], $3::bigint[]) ORDER BY 1, 2, 3
      ON CONFLICT DO NOTHING
      RETURNING client_id AS "clientId", jti_hash AS "jtiHash", expires_at AS "expiresAt"`);

export class UsedAssertionRepository {
  private readonly shared = new SharedStatement<Use, boolean>((uses) => this.firstUses(uses));

  constructor(private readonly manager: EntityManager) {}

  /**
   * Returns whether this is the first use of an assertion; the same statement ensures that it is the last. Called only
   * after the signature was verified, so that nobody can use up the identifiers of another client.
   * @param expiresAt as signed: it is always the same for the same assertion, and so is the partition
   */
  async firstUse(clientId: string, jtiHash: Buffer, expiresAt: EpochSeconds): Promise<boolean> {
    return this.shared.ask({ clientId, jtiHash, expiresAt });
  }

  private async firstUses(uses: Use[]): Promise<boolean[]> {
    const inserted = await rowsOf<Use>(this.manager, INSERT_EACH, [
      uses.map(({ clientId }) => clientId),
      uses.map(({ jtiHash }) => jtiHash),
      uses.map(({ expiresAt }) => expiresAt),
    ]);
    const first = new Set(inserted.map(keyOf));
    // If one statement contains the same key several times, only the first of them matches the inserted row.
    return uses.map((use) => first.delete(keyOf(use)));
  }
}

function keyOf({ clientId, jtiHash, expiresAt }: Use): string {
  return `${expiresAt} ${jtiHash.toString('latin1')} ${clientId}`;
}
