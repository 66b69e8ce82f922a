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

  async deletePrevious(): Promise<void> {
    await rowsOf(this.manager, "DELETE FROM signing_key WHERE state = 'previous'");
  }

  /** Moves the key of one state into another, which must be empty: there is one key in each. */
  async move(from: SigningKeyEntity['state'], to: SigningKeyEntity['state']): Promise<void> {
    await rowsOf(this.manager, 'UPDATE signing_key SET state = $2 WHERE state = $1', [from, to]);
  }
}
