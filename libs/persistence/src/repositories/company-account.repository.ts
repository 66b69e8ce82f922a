import type { AdminRole } from '@passant/contracts';
import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import type { AdminAccountEntity } from '../entities/server.entities.js';
import { rowsOf } from '../rows.js';

/** Whom the company's OpenID provider means: its issuer, and its identifier of the person. */
export interface CompanySubject {
  issuer: string;
  subject: string;
}

/** The account of somebody whom the company vouches for. */
export type CompanyAccount = Pick<AdminAccountEntity, 'email' | 'role' | 'disabledAt'>;

/** Administrators who sign in by an OpenID provider of the company. */
export class CompanyAccountRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Spends a sign-in that the browser brings back. @returns false if it was spent before */
  async spendSignIn(tokenHash: Buffer, expiresAt: EpochSeconds): Promise<boolean> {
    const spent = await rowsOf(
      this.manager,
      `INSERT INTO admin_spent_sign_in (token_hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
      [tokenHash, expiresAt],
    );
    return spent.length === 1;
  }

  /** The account of a person, which nobody else changes until the transaction ends. */
  async lock({ issuer, subject }: CompanySubject): Promise<CompanyAccount | undefined> {
    const [account] = await rowsOf<CompanyAccount>(
      this.manager,
      `SELECT email, role, disabled_at AS "disabledAt" FROM admin_account
        WHERE issuer = $1 AND subject = $2 FOR UPDATE`,
      [issuer, subject],
    );
    return account;
  }

  /**
   * Makes the account of a person. An invitation to the same address has become useless with it.
   * @returns false if there is an account of this person or of this address, whoever's it is
   */
  async insert(
    { issuer, subject }: CompanySubject,
    { email, role }: { email: string; role: AdminRole },
    now: EpochSeconds,
  ): Promise<boolean> {
    const made = await rowsOf(
      this.manager,
      `INSERT INTO admin_account (email, role, issuer, subject, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [email, role, issuer, subject, now],
    );
    return made.length === 1;
  }

  /** Gives an account the role that its groups give. The account has to be locked. */
  async changeRole(email: string, role: AdminRole): Promise<void> {
    await rowsOf(this.manager, 'UPDATE admin_account SET role = $2 WHERE email = $1 RETURNING 1', [email, role]);
  }

  /** Deletes an account with its sessions. The account has to be locked. */
  async remove(email: string): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM admin_account WHERE email = $1 RETURNING 1', [email]);
  }

  /**
   * Gives an account another address. Its sessions end, and the invitations that it made are known by the new address.
   * The account has to be locked.
   * @returns false if there is an account of the new address
   */
  async changeAddress(from: string, to: string): Promise<boolean> {
    if (!(await this.reserve(from, to))) return false;
    await rowsOf(this.manager, 'DELETE FROM admin_session WHERE email = $1 RETURNING 1', [from]);
    await rowsOf(this.manager, 'UPDATE admin_account SET email = $2 WHERE email = $1 RETURNING 1', [from, to]);
    await rowsOf(this.manager, 'UPDATE admin_invitation SET invited_by = $2 WHERE invited_by = $1 RETURNING 1', [
      from,
      to,
    ]);
    return true;
  }

  /**
   * Keeps an address from everybody else until the transaction ends. An update would fail where another transaction takes
   * it at the same moment; an insert waits, and can do nothing. So a row takes it that nobody ever sees, and makes way.
   */
  private async reserve(from: string, to: string): Promise<boolean> {
    const reserved = await rowsOf(
      this.manager,
      `INSERT INTO admin_account (email, role, password_hash, created_at)
       SELECT $2, role, '', created_at FROM admin_account WHERE email = $1
       ON CONFLICT DO NOTHING RETURNING 1`,
      [from, to],
    );
    if (reserved.length === 0) return false;
    await this.remove(to);
    return true;
  }
}
