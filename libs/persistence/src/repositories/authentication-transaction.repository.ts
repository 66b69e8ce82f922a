import type { AuthenticationTransaction, EpochSeconds, PublicDeviceKey } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AuthenticationTransactionEntity } from '../entities/mobile.entities.js';
import { rowsOf, selectList } from '../rows.js';

/** A callback that this instance must make now. */
export interface DueCallback {
  id: string;
  portal: string;
  callbackUri: string;
  /** The application of the person who was asked. */
  application: string | null;
  /** Including this one. */
  attempts: number;
}

/** How many callbacks one portal may have under way. */
export interface PortalShares {
  perPortal: number;
  /** How many each portal has already. */
  running: ReadonlyMap<string, number>;
}

/** Questions to people and their answers. */
export class AuthenticationTransactionRepository {
  constructor(private readonly manager: EntityManager) {}

  private get columns(): string {
    return selectList(this.manager, AuthenticationTransactionEntity);
  }

  /**
   * Stores a question, unless the device has too many open ones. A statement cannot see what a concurrent one is
   * inserting, so the caller must hold a lock on the device, in a transaction.
   * @param maxPending open questions a device may have, including this one
   */
  async insert(transaction: AuthenticationTransaction, maxPending: number): Promise<boolean> {
    const inserted = await rowsOf(
      this.manager,
      `INSERT INTO authentication_transaction
         (id, portal, profile, device, user_id, callback_uri, sealed_question, answers, started_at, pending_until,
          expires_at, callback_due_at, callback_attempts)
       SELECT $1::uuid, $2, $3::uuid, $4::uuid, $5, $6, $7::bytea, 0, $8::bigint, $9::bigint, $10::bigint,
              $12::bigint, 0
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
        transaction.callbackDueAt,
      ],
    );
    return inserted.length === 1;
  }

  /** The questions a device may answer now, oldest first. */
  async pendingOf(device: string, now: EpochSeconds): Promise<AuthenticationTransaction[]> {
    return rowsOf<AuthenticationTransaction>(
      this.manager,
      `SELECT ${this.columns} FROM authentication_transaction
        WHERE device = $1 AND outcome IS NULL AND pending_until > $2 ORDER BY started_at, id`,
      [device, now],
    );
  }

  /**
   * Counts an answer before it is verified, so that concurrent requests cannot get additional attempts.
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
   * Ends a transaction, exactly once: the second caller gets `undefined`. The question is deleted.
   * @param device that answered. Nobody answers with one that has made way for another, or whose profile is gone
   * @param proof signature and the key it was verified with; `null` if no answer was valid
   */
  async conclude(
    id: string,
    device: string,
    outcome: NonNullable<AuthenticationTransaction['outcome']>,
    proof: { signature: string; publicKey: PublicDeviceKey } | null,
    now: EpochSeconds,
  ): Promise<AuthenticationTransaction | undefined> {
    const [transaction] = await rowsOf<AuthenticationTransaction>(
      this.manager,
      `UPDATE authentication_transaction
          SET outcome = $2, signature = $3, public_key = $4::jsonb, sealed_question = NULL,
              callback_due_at = CASE WHEN callback_due_at IS NULL THEN NULL ELSE $5::bigint END
        WHERE id = $1 AND device = $6 AND outcome IS NULL AND pending_until > $5::bigint
          AND EXISTS (SELECT 1 FROM mobile_device WHERE mobile_device.id = $6 FOR SHARE)
        RETURNING ${this.columns}`,
      [id, outcome, proof?.signature ?? null, proof === null ? null : JSON.stringify(proof.publicKey), now, device],
    );
    return transaction;
  }

  /**
   * Claims callbacks that are due: until `leasedUntil`, no other caller gets them.
   * @param leasedUntil when they are due again if they are not settled
   */
  async claimCallbacks(
    now: EpochSeconds,
    leasedUntil: EpochSeconds,
    limit: number,
    { perPortal, running }: PortalShares,
  ): Promise<DueCallback[]> {
    return rowsOf<DueCallback>(
      this.manager,
      `UPDATE authentication_transaction
          SET callback_attempts = callback_attempts + 1, callback_due_at = $2
        WHERE id IN (
          SELECT asked.id FROM authentication_transaction asked JOIN (
              SELECT id, portal, row_number() OVER (PARTITION BY portal ORDER BY callback_due_at, id) AS turn
                FROM authentication_transaction WHERE callback_due_at <= $1 AND expires_at > $1) ranked USING (id)
            LEFT JOIN unnest($5::text[], $6::integer[]) AS taken (portal, places) ON taken.portal = ranked.portal
           WHERE asked.callback_due_at <= $1 AND ranked.turn <= $4::integer - coalesce(taken.places, 0)
           ORDER BY ranked.turn, asked.callback_due_at LIMIT $3 FOR UPDATE OF asked SKIP LOCKED)
        RETURNING id, portal, callback_uri AS "callbackUri", callback_attempts AS attempts,
                  (SELECT client.application FROM profile JOIN client ON client.client_id = profile.client_id
                    WHERE profile.id = authentication_transaction.profile) AS application`,
      [now, leasedUntil, limit, perPortal, [...running.keys()], [...running.values()]],
    );
  }

  /**
   * Ends a claimed attempt, for good or until the next attempt.
   * @param again when it is due again; `null` means never
   * @returns false if another attempt has been made since
   */
  async settleCallback({ id, attempts }: DueCallback, again: EpochSeconds | null): Promise<boolean> {
    const settled = await rowsOf(
      this.manager,
      `UPDATE authentication_transaction SET callback_due_at = $3::bigint
        WHERE id = $1 AND callback_attempts = $2 AND callback_due_at IS NOT NULL RETURNING 1`,
      [id, attempts, again],
    );
    return settled.length === 1;
  }

  /**
   * Gives a claimed attempt back that was not made, so that it is none.
   * @param again when it is due again
   */
  async returnCallback({ id, attempts }: DueCallback, again: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE authentication_transaction SET callback_due_at = $3::bigint, callback_attempts = callback_attempts - 1
        WHERE id = $1 AND callback_attempts = $2 AND callback_due_at IS NOT NULL`,
      [id, attempts, again],
    );
  }

  /** A transaction of the portal that started it, and the application of the person who is asked. */
  async find(
    id: string,
    portal: string,
    now: EpochSeconds,
  ): Promise<(AuthenticationTransaction & { application: string | null }) | undefined> {
    const [transaction] = await rowsOf<AuthenticationTransaction & { application: string | null }>(
      this.manager,
      `SELECT ${selectList(this.manager, AuthenticationTransactionEntity, 'asked')}, client.application
         FROM authentication_transaction asked
         JOIN profile ON profile.id = asked.profile
         JOIN client ON client.client_id = profile.client_id
        WHERE asked.id = $1 AND asked.portal = $2 AND asked.expires_at > $3`,
      [id, portal, now],
    );
    return transaction;
  }
}
