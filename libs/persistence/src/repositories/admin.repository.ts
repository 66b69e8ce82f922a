import type { AdminRole } from '@passant/contracts';
import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AdminAccountEntity, AdminSessionEntity } from '../entities/server.entities.js';
import { rowsOf } from '../rows.js';

/** Administrators and their sessions. */
export class AdminRepository {
  constructor(private readonly manager: EntityManager) {}

  async findAccount(email: string): Promise<AdminAccountEntity | undefined> {
    return (await this.manager.findOneBy(AdminAccountEntity, { email })) ?? undefined;
  }

  /** Creates the first administrator, unless there is one already. @returns whether it was created */
  async insertFirst(account: AdminAccountEntity): Promise<boolean> {
    const made = await rowsOf(
      this.manager,
      `INSERT INTO admin_account (email, password_hash, role, created_at)
       SELECT $1, $2, $3, $4::bigint WHERE NOT EXISTS (SELECT 1 FROM admin_account)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [account.email, account.passwordHash, account.role, account.createdAt],
    );
    return made.length === 1;
  }

  /** E-mail address of the first administrator; `undefined` if there is none. */
  async firstAddress(): Promise<string | undefined> {
    const [row] = await rowsOf<{ email: string }>(
      this.manager,
      "SELECT email FROM admin_account ORDER BY role <> 'Admin', created_at, email LIMIT 1",
    );
    return row?.email;
  }

  /** Sets another password, and ends all sessions of the account. @returns false if there is no such account */
  async replacePassword(email: string, passwordHash: string): Promise<boolean> {
    const changed = await rowsOf(
      this.manager,
      `WITH account AS (UPDATE admin_account SET password_hash = $2 WHERE email = $1 RETURNING email),
            ended AS (DELETE FROM admin_session USING account WHERE admin_session.email = account.email)
       SELECT 1 FROM account`,
      [email, passwordHash],
    );
    return changed.length === 1;
  }

  async hasAccounts(): Promise<boolean> {
    return this.manager.exists(AdminAccountEntity);
  }

  async insertSession(session: AdminSessionEntity): Promise<void> {
    await this.manager.insert(AdminSessionEntity, session);
  }

  /**
   * Returns the live session of a cookie, and records that it was used.
   * @param idleSince sessions last used before this time have expired
   */
  async useSession(
    tokenHash: Buffer,
    now: EpochSeconds,
    idleSince: EpochSeconds,
  ): Promise<{ email: string; role: AdminRole } | undefined> {
    const [row] = await rowsOf<{ email: string; role: AdminRole }>(
      this.manager,
      `UPDATE admin_session SET last_used_at = $2 FROM admin_account
        WHERE admin_session.token_hash = $1 AND admin_session.expires_at > $2 AND admin_session.last_used_at > $3
          AND admin_account.email = admin_session.email
        RETURNING admin_account.email, admin_account.role`,
      [tokenHash, now, idleSince],
    );
    return row;
  }

  /** Ends all sessions. @returns how many there were */
  async deleteAllSessions(): Promise<number> {
    return (await rowsOf(this.manager, 'DELETE FROM admin_session RETURNING 1')).length;
  }

  async deleteSession(tokenHash: Buffer): Promise<void> {
    await this.manager.delete(AdminSessionEntity, { tokenHash });
  }
}
