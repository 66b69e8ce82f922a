import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { SigningKeyEntity } from '../entities/server.entities.js';
import { insertNew, rowsOf } from '../rows.js';

export class SigningKeyRepository {
  constructor(private readonly manager: EntityManager) {}

  async all(): Promise<SigningKeyEntity[]> {
    return this.manager.find(SigningKeyEntity, { order: { createdAt: 'ASC', kid: 'ASC' } });
  }

  async insert(key: SigningKeyEntity): Promise<void> {
    await insertNew(this.manager, SigningKeyEntity, key);
  }

  /** Locks the keys against changes until the transaction ends. @returns all keys, as they are then */
  async lock(): Promise<SigningKeyEntity[]> {
    // In a fixed order, so that two concurrent changes cannot deadlock.
    await rowsOf(this.manager, 'SELECT 1 FROM signing_key ORDER BY kid FOR UPDATE');
    return this.all();
  }

  /** Withdraws keys for good, and deletes their private parts. */
  async withdraw(kids: readonly string[], now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE signing_key SET state = 'withdrawn', sealed_private_jwk = NULL, published_until = NULL, withdrawn_at = $2
        WHERE kid = ANY ($1::text[])`,
      [kids, now],
    );
  }

  /** Makes announced keys current, for algorithms that have no current key. */
  async promote(kids: readonly string[]): Promise<void> {
    await rowsOf(this.manager, "UPDATE signing_key SET state = 'current' WHERE kid = ANY ($1::text[])", [kids]);
  }

  /** Deletes previous keys once everything they signed has expired. */
  async deleteOutlived(now: EpochSeconds): Promise<void> {
    await rowsOf(this.manager, "DELETE FROM signing_key WHERE state = 'previous' AND published_until <= $1", [now]);
  }

  /**
   * Makes the current key of an algorithm the previous one and the next one current, so that there is no next one.
   * @param publishedUntil when the last token signed with the current key will have expired
   */
  async advance(algorithm: SigningKeyEntity['algorithm'], publishedUntil: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      "UPDATE signing_key SET state = 'previous', published_until = $2 WHERE state = 'current' AND algorithm = $1",
      [algorithm, publishedUntil],
    );
    await rowsOf(this.manager, "UPDATE signing_key SET state = 'current' WHERE state = 'next' AND algorithm = $1", [
      algorithm,
    ]);
  }
}
