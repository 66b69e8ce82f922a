import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AdminSecondFactorEntity, AdminSignInEntity } from '../entities/second-factor.entities.js';
import { rowsOf } from '../rows.js';

/** An authenticator app that counts. */
export interface SecondFactorRecord {
  sealedSecret: Buffer;
  createdAt: EpochSeconds;
}

/** Whether the account of a row has a second factor that counts: an authenticator app or a passkey. */
export const hasSecondFactor = (email: string) =>
  `(EXISTS (SELECT 1 FROM admin_second_factor AS factor WHERE factor.email = ${email} AND factor.expires_at IS NULL)
    OR EXISTS (SELECT 1 FROM admin_passkey AS passkey WHERE passkey.email = ${email}))`;

/** The second factors of an account. */
export interface AccountFactors {
  /** Whether a code of an authenticator app is taken. */
  hasApp: boolean;
  passkeys: number;
  /** How many recovery codes are left. */
  recoveryCodes: number;
}

/** How guesses slow down. */
export interface GuessLimit {
  /** Consecutive failures at which the wait begins, at one second; each further one doubles it. */
  free: number;
  /** Seconds. */
  longestWait: number;
  /** Seconds without a failure after which earlier failures are forgotten. */
  forgottenAfter: number;
}

/** Whose guesses are counted together. */
export interface Guesser {
  email: string;
  /** Whether somebody signed in to the account with that browser before. */
  knownBrowser: boolean;
}

/** Authenticator apps and recovery codes of administrators, and sign-ins that wait for a second factor. */
export class SecondFactorRepository {
  constructor(private readonly manager: EntityManager) {}

  /** All second factors of an account that count. */
  async factorsOf(email: string): Promise<AccountFactors> {
    const [row] = await rowsOf<AccountFactors>(
      this.manager,
      `SELECT EXISTS (SELECT 1 FROM admin_second_factor WHERE email = $1 AND expires_at IS NULL) AS "hasApp",
              (SELECT count(*)::int FROM admin_passkey WHERE email = $1) AS passkeys,
              (SELECT count(*)::int FROM admin_recovery_code WHERE email = $1) AS "recoveryCodes"`,
      [email],
    );
    return row!;
  }

  /** The authenticator app of an account, if one was confirmed. */
  async find(email: string): Promise<SecondFactorRecord | undefined> {
    const [row] = await rowsOf<SecondFactorRecord>(
      this.manager,
      `SELECT sealed_secret AS "sealedSecret", created_at AS "createdAt"
         FROM admin_second_factor WHERE email = $1 AND expires_at IS NULL`,
      [email],
    );
    return row;
  }

  /**
   * Stores a secret that is not confirmed yet, in place of an earlier one.
   * @param sessionHash the hash of the token of the session that may confirm it
   * @returns false if one counts already
   */
  async start(
    email: string,
    sealedSecret: Buffer,
    { sessionHash, now, expiresAt }: { sessionHash: Buffer; now: EpochSeconds; expiresAt: EpochSeconds },
  ): Promise<boolean> {
    const stored = await rowsOf(
      this.manager,
      `INSERT INTO admin_second_factor AS factor (email, sealed_secret, created_at, expires_at, session_hash, last_step)
       VALUES ($1, $2, $3, $4, $5, 0)
       ON CONFLICT (email) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at,
         expires_at = excluded.expires_at, session_hash = excluded.session_hash WHERE factor.expires_at IS NOT NULL
       RETURNING 1`,
      [email, sealedSecret, now, expiresAt, sessionHash],
    );
    return stored.length === 1;
  }

  /** The secret that waits to be confirmed in a session. */
  async findStarted(email: string, sessionHash: Buffer, now: EpochSeconds): Promise<Buffer | undefined> {
    const [row] = await rowsOf<Pick<AdminSecondFactorEntity, 'sealedSecret'>>(
      this.manager,
      `SELECT sealed_secret AS "sealedSecret" FROM admin_second_factor
        WHERE email = $1 AND session_hash = $2 AND expires_at > $3`,
      [email, sessionHash, now],
    );
    return row?.sealedSecret;
  }

