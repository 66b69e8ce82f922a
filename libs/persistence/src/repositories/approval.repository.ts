import type { ApprovalState } from '@passant/contracts';
import type { EpochSeconds, WaitingApprovals } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AdminApprovalEntity, AdminPolicyEntity } from '../entities/approval.entities.js';
import { rowsOf, selectList } from '../rows.js';

/** A request that waits for another administrator, or was decided lately. */
export type ApprovalRecord = AdminApprovalEntity;

/** A request that is to wait. */
export type NewApproval = Pick<ApprovalRecord, 'id' | 'endpoint' | 'version' | 'askedBy' | 'askedAt' | 'expiresAt'> & {
  sealedRequest: Buffer;
};

/** Who decided what about a request. */
export interface Decision {
  state: Exclude<ApprovalState, 'PENDING'>;
  by: string;
  at: EpochSeconds;
  /** Error code, of one that failed. */
  error?: string;
}

/** An approval that a transaction carries out. */
export interface UsedApproval {
  id: string;
  by: string;
  at: EpochSeconds;
}

/** Seconds for which it is kept that a request was decided. */
const REMEMBERED = 7 * 86_400;

/** Thrown at the end of a transaction that carries out what somebody else decided, or nobody decided in time. */
export class ApprovalSpentError extends Error {
  override readonly name = 'ApprovalSpentError';
}

/** Whether a second administrator is required, and the requests that wait for one. */
export class ApprovalRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Whether what cannot be undone waits for a second administrator. */
  async isRequired(): Promise<boolean> {
    return (await this.manager.findOneByOrFail(AdminPolicyEntity, { singleton: true })).secondApproval;
  }

  /** @returns whether that was a change */
  async require(required: boolean): Promise<boolean> {
    const changed = await rowsOf(
      this.manager,
      'UPDATE admin_policy SET second_approval = $1 WHERE second_approval <> $1 RETURNING 1',
      [required],
    );
    return changed.length === 1;
  }

  /**
   * Admins who may sign in and whose accounts were made before a moment: no account of somebody's own making decides what
   * they ask for. They stay what they are until the transaction ends.
   */
  async holdApprovers(madeUntil: EpochSeconds): Promise<{ email: string; issuer: string | null }[]> {
    return rowsOf(
      this.manager,
      `SELECT email, issuer FROM admin_account
        WHERE role = 'Admin' AND disabled_at IS NULL AND created_at <= $1 ORDER BY email FOR SHARE`,
      [madeUntil],
    );
  }

  /**
   * The requests that wait for an administrator: what somebody else asked for and they may approve. None for whoever is no
   * Admin, and for an API client, which has no account.
   * @param probation seconds for which their account has to have been there when it was asked for
   */
  async waitingFor(email: string, probation: number, now: EpochSeconds): Promise<WaitingApprovals> {
    const [waiting] = await rowsOf<WaitingApprovals>(
      this.manager,
      `SELECT count(*)::integer AS requests, min(asked.expires_at) AS "firstEnd"
         FROM admin_approval asked
         JOIN admin_account account ON account.email = $1 AND account.role = 'Admin' AND account.disabled_at IS NULL
          AND account.created_at <= asked.asked_at - $2::bigint
        WHERE asked.state = 'PENDING' AND asked.expires_at > $3 AND asked.asked_by <> $1`,
      [email, probation, now],
    );
    return waiting!;
  }

  /** Has a request wait. @param most that may wait of one administrator. @returns false if so many do */
  async ask(asked: NewApproval, most: number): Promise<boolean> {
    const { id, endpoint, sealedRequest, version, askedBy, askedAt, expiresAt } = asked;
    const stored = await rowsOf(
      this.manager,
      `INSERT INTO admin_approval (id, endpoint, sealed_request, version, asked_by, asked_at, expires_at, state)
       SELECT $1, $2, $3, $4, $5::text, $6::bigint, $7, 'PENDING'
        WHERE (SELECT count(*) FROM admin_approval
                WHERE asked_by = $5::text AND state = 'PENDING' AND expires_at > $6::bigint) < $8::integer
       RETURNING 1`,
      [id, endpoint, sealedRequest, version, askedBy, askedAt, expiresAt, most],
    );
    return stored.length === 1;
  }

  async find(id: string, now: EpochSeconds): Promise<ApprovalRecord | undefined> {
    const [found] = await rowsOf<ApprovalRecord>(
      this.manager,
      `SELECT ${selectList(this.manager, AdminApprovalEntity)} FROM admin_approval WHERE id = $1 AND expires_at > $2`,
      [id, now],
    );
    return found;
  }

  /** Those that wait first, then newest first. */
  async list(now: EpochSeconds, limit: number): Promise<ApprovalRecord[]> {
    return rowsOf(
      this.manager,
      `SELECT ${selectList(this.manager, AdminApprovalEntity)} FROM admin_approval WHERE expires_at > $1
        ORDER BY state <> 'PENDING', asked_at DESC, id LIMIT $2`,
      [now, limit],
    );
  }

  /**
   * Decides a request, once, and keeps nothing of it but that. Only its owner withdraws it, and somebody else decides
   * everything else.
   * @returns false if it was decided before, is too old, or is not theirs to decide
   */
  async decide(id: string, { state, by, at, error }: Decision): Promise<boolean> {
    const decided = await rowsOf(
      this.manager,
      `UPDATE admin_approval
          SET state = $2::text, decided_by = $3::text, decided_at = $4::bigint, error = $5, sealed_request = NULL,
              expires_at = $4::bigint + ${REMEMBERED}
        WHERE id = $1 AND state = 'PENDING' AND expires_at > $4::bigint
          AND (asked_by IS NOT DISTINCT FROM $3::text) = ($2::text = 'WITHDRAWN') RETURNING 1`,
      [id, state, by, at, error ?? null],
    );
    return decided.length === 1;
  }

  /** Decides that a request is carried out. Throws {@link ApprovalSpentError}. */
  async carryOut({ id, by, at }: UsedApproval): Promise<void> {
    if (!(await this.decide(id, { state: 'CARRIED_OUT', by, at }))) throw new ApprovalSpentError();
  }

  /**
   * Withdraws every request that waits, for the operator.
   * @returns how many
   */
  async clear(by: string, at: EpochSeconds): Promise<number> {
    const cleared = await rowsOf(
      this.manager,
      `UPDATE admin_approval
          SET state = 'WITHDRAWN', decided_by = $1, decided_at = $2::bigint, sealed_request = NULL,
              expires_at = $2::bigint + ${REMEMBERED}
        WHERE state = 'PENDING' AND expires_at > $2::bigint RETURNING 1`,
      [by, at],
    );
    return cleared.length;
  }
}
