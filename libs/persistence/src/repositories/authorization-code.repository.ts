import type { AuthorizationCode, Client, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AuthorizationCodeEntity } from '../entities/authorization-code.entity.js';
import { rowsOf, selectList } from '../rows.js';
import {
  GIVES_SESSIONS,
  type PersonWrites,
  type SessionWrites,
  valuesOfTokenAlone,
  personValues,
  sessionValues,
  writesOfTokenAlone,
  writesOfPerson,
  writesOfSession,
} from './person-tokens.js';

/**
 * What is known about a code when it is created; the rest is added when the person consents or the client exchanges it.
 */
export type NewAuthorizationCode = Omit<
  AuthorizationCode,
  'approved' | 'redeemedAt' | 'accessTokenHash' | 'family' | 'sealed'
> & {
  sealed: Buffer;
  /** Of the client the person was asked about; a different client with the same identifier gets nothing. */
  incarnation: Client['incarnation'];
};

/** What an exchange stores in place of a code. */
export interface Redemption extends PersonWrites {
  codeHash: Buffer;
  /** Until when the used code is remembered. */
  rememberedUntil: EpochSeconds;
}

/** The same for a code of a stateless registration, which stores no person. */
export interface StatelessRedemption extends Pick<Redemption, 'codeHash' | 'rememberedUntil' | 'accessToken'> {
  /** Absent if there is no session, or none any more. */
  session?: SessionWrites['session'];
}

/**
 * Authorization codes. A row is created once the person is known, approved by their consent, and spent by the exchange,
 * which keeps of it what is needed to detect a second use.
 */