  /**
   * Lets a secret count, unless it was replaced meanwhile or waited too long, and stores recovery codes in place of
   * earlier ones.
   * @param step of the code that confirmed it, which is used up by that
   */
  async confirm(
    email: string,
    sealedSecret: Buffer,
    { step, codeHashes, now }: { step: number; codeHashes: readonly Buffer[]; now: EpochSeconds },
  ): Promise<boolean> {
    const confirmed = await rowsOf(
      this.manager,
      `WITH factor AS (
         UPDATE admin_second_factor SET expires_at = NULL, session_hash = NULL, created_at = $4, last_step = $3
          WHERE email = $1 AND sealed_secret = $2 AND expires_at > $4 RETURNING email
       ), earlier AS (
         DELETE FROM admin_recovery_code WHERE email IN (SELECT email FROM factor)
       ), codes AS (
         INSERT INTO admin_recovery_code (email, code_hash) SELECT email, unnest($5::bytea[]) FROM factor
       )
       SELECT 1 FROM factor`,
      [email, sealedSecret, step, now, codeHashes],
    );
    return confirmed.length === 1;
  }

  /** Uses the code of a step. @returns false if it, or a newer one, was used before */
  async spendStep(email: string, step: number): Promise<boolean> {
    const spent = await rowsOf(
      this.manager,
      `UPDATE admin_second_factor SET last_step = $2
        WHERE email = $1 AND expires_at IS NULL AND last_step < $2 RETURNING 1`,
      [email, step],
    );
    return spent.length === 1;
  }

  /** Uses a recovery code. @returns false if there is no such code, or not any more */
  async spendRecoveryCode(email: string, codeHash: Buffer): Promise<boolean> {
    const spent = await rowsOf(
      this.manager,
      'DELETE FROM admin_recovery_code WHERE email = $1 AND code_hash = $2 RETURNING 1',
      [email, codeHash],
    );
    return spent.length === 1;
  }

  /** Replaces all recovery codes. Runs in a transaction. @returns false if the account has no second factor */
  async replaceRecoveryCodes(email: string, codeHashes: readonly Buffer[]): Promise<boolean> {
    // Of two replacements at the same time, the second one has to see the codes of the first to delete them.
    await rowsOf(this.manager, 'SELECT 1 FROM admin_account WHERE email = $1 FOR NO KEY UPDATE', [email]);
    const stored = await rowsOf(
      this.manager,
      `WITH gone AS (DELETE FROM admin_recovery_code WHERE email = $1)
       INSERT INTO admin_recovery_code (email, code_hash)
       SELECT $1, unnest($2::bytea[]) WHERE ${hasSecondFactor('$1')} RETURNING 1`,
      [email, codeHashes],
    );
    return stored.length > 0;
  }

  /** Removes the authenticator app. Runs in a transaction that has locked the account. @returns false if there is none */
  async remove(email: string): Promise<boolean> {
    const gone = await rowsOf(
      this.manager,
      'DELETE FROM admin_second_factor WHERE email = $1 AND expires_at IS NULL RETURNING 1',
      [email],
    );
    if (gone.length === 0) return false;
    await this.settleRemoval(email);
    return true;
  }

  /**
   * Follows up a removal of an authenticator app or a passkey: sign-ins that wait for a factor end, and recovery codes go with the last one. Runs in the
   * transaction of the removal, which has locked the account.
   */
  async settleRemoval(email: string): Promise<void> {
    await rowsOf(
      this.manager,
      `WITH waiting AS (DELETE FROM admin_sign_in WHERE email = $1)
       DELETE FROM admin_recovery_code WHERE email = $1 AND NOT ${hasSecondFactor('$1')}`,
      [email],
    );
  }

