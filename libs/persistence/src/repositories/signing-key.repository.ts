import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { SigningKeyEntity } from '../entities/server.entities.js';
import { insertNew, rowsOf } from '../rows.js';

export class SigningKeyRepository {
  constructor(private readonly manager: EntityManager) {}

  async all(): Promise<SigningKeyEntity[]> {
    return this.manager.find(SigningKeyEntity, { order: { createdAt: 'ASC' } });
  }

  async insert(key: SigningKeyEntity): Promise<void> {
    await insertNew(this.manager, SigningKeyEntity, key);
  }

  /**
   * Keeps everybody else from rotating until the transaction ends.
   * @returns false if the key does not sign any more: somebody rotated meanwhile
   */
  async lockCurrent(kid: string): Promise<boolean> {
    const locked = await rowsOf(
      this.manager,
      "SELECT 1 FROM signing_key WHERE kid = $1 AND state = 'current' FOR UPDATE",
      [kid],
    );
    return locked.length === 1;
  }

  /** Deletes the previous keys of which everything they signed has expired. */
  async deleteOutlived(now: EpochSeconds): Promise<void> {
    await rowsOf(this.manager, "DELETE FROM signing_key WHERE state = 'previous' AND published_until <= $1", [now]);
  }

  /**
   * The current key becomes a previous one and the next one current, which leaves the place of the next one empty.
   * @param publishedUntil when the last thing that the current key signed will have expired
   */
  async advance(publishedUntil: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      "UPDATE signing_key SET state = 'previous', published_until = $1 WHERE state = 'current'",
      [publishedUntil],
    );
    await rowsOf(this.manager, "UPDATE signing_key SET state = 'current' WHERE state = 'next'");
  }
}
