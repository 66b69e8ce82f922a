import type { AuthenticationTransaction, EpochSeconds, PublicDeviceKey } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AuthenticationTransactionEntity } from '../entities/mobile.entities.js';
import { rowsOf, selectList } from '../rows.js';

/** Questions to people and their answers. */
export class AuthenticationTransactionRepository {
  constructor(private readonly manager: EntityManager) {}

  private get columns(): string {
    return selectList(this.manager, AuthenticationTransactionEntity);
  }

  /**
   * Asks, unless the device has more than enough to answer already.
   * @param maxPending questions a device may have open, this one included
   */
  async insert(transaction: AuthenticationTransaction, maxPending: number): Promise<boolean> {
    const inserted = await rowsOf(
      this.manager,
      `INSERT INTO authentication_transaction
         (id, portal, profile, device, user_id, callback_uri, sealed_question, answers, started_at, pending_until,
          expires_at)
       SELECT $1::uuid, $2, $3::uuid, $4::uuid, $5, $6, $7::bytea, 0, $8::bigint, $9::bigint, $10::bigint
        WHERE (SELECT count(*) FROM authentication_transaction
                WHERE device = $4::uuid AND outcome IS NULL AND pending_until > $8::bigint) < $11
       RETURNING 1`,
      [
        transaction.id,
        transaction.portal,
        transaction.profile,
        transaction.device,
        transaction.userId,
        transaction.callbackUri,
        transaction.sealedQuestion,
        transaction.startedAt,
        transaction.pendingUntil,
        transaction.expiresAt,
        maxPending,
      ],
    );
    return inserted.length === 1;
  }

  /** What a device may answer now, oldest first. */
  async pendingOf(device: string, now: EpochSeconds): Promise<AuthenticationTransaction[]> {
    return rowsOf<AuthenticationTransaction>(
      this.manager,
      `SELECT ${this.columns} FROM authentication_transaction
        WHERE device = $1 AND outcome IS NULL AND pending_until > $2 ORDER BY started_at, id`,
      [device, now],
    );
  }

  /**
   * Counts an answer before it is verified, so that no number of requests at once gets more tries than there are.
   * @returns the transaction, or `undefined` if this device cannot answer it (any more)
   */
  async countAnswer(
    id: string,
    device: string,
    maxAnswers: number,
    now: EpochSeconds,
  ): Promise<AuthenticationTransaction | undefined> {
    const [transaction] = await rowsOf<AuthenticationTransaction>(
      this.manager,
      `UPDATE authentication_transaction SET answers = answers + 1
        WHERE id = $1 AND device = $2 AND outcome IS NULL AND answers < $3 AND pending_until > $4
        RETURNING ${this.columns}`,
      [id, device, maxAnswers, now],
    );
    return transaction;
  }

  /**
   * Ends a transaction, once: whoever comes second gets `undefined`. What was asked is forgotten.
   * @param proof signature and the key it was verified with; `null` where no answer was right
   */
  async conclude(
    id: string,
    outcome: NonNullable<AuthenticationTransaction['outcome']>,
    proof: { signature: string; publicKey: PublicDeviceKey } | null,
    now: EpochSeconds,
  ): Promise<AuthenticationTransaction | undefined> {
    const [transaction] = await rowsOf<AuthenticationTransaction>(
      this.manager,
      `UPDATE authentication_transaction
          SET outcome = $2, signature = $3, public_key = $4::jsonb, sealed_question = NULL
        WHERE id = $1 AND outcome IS NULL AND pending_until > $5
        RETURNING ${this.columns}`,
      [id, outcome, proof?.signature ?? null, proof === null ? null : JSON.stringify(proof.publicKey), now],
    );
    return transaction;
  }

  /** A transaction for the portal that started it. */
  async find(id: string, portal: string, now: EpochSeconds): Promise<AuthenticationTransaction | undefined> {
    const [transaction] = await rowsOf<AuthenticationTransaction>(
      this.manager,
      `SELECT ${this.columns} FROM authentication_transaction WHERE id = $1 AND portal = $2 AND expires_at > $3`,
      [id, portal, now],
    );
    return transaction;
  }
}
