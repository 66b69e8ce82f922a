import type { Basis, EpochSeconds, RegistrationTransaction } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { RegistrationTransactionEntity } from '../entities/registration.entities.js';
import { rowsOf, selectList } from '../rows.js';
import { basisValues, standingOn } from './basis.js';

export class RegistrationTransactionRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns false if the basis is not as it was */
  async insert(transaction: RegistrationTransaction, basis: Basis): Promise<boolean> {
    const inserted = await rowsOf(
      this.manager,
      `WITH ${standingOn(basis, '$7')}
       INSERT INTO registration_transaction (id_hash, identity_provider, client_id, sealed_data, script_version,
                                             attempts, expires_at)
       SELECT $1::bytea, $2, client_id, $3::bytea, $4::int, $5::int, $6::bigint FROM standing RETURNING 1`,
      [
        transaction.idHash,
        transaction.identityProvider,
        transaction.sealedData,
        transaction.scriptVersion,
        transaction.attempts,
        transaction.expiresAt,
        basisValues(basis),
      ],
    );
    return inserted.length === 1;
  }

  /**
   * Claims a transaction for one *complete* request and counts the attempt. While the claim is held, no other request
   * can claim it; it expires by itself if the server dies.
   * @param owner who may claim it: a transaction of another provider or client is left untouched
   * @param claim random value that proves the claim when the transaction is released or spent
   * @param claimedUntil when the claim expires
   */
  async claim(
    idHash: Buffer,
    owner: { identityProvider: string; clientId: string },
    claim: Buffer,
    claimedUntil: EpochSeconds,
    now: EpochSeconds,
  ): Promise<RegistrationTransaction | undefined> {
    const [transaction] = await rowsOf<RegistrationTransaction>(
      this.manager,
      `UPDATE registration_transaction SET claim = $4, claimed_until = $5, attempts = attempts + 1
        WHERE id_hash = $1 AND identity_provider = $2 AND client_id = $3 AND expires_at > $6
          AND (claimed_until IS NULL OR claimed_until <= $6)
        RETURNING ${selectList(this.manager, RegistrationTransactionEntity)}`,
      [idHash, owner.identityProvider, owner.clientId, claim, claimedUntil, now],
    );
    return transaction;
  }

  /** The transaction as stored, claimed or not: to explain why it could not be claimed. */
  async find(idHash: Buffer): Promise<RegistrationTransaction | undefined> {
    const [transaction] = await rowsOf<RegistrationTransaction>(
      this.manager,
      `SELECT ${selectList(this.manager, RegistrationTransactionEntity)} FROM registration_transaction
        WHERE id_hash = $1`,
      [idHash],
    );
    return transaction;
  }

  /** Releases a transaction for another attempt. `uncounted`: the attempt failed through no fault of the user. */
  async release(idHash: Buffer, claim: Buffer, options: { uncounted?: boolean } = {}): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE registration_transaction SET claim = NULL, claimed_until = NULL, attempts = attempts - $3
        WHERE id_hash = $1 AND claim = $2`,
      [idHash, claim, options.uncounted ? 1 : 0],
    );
  }

  /** Spends a transaction that ended without a token. */
  async spend(idHash: Buffer, claim: Buffer): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM registration_transaction WHERE id_hash = $1 AND claim = $2', [
      idHash,
      claim,
    ]);
  }
}
