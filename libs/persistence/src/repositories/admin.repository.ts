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

  /** Makes the first administrator; does nothing once there is one. @returns whether it was made */
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

  async hasAccounts(): Promise<boolean> {
    return this.manager.exists(AdminAccountEntity);
  }

  async insertSession(session: AdminSessionEntity): Promise<void> {
    await this.manager.insert(AdminSessionEntity, session);
  }

  /**
   * The live session of a cookie, and notes that it was used.
   * @param idleSince sessions last used before this moment are over
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

  async deleteSession(tokenHash: Buffer): Promise<void> {
    await this.manager.delete(AdminSessionEntity, { tokenHash });
  }
}