  /** Removes all second factors and recovery codes. Runs in a transaction. @returns how many factors there were */
  async removeAll(email: string): Promise<number> {
    const [row] = await rowsOf<{ factors: number }>(
      this.manager,
      `WITH app AS (DELETE FROM admin_second_factor WHERE email = $1 RETURNING expires_at),
            passkeys AS (DELETE FROM admin_passkey WHERE email = $1 RETURNING 1),
            codes AS (DELETE FROM admin_recovery_code WHERE email = $1),
            waiting AS (DELETE FROM admin_sign_in WHERE email = $1)
       SELECT (SELECT count(*) FROM app WHERE expires_at IS NULL)::int + (SELECT count(*) FROM passkeys)::int AS factors`,
      [email],
    );
    return row!.factors;
  }

  async insertSignIn(signIn: Omit<AdminSignInEntity, 'attempts'>): Promise<void> {
    await this.manager.insert(AdminSignInEntity, { ...signIn, attempts: 0 });
  }

  /** Counts an attempt to end a sign-in. @returns whose it is; `undefined` if it is over or had its attempts */
  async attemptSignIn(tokenHash: Buffer, most: number, now: EpochSeconds): Promise<string | undefined> {
    const [row] = await rowsOf<{ email: string }>(
      this.manager,
      `UPDATE admin_sign_in SET attempts = attempts + 1
        WHERE token_hash = $1 AND attempts < $2 AND expires_at > $3 RETURNING email`,
      [tokenHash, most, now],
    );
    return row?.email;
  }

  /** Whose a sign-in is that waits for a second factor; `undefined` if it is over. */
  async findSignIn(tokenHash: Buffer, now: EpochSeconds): Promise<string | undefined> {
    const [row] = await rowsOf<{ email: string }>(
      this.manager,
      'SELECT email FROM admin_sign_in WHERE token_hash = $1 AND expires_at > $2',
      [tokenHash, now],
    );
    return row?.email;
  }

  /** @returns false if it was ended meanwhile */
  async spendSignIn(tokenHash: Buffer): Promise<boolean> {
    return (
      (await rowsOf(this.manager, 'DELETE FROM admin_sign_in WHERE token_hash = $1 RETURNING 1', [tokenHash]))
        .length === 1
    );
  }

  /**
   * Admits a guess, and counts it as a failure until it is forgiven: guesses at the same time, in whatever process, all
   * count.
   * @returns undefined, or the seconds to wait
   */
  async countGuess(
    { email, knownBrowser }: Guesser,
    limit: GuessLimit,
    now: EpochSeconds,
  ): Promise<number | undefined> {
    const failures = 'CASE WHEN guess.expires_at > $3::bigint THEN guess.failures + 1 ELSE 1 END';
    const admitted = await rowsOf(
      this.manager,
      `INSERT INTO admin_code_guess AS guess (email, known_browser, failures, wait_until, expires_at)
       VALUES ($1, $2, 1, 0, $3::bigint + $6::bigint)
       ON CONFLICT (email, known_browser) DO UPDATE SET
         failures = ${failures},
         wait_until = CASE WHEN ${failures} < $4::int THEN 0
           ELSE $3::bigint + least(power(2, least(${failures} - $4::int, 20)), $5::int)::bigint END,
         expires_at = $3::bigint + $6::bigint
       WHERE guess.wait_until <= $3::bigint
       RETURNING 1`,
      [email, knownBrowser, now, limit.free, limit.longestWait, limit.forgottenAfter],
    );
    if (admitted.length === 1) return undefined;
    const [row] = await rowsOf<{ waitUntil: number }>(
      this.manager,
      'SELECT wait_until AS "waitUntil" FROM admin_code_guess WHERE email = $1 AND known_browser = $2',
      [email, knownBrowser],
    );
    return Math.max(1, (row?.waitUntil ?? 0) - now);
  }

  async forgiveGuesses({ email, knownBrowser }: Guesser): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM admin_code_guess WHERE email = $1 AND known_browser = $2', [
      email,
      knownBrowser,
    ]);
  }
}
