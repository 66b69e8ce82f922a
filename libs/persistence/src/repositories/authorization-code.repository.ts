import type { AuthorizationCode, Basis, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AuthorizationCodeEntity } from '../entities/authorization-code.entity.js';
import { rowsOf, selectList } from '../rows.js';
import { basisValues, standingOn } from './basis.js';
import {
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
  basis: Basis;
};

/** What an exchange stores in place of a code. */
export interface Redemption extends PersonWrites {
  basis: Basis;
  codeHash: Buffer;
  /** Until when the used code is remembered. */
  rememberedUntil: EpochSeconds;
}

/** The same for a code of a stateless registration, which stores no person. */
export interface StatelessRedemption extends Pick<
  Redemption,
  'basis' | 'codeHash' | 'rememberedUntil' | 'accessToken'
> {
  /** Absent if there is no session, or none any more. */
  session?: SessionWrites['session'];
}

/**
 * `spent`: the code has been used or has expired, or the transaction was no longer ours. `outdated`: the basis is not as
 * it was.
 */
export type CodeResult = 'recorded' | 'spent' | 'outdated';

/**
 * Authorization codes. A row is created once the person is known, approved by their consent, and spent by the exchange,
 * which keeps of it what is needed to detect a second use.
 */
export class AuthorizationCodeRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Stores a code that the person has yet to consent to, and spends the transaction that identified them.
   */
  async insert(code: NewAuthorizationCode, transaction?: { idHash: Buffer; claim: Buffer }): Promise<CodeResult> {
    const [row] = await rowsOf<{ standing: number; codes: number }>(
      this.manager,
      `WITH ${standingOn(code.basis, '$13')},
       spent AS (
         DELETE FROM registration_transaction USING standing WHERE id_hash = $11 AND claim = $12 RETURNING 1),
       code AS (
         INSERT INTO authorization_code (code_hash, client_id, redirect_uri, code_challenge, nonce, scopes,
                                         identity_provider, authenticated_at, approved, sealed, expires_at, resources,
                                         stateless, session_ends_at, person)
         SELECT $1::bytea, $2, $3, $4, $5, $6::text[], $7, $8::bigint, false, $9::bytea, $10::bigint, $14::text[],
                $15::boolean, $16::bigint, $17::bytea
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
        basisValues(code.basis),
        code.resources,
        code.stateless,
        code.sessionEndsAt,
        code.person,
      ],
    );
    if (row!.codes === 1) return 'recorded';
    return row!.standing === 0 ? 'outdated' : 'spent';
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
   * Deletes the codes of a person that a client has yet to exchange, agreed to or not. One that is being exchanged is
   * waited for.
   * @param persons as a code has them, under every master key that is known
   */
  async discardOf(clientId: string, persons: readonly Buffer[]): Promise<void> {
    await rowsOf(
      this.manager,
      `DELETE FROM authorization_code
        WHERE client_id = $1 AND person = ANY ($2::bytea[]) AND redeemed_at IS NULL RETURNING 1`,
      [clientId, persons],
    );
  }

  /**
   * Exchanges a code for tokens, exactly once: of several concurrent requests, exactly one finds it unused. The same
   * statement stores the person's registration with the client.
   */
  async redeem({ basis, codeHash, rememberedUntil, ...person }: Redemption): Promise<CodeResult> {
    return this.spend(basis, false, writesOfPerson('spent'), [codeHash, rememberedUntil, ...personValues(person)]);
  }

  /**
   * The same for a code of a stateless registration: no profile and no user are stored. A code whose session is over has
   * expired, too.
   */
  async redeemStateless(redemption: StatelessRedemption): Promise<CodeResult> {
    const { basis, codeHash, rememberedUntil, accessToken, session } = redemption;
    const [writes, values] = session
      ? [writesOfSession('spent'), sessionValues({ accessToken, session })]
      : [writesOfTokenAlone('spent'), valuesOfTokenAlone(accessToken)];
    return this.spend(basis, true, writes, [codeHash, rememberedUntil, ...values]);
  }

  /** @param writes the CTEs that follow `spent`, and their parameters */
  private async spend(basis: Basis, stateless: boolean, writes: string, parameters: unknown[]): Promise<CodeResult> {
    const [row] = await rowsOf<{ standing: number; tokens: number }>(
      this.manager,
      `WITH ${standingOn(basis, `$${parameters.length + 1}`)},
       spent AS (
         UPDATE authorization_code
            SET redeemed_at = $10::bigint, sealed = NULL, person = NULL, access_token_hash = $3, family = $12, expires_at = $2
           FROM standing
          WHERE code_hash = $1 AND authorization_code.client_id = standing.client_id AND stateless = ${stateless}
            AND approved AND redeemed_at IS NULL AND expires_at > $10::bigint
            AND (session_ends_at IS NULL OR session_ends_at > $10::bigint)
         RETURNING 1),
       ${writes}
       SELECT (SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM token) AS tokens`,
      [...parameters, basisValues(basis)],
    );
    if (row!.tokens === 1) return 'recorded';
    return row!.standing === 0 ? 'outdated' : 'spent';
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