export class AuthorizationCodeRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Stores a code that the person has yet to consent to, and spends the transaction that identified them.
   * @returns `spent` if the transaction was no longer ours, `client_gone` if the client was disabled or deleted, even
   * if there is now another one with the same identifier
   */
  async insert(
    code: NewAuthorizationCode,
    transaction?: { idHash: Buffer; claim: Buffer },
  ): Promise<'recorded' | 'spent' | 'client_gone'> {
    const [row] = await rowsOf<{ standing: number; codes: number }>(
      this.manager,
      `WITH standing AS MATERIALIZED (
         SELECT client_id FROM client WHERE client_id = $2 AND incarnation = $13::uuid AND enabled FOR SHARE),
       spent AS (
         DELETE FROM registration_transaction USING standing WHERE id_hash = $11 AND claim = $12 RETURNING 1),
       code AS (
         INSERT INTO authorization_code (code_hash, client_id, redirect_uri, code_challenge, nonce, scopes,
                                         identity_provider, authenticated_at, approved, sealed, expires_at, resources, stateless)
         SELECT $1::bytea, $2, $3, $4, $5, $6::text[], $7, $8::bigint, false, $9::bytea, $10::bigint, $14::text[],
                $15::boolean
           FROM standing
          WHERE $11::bytea IS NULL OR EXISTS (SELECT 1 FROM spent)
         RETURNING 1)
       SELECT (SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM code) AS codes`,
      [
        code.codeHash,
        code.clientId,
        code.redirectUri,
        code.codeChallenge,
        code.nonce,
        code.scopes,
        code.identityProvider,
        code.authenticatedAt,
        code.sealed,
        code.expiresAt,
        transaction?.idHash ?? null,
        transaction?.claim ?? null,
        code.incarnation,
        code.resources,
        code.stateless,
      ],
    );
    if (row!.codes === 1) return 'recorded';
    return row!.standing === 0 ? 'client_gone' : 'spent';
  }

  async find(codeHash: Buffer): Promise<AuthorizationCode | undefined> {
    const [code] = await rowsOf<AuthorizationCode>(
      this.manager,
      `SELECT ${selectList(this.manager, AuthorizationCodeEntity)} FROM authorization_code WHERE code_hash = $1`,
      [codeHash],
    );
    return code;
  }

  /**
   * Records the person's consent: from now on the code can be exchanged, until `expiresAt`.
   * @returns false if they have already consented, or the code has expired
   */
  async approve(codeHash: Buffer, expiresAt: EpochSeconds, now: EpochSeconds): Promise<boolean> {
    const approved = await rowsOf(
      this.manager,
      `UPDATE authorization_code SET approved = true, expires_at = $2
        WHERE code_hash = $1 AND NOT approved AND expires_at > $3 RETURNING 1`,
      [codeHash, expiresAt, now],
    );
    return approved.length === 1;
  }

  /**
   * The person refused or withdrew consent: deletes the code with their data, unless the client has exchanged it.
   * @returns whether there was anything to delete
   */
  async discard(codeHash: Buffer): Promise<boolean> {
    const gone = await rowsOf(
      this.manager,
      'DELETE FROM authorization_code WHERE code_hash = $1 AND redeemed_at IS NULL RETURNING 1',
      [codeHash],
    );
    return gone.length === 1;
  }

  /**
   * Exchanges a code for tokens, exactly once: of several concurrent requests, exactly one finds it unused. The same
   * statement stores the person's registration with the client. The client row is locked first, as everywhere.
   * @returns `spent` if the code has been used or has expired, `client_gone` if the client was deleted or disabled
   */
  async redeem(redemption: Redemption): Promise<'recorded' | 'spent' | 'client_gone'> {
    const { codeHash, rememberedUntil, ...person } = redemption;
    const [row] = await rowsOf<{ standing: number; tokens: number }>(this.manager, REDEEM, [
      codeHash,
      rememberedUntil,
      ...personValues(person),
    ]);
    if (row!.tokens === 1) return 'recorded';
    return row!.standing === 0 ? 'client_gone' : 'spent';
  }

  /**
   * The same for a code of a stateless registration: no profile and no user are stored.
   * @returns `without_session` if it was redeemed, but its application gives no session any more
   */
  async redeemStateless(
    redemption: StatelessRedemption,
  ): Promise<'recorded' | 'without_session' | 'spent' | 'client_gone'> {
    const { codeHash, rememberedUntil, accessToken, session } = redemption;
    const [row] = await rowsOf<{ standing: number; tokens: number; sessions: number }>(
      this.manager,
      session ? REDEEM_WITH_SESSION : REDEEM_STATELESS,
      [
        codeHash,
        rememberedUntil,
        ...(session ? sessionValues({ accessToken, session }) : valuesOfTokenAlone(accessToken)),
      ],
    );
    if (row!.tokens === 1) return session && row!.sessions === 0 ? 'without_session' : 'recorded';
    return row!.standing === 0 ? 'client_gone' : 'spent';
  }

  /**
   * Handles a reused code: revokes the tokens issued for it, and the family with everything derived from it.
   * @returns whether the code was one of this client's that had been exchanged
   */
  async endTokensOfSpent(codeHash: Buffer, clientId: string): Promise<boolean> {
    const [row] = await rowsOf<{ codes: number }>(
      this.manager,
      `WITH code AS MATERIALIZED (
         SELECT family, access_token_hash FROM authorization_code
          WHERE code_hash = $1 AND client_id = $2 AND redeemed_at IS NOT NULL),
       families AS (
         DELETE FROM refresh_token USING code WHERE refresh_token.family = code.family),
       tokens AS (
         DELETE FROM access_token USING code
          WHERE access_token.token_hash = code.access_token_hash AND code.family IS NULL)
       SELECT count(*)::int AS codes FROM code`,
      [codeHash, clientId],
    );
    return row!.codes === 1;
  }
}

/** The CTEs that spend a code. @param family what it remembers of the refresh token that was given for it */
const spend = (stateless: boolean, family = '$12'): string => `standing AS MATERIALIZED (
    SELECT client_id FROM client WHERE client_id = $5 AND enabled FOR SHARE),
  spent AS (
    UPDATE authorization_code
       SET redeemed_at = $10::bigint, sealed = NULL, access_token_hash = $3, family = ${family}, expires_at = $2
      FROM standing
     WHERE code_hash = $1 AND authorization_code.client_id = standing.client_id AND stateless = ${stateless}
       AND approved AND redeemed_at IS NULL AND expires_at > $10::bigint
    RETURNING 1)`;

const COUNTS = `(SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM token) AS tokens`;

const REDEEM = `WITH ${spend(false)},
  ${writesOfPerson('spent')}
  SELECT ${COUNTS}`;

const REDEEM_STATELESS = `WITH ${spend(true)},
  ${writesOfTokenAlone('spent')}
  SELECT ${COUNTS}`;

// Without the session the code must not name its family, or a reused code would end nothing.
const REDEEM_WITH_SESSION = `WITH ${spend(true, `CASE WHEN ${GIVES_SESSIONS} THEN $12::uuid END`)},
  ${writesOfSession('spent')}
  SELECT ${COUNTS}, (SELECT count(*)::int FROM session) AS sessions`;
