import type { AdminRole, SignInMethod } from '@passant/contracts';
import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AdminAccountEntity, AdminInvitationEntity, AdminSessionEntity } from '../entities/server.entities.js';
import { rowsOf } from '../rows.js';
import { hasSecondFactor } from './second-factor.repository.js';

/** An account with a password. */
export type LocalAccount = Pick<AdminAccountEntity, 'email' | 'role' | 'createdAt'> & { passwordHash: string };

/** An administrator, or an invitation to become one, as others see them. */
export interface AdministratorRecord {
  email: string;
  role: AdminRole;
  createdAt: EpochSeconds;
  /** Only of an invitation. */
  expiresAt: EpochSeconds | null;
  /** Whether the password alone does not sign them in. */
  hasSecondFactor: boolean;
  /** Whether an OpenID provider of the company vouches for them. */
  isOfCompany: boolean;
  isDisabled: boolean;
  /** Number of live sessions, and the newest use of one of them. */
  sessions: number;
  lastUsedAt: EpochSeconds | null;
}

/** What the owner of a session calls it by. It is made from the hash, and says nothing about the token. */
const SESSION_ID = "left(encode(sha256(token_hash), 'hex'), 32)";

/** Whether the maker of an invitation still may make one: their provider may have been taken out of the settings. */
const mayInvite = (company: string) =>
  `EXISTS (SELECT 1 FROM admin_account AS inviter WHERE inviter.email = invited_by AND inviter.role = 'Admin'
             AND inviter.disabled_at IS NULL AND (inviter.issuer IS NULL OR inviter.issuer = ${company}::text))`;

/** A session as its owner sees it. */
export interface SessionRecord {
  id: string;
  createdAt: EpochSeconds;
  lastUsedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  signedInWith: SignInMethod | null;
}

/** The live session of a cookie. */
export interface SessionInUse {
  id: string;
  email: string;
  role: AdminRole;
  hasSecondFactor: boolean;
  /** The provider of the company that vouches for the account; `null` for one with a password. */
  issuer: string | null;
}

/** An invitation that ended before somebody accepted it. */
export type EndedInvitation = Pick<AdminInvitationEntity, 'email' | 'invitedBy' | 'expiresAt'>;

/** Whose accounts sign in, by the settings of the server. */
export interface WaysIn {
  /** @param issuer the provider that vouches for the account; `null` for one with a password */
  admits: (issuer: string | null) => boolean;
}

/** What became of a change that must leave somebody who may make changes: what ended with it, or why it was not made. */
export type AdminChange = EndedInvitation[] | 'absent' | 'last_admin';

/** Administrators, their sessions, and invitations. */
export class AdminRepository {
  constructor(private readonly manager: EntityManager) {}

  async findAccount(email: string): Promise<AdminAccountEntity | undefined> {
    return (await this.manager.findOneBy(AdminAccountEntity, { email })) ?? undefined;
  }

  /**
   * Keeps password and second factor of an account as they are until the transaction ends.
   * @returns false if the password is another one by now, or the account is gone
   */
  async holdAccount(email: string, passwordHash: string): Promise<boolean> {
    const held = await rowsOf(
      this.manager,
      'SELECT 1 FROM admin_account WHERE email = $1 AND password_hash = $2 FOR SHARE',
      [email, passwordHash],
    );
    return held.length === 1;
  }

  /** Waits until no sign-in to an account is under way, and keeps new ones waiting until the transaction ends. */
  async lockAccount(email: string): Promise<void> {
    await rowsOf(this.manager, 'SELECT 1 FROM admin_account WHERE email = $1 FOR NO KEY UPDATE', [email]);
  }

  /**
   * Whether a session goes on, and does until the transaction ends: what is done in it is not done after it was ended.
   * Runs in a transaction that has locked the account.
   */
  async holdSession(tokenHash: Buffer): Promise<boolean> {
    const held = await rowsOf(this.manager, 'SELECT 1 FROM admin_session WHERE token_hash = $1 FOR KEY SHARE', [
      tokenHash,
    ]);
    return held.length === 1;
  }

