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

// In one order, so that two statements with the same identifiers never wait for each other.
const INSERT_EACH = prepared(`INSERT INTO used_assertion (client_id, jti_hash, expires_at)
    SELECT * FROM unnest($1::text[], $2::bytea[], $3::bigint[]) ORDER BY 1, 2, 3
      ON CONFLICT DO NOTHING
      RETURNING client_id AS "clientId", jti_hash AS "jtiHash", expires_at AS "expiresAt"`);

export class UsedAssertionRepository {
  private readonly shared = new SharedStatement<Use, boolean>((uses) => this.firstUses(uses));

  constructor(private readonly manager: EntityManager) {}

  /**
   * Whether this is the first use of an assertion; the same statement makes sure it was the last.
   * Asked only after the signature was verified, so that nobody can burn the identifiers of another.
   * @param expiresAt as it was signed: the same assertion always names the same, and so the same partition
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
    // Of several with the same key in one statement the one inserted row makes one the first.
    return uses.map((use) => first.delete(keyOf(use)));
  }
}

function keyOf({ clientId, jtiHash, expiresAt }: Use): string {
  return `${expiresAt} ${jtiHash.toString('latin1')} ${clientId}`;
}