  /** Creates the first administrator, unless there is one already. @returns whether it was created */
  async insertFirst(account: LocalAccount): Promise<boolean> {
    const made = await rowsOf(
      this.manager,
      `INSERT INTO admin_account (email, password_hash, role, created_at)
       SELECT $1, $2, $3, $4::bigint WHERE NOT EXISTS (SELECT 1 FROM admin_account)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [account.email, account.passwordHash, account.role, account.createdAt],
    );
    return made.length === 1;
  }

  /** E-mail address of the first administrator whom a password signs in; of a disabled one only if there is no other. */
  async firstAddress(): Promise<string | undefined> {
    const [row] = await rowsOf<{ email: string }>(
      this.manager,
      `SELECT email FROM admin_account WHERE password_hash IS NOT NULL
        ORDER BY disabled_at IS NOT NULL, role <> 'Admin', created_at, email LIMIT 1`,
    );
    return row?.email;
  }

  /**
   * Sets another password, and ends all sessions of the account, and the sign-ins that began with the old one. Must be
   * called in a transaction.
   * @param verified the hash of the password that was shown for it; `null`: none has to be
   * @param except the hash of a session's token that goes on
   * @returns false if there is no such account with a password, or its password is another one by now
   */
  async replacePassword(
    email: string,
    passwordHash: string,
    { verified = null, except = null }: { verified?: string | null; except?: Buffer | null } = {},
  ): Promise<boolean> {
    const changed = await rowsOf(
      this.manager,
      `UPDATE admin_account SET password_hash = $2
        WHERE email = $1 AND password_hash IS NOT NULL AND ($3::text IS NULL OR password_hash = $3) RETURNING 1`,
      [email, passwordHash, verified],
    );
    if (changed.length === 0) return false;
    // A statement of its own: it sees the sessions, too, that were opened while the account was waited for.
    await this.deleteSessionsOf(email, except);
    return true;
  }

  async hasAccounts(): Promise<boolean> {
    return this.manager.exists(AdminAccountEntity);
  }

  /** All administrators and live invitations, by address. @param idleSince as in {@link useSession} */
  async list(now: EpochSeconds, idleSince: EpochSeconds): Promise<AdministratorRecord[]> {
    return rowsOf(
      this.manager,
      `SELECT account.email, role, account.created_at AS "createdAt", NULL::bigint AS "expiresAt",
              ${hasSecondFactor('account.email')} AS "hasSecondFactor",
              issuer IS NOT NULL AS "isOfCompany", disabled_at IS NOT NULL AS "isDisabled",
              count(token_hash)::int AS sessions, max(last_used_at) AS "lastUsedAt"
         FROM admin_account AS account
         LEFT JOIN admin_session AS session
           ON session.email = account.email AND session.expires_at > $1 AND last_used_at > $2
        GROUP BY account.email
        UNION ALL
       SELECT email, role, created_at, expires_at, false, false, false, 0, NULL FROM admin_invitation
        WHERE expires_at > $1 AND email NOT IN (SELECT email FROM admin_account)
        ORDER BY 1`,
      [now, idleSince],
    );
  }

  /** Whether somebody may invite, and may until the transaction ends. */
  async holdInviter(email: string): Promise<boolean> {
    const held = await rowsOf(
      this.manager,
      "SELECT 1 FROM admin_account WHERE email = $1 AND role = 'Admin' AND disabled_at IS NULL FOR SHARE",
      [email],
    );
    return held.length === 1;
  }

  /** Stores an invitation in place of an earlier one. @returns false if the address has an account already */
  async invite({ email, tokenHash, role, invitedBy, createdAt, expiresAt }: AdminInvitationEntity): Promise<boolean> {
    const stored = await rowsOf(
      this.manager,
      `INSERT INTO admin_invitation (email, token_hash, role, invited_by, created_at, expires_at)
       SELECT $1, $2, $3, $4, $5::bigint, $6::bigint WHERE NOT EXISTS (SELECT 1 FROM admin_account WHERE email = $1)
       ON CONFLICT (email) DO UPDATE SET token_hash = excluded.token_hash, role = excluded.role,
         invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at
       RETURNING 1`,
      [email, tokenHash, role, invitedBy, createdAt, expiresAt],
    );
    return stored.length === 1;
  }

  /** Whether an invitation is good. @param company the provider whose people may invite, beside those with a password */
  async isInvited(tokenHash: Buffer, company: string | null, now: EpochSeconds): Promise<boolean> {
    const found = await rowsOf(
      this.manager,
      `SELECT 1 FROM admin_invitation WHERE token_hash = $1 AND expires_at > $2 AND ${mayInvite('$3')}`,
      [tokenHash, now, company],
    );
    return found.length === 1;
  }

  /**
   * Spends an invitation and makes its account.
   * @param company as in {@link isInvited}
   * @returns the account; `undefined` if the invitation is no good
   */
  async acceptInvitation(
    tokenHash: Buffer,
    { passwordHash, company }: { passwordHash: string; company: string | null },
    now: EpochSeconds,
  ): Promise<Pick<AdminAccountEntity, 'email' | 'role'> | undefined> {
    const [made] = await rowsOf<Pick<AdminAccountEntity, 'email' | 'role'>>(
      this.manager,
      `WITH spent AS (
         DELETE FROM admin_invitation WHERE token_hash = $1 AND expires_at > $3::bigint AND ${mayInvite('$4')}
         RETURNING email, role
       )
       INSERT INTO admin_account (email, password_hash, role, created_at)
       SELECT email, $2, role, $3::bigint FROM spent ON CONFLICT DO NOTHING RETURNING email, role`,
      [tokenHash, passwordHash, now, company],
    );
    return made;
  }

  /** Creates an account, without an invitation. @returns false if the address has one already */
  async insertAccount(account: LocalAccount): Promise<boolean> {
    const made = await rowsOf(
      this.manager,
      `INSERT INTO admin_account (email, password_hash, role, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [account.email, account.passwordHash, account.role, account.createdAt],
    );
    return made.length === 1;
  }

  /**
   * Gives an account another role, unless nobody would be left who may make changes. Whoever may no longer invite has
   * invited nobody. Runs in a transaction.
   * @param ways whose accounts sign in: others are not left
   */
  async changeRole(email: string, role: AdminRole, ways: WaysIn): Promise<AdminChange> {
    const verdict = await this.lockedVerdict(email, role === 'Admin', ways);
    if (verdict !== 'done') return verdict;
    await this.manager.update(AdminAccountEntity, { email }, { role });
    return role === 'Admin' ? [] : this.endInvitations(email);
  }

  /**
   * Lets the owner of an account sign in, or keeps them out and ends their sessions, unless nobody would be left who may
   * make changes. Whoever is kept out has invited nobody. Runs in a transaction.
   * @param disabledAt since when they are kept out, if they are not yet; `null` lets them in
   * @param ways whose accounts sign in: others are not left
   */
  async disable(email: string, disabledAt: EpochSeconds | null, ways: WaysIn): Promise<AdminChange> {
    const verdict = await this.lockedVerdict(email, disabledAt === null, ways);
    if (verdict !== 'done') return verdict;
    await rowsOf(
      this.manager,
      `UPDATE admin_account SET disabled_at = CASE WHEN $2::bigint IS NOT NULL THEN coalesce(disabled_at, $2::bigint) END
        WHERE email = $1 RETURNING 1`,
      [email, disabledAt],
    );
    if (disabledAt === null) return [];
    await this.deleteSessionsOf(email);
    return this.endInvitations(email);
  }

  /**
   * Deletes an account with its sessions and the invitations that it made, unless it is the last of its kind. An
   * invitation to the same address, sent while another one was accepted, ends with it.
   * @param ways whose accounts sign in: others are not left
   */
  async deleteAccount(email: string, ways: WaysIn): Promise<AdminChange> {
    const verdict = await this.lockedVerdict(email, false, ways);
    if (verdict !== 'done') return verdict;
    await this.manager.delete(AdminAccountEntity, { email });
    return this.endInvitations(email);
  }

  /** Ends the invitations by this address and to it. @returns also those that had expired */
  async endInvitations(email: string): Promise<EndedInvitation[]> {
    return rowsOf(
      this.manager,
      `DELETE FROM admin_invitation WHERE invited_by = $1 OR email = $1
       RETURNING email, invited_by AS "invitedBy", expires_at AS "expiresAt"`,
      [email],
    );
  }

  /** @returns whether there was one */
  async withdrawInvitation(email: string): Promise<boolean> {
    const gone = await rowsOf(this.manager, 'DELETE FROM admin_invitation WHERE email = $1 RETURNING 1', [email]);
    return gone.length === 1;
  }

  /**
   * Whether an account may stop being one that makes changes. All of those are locked until the transaction ends: of two
   * administrators who remove each other at the same time, the second one sees that they would be the last.
   */
  private async lockedVerdict(
    email: string,
    staysAdmin: boolean,
    ways: WaysIn,
  ): Promise<'done' | 'absent' | 'last_admin'> {
    const admins = await this.lockAdmins(email);
    const changing = await this.findAccount(email);
    if (!changing) return 'absent';
    const others = admins.filter((admin) => admin.email !== email && !admin.isDisabled && ways.admits(admin.issuer));
    return changing.role === 'Admin' && !staysAdmin && others.length === 0 ? 'last_admin' : 'done';
  }

  /** An account, which nobody else changes until the transaction ends. */
  async lockedAccount(email: string): Promise<AdminAccountEntity | undefined> {
    await this.lockAdmins(email);
    return this.findAccount(email);
  }

  private lockAdmins(email: string): Promise<{ email: string; isDisabled: boolean; issuer: string | null }[]> {
    return rowsOf(
      this.manager,
      `SELECT email, disabled_at IS NOT NULL AS "isDisabled", issuer FROM admin_account
        WHERE role = 'Admin' OR email = $1 ORDER BY email FOR UPDATE`,
      [email],
    );
  }

  /** Opens a session, whatever the way in. @returns false if the account is disabled, or gone by now */
  async insertSession(session: AdminSessionEntity): Promise<boolean> {
    const { tokenHash, email, createdAt, lastUsedAt, expiresAt, signedInWith } = session;
    const opened = await rowsOf(
      this.manager,
      `INSERT INTO admin_session (token_hash, email, created_at, last_used_at, expires_at, signed_in_with)
       SELECT $1, email, $3::bigint, $4::bigint, $5::bigint, $6 FROM admin_account
        WHERE email = $2 AND disabled_at IS NULL FOR SHARE
       RETURNING 1`,
      [tokenHash, email, createdAt, lastUsedAt, expiresAt, signedInWith],
    );
    return opened.length === 1;
  }

  /** The live sessions of an account, the one used last first. */
  async sessionsOf(email: string, now: EpochSeconds, idleSince: EpochSeconds): Promise<SessionRecord[]> {
    return rowsOf(
      this.manager,
      `SELECT ${SESSION_ID} AS id, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt",
              signed_in_with AS "signedInWith"
         FROM admin_session WHERE email = $1 AND expires_at > $2 AND last_used_at > $3
        ORDER BY last_used_at DESC, 1`,
      [email, now, idleSince],
    );
  }

  /** Ends one session of an account. @returns whether there was one */
  async deleteSessionOf(email: string, id: string): Promise<boolean> {
    const gone = await rowsOf(
      this.manager,
      `DELETE FROM admin_session WHERE email = $1 AND ${SESSION_ID} = $2 RETURNING 1`,
      [email, id],
    );
    return gone.length === 1;
  }

  /**
   * Ends the sessions of an account, except one, and what would become one, also of sign-ins that are under way. Runs in a
   * transaction.
   * @returns how many sessions there were
   */
  async deleteSessionsOf(email: string, except: Buffer | null = null): Promise<number> {
    await this.lockAccount(email);
    const gone = await rowsOf(
      this.manager,
      `WITH waiting AS (DELETE FROM admin_sign_in WHERE email = $1)
       DELETE FROM admin_session WHERE email = $1 AND token_hash IS DISTINCT FROM $2::bytea RETURNING 1`,
      [email, except],
    );
    return gone.length;
  }

  /**
   * Returns the live session of a cookie, and records that it was used.
   * @param idleSince sessions last used before this time have expired
   */
  async useSession(tokenHash: Buffer, now: EpochSeconds, idleSince: EpochSeconds): Promise<SessionInUse | undefined> {
    const [row] = await rowsOf<SessionInUse>(
      this.manager,
      `UPDATE admin_session SET last_used_at = $2 FROM admin_account
        WHERE admin_session.token_hash = $1 AND admin_session.expires_at > $2 AND admin_session.last_used_at > $3
          AND admin_account.email = admin_session.email AND admin_account.disabled_at IS NULL
        RETURNING ${SESSION_ID} AS id, admin_account.email, admin_account.role, admin_account.issuer,
          ${hasSecondFactor('admin_account.email')} AS "hasSecondFactor"`,
      [tokenHash, now, idleSince],
    );
    return row;
  }

  /**
   * Ends all sessions, and what would become one, also of sign-ins that are under way. Runs in a transaction.
   * @returns how many sessions there were
   */
  async deleteAllSessions(): Promise<number> {
    await rowsOf(this.manager, 'SELECT 1 FROM admin_account ORDER BY email FOR NO KEY UPDATE', []);
    const gone = await rowsOf(
      this.manager,
      'WITH waiting AS (DELETE FROM admin_sign_in) DELETE FROM admin_session RETURNING 1',
    );
    return gone.length;
  }

  async deleteSession(tokenHash: Buffer): Promise<void> {
    await this.manager.delete(AdminSessionEntity, { tokenHash });
  }
}
