import type { AuthorizationCode, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AuthorizationCodeEntity } from '../entities/authorization-code.entity.js';
import { rowsOf, selectList } from '../rows.js';
import { type PersonWrites, personValues, writesOfPerson } from './person-tokens.js';

/** What is known of a code when it is made; the rest is there once the person agreed, or the client came for tokens. */
export type NewAuthorizationCode = Omit<
  AuthorizationCode,
  'approved' | 'redeemedAt' | 'accessTokenHash' | 'family' | 'sealed'
> & { sealed: Buffer };

/** What takes the place of a code. */
export interface Redemption extends PersonWrites {
  codeHash: Buffer;
  /** Until when the used code is remembered. */
  rememberedUntil: EpochSeconds;
}

/**
 * Authorization codes. A row is made with the person, opened by their consent, and spent by the exchange, which leaves
 * of it what a second use must find.
 */
export class AuthorizationCodeRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Keeps a code that the person has yet to agree to, and spends the transaction that said who they are.
   * @returns `spent` if the transaction was no longer ours, `client_gone` if the client was deleted or switched off
   */
  async insert(
    code: NewAuthorizationCode,
    transaction?: { idHash: Buffer; claim: Buffer },
  ): Promise<'recorded' | 'spent' | 'client_gone'> {
    const [row] = await rowsOf<{ standing: number; codes: number }>(
      this.manager,
      `WITH standing AS MATERIALIZED (
         SELECT client_id FROM client WHERE client_id = $2 AND enabled FOR SHARE),
       spent AS (
         DELETE FROM registration_transaction USING standing WHERE id_hash = $11 AND claim = $12 RETURNING 1),
       code AS (
         INSERT INTO authorization_code (code_hash, client_id, redirect_uri, code_challenge, nonce, scopes,
                                         identity_provider, authenticated_at, approved, sealed, expires_at)
         SELECT $1::bytea, $2, $3, $4, $5, $6::text[], $7, $8::bigint, false, $9::bytea, $10::bigint FROM standing
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
   * The person agrees: from now on the code can be exchanged, until `expiresAt`.
   * @returns false if they were asked before, or too long ago
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
   * The person does not agree, or no longer: what is known of them is forgotten, unless the client came for tokens.
   * @returns whether there was anything to forget
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
   * Exchanges a code for tokens, once: of any number of requests at once exactly one finds it unused. The registration
   * of the person is kept with the client by the same statement. The client is locked first, as everywhere.
   * @returns `spent` if the code was used or expired meanwhile, `client_gone` if the client was deleted or switched off
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
   * A code that was exchanged before is used again: what was given for it ends, the family with all that came of it.
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

const REDEEM = `WITH standing AS MATERIALIZED (
    SELECT client_id FROM client WHERE client_id = $5 AND enabled FOR SHARE),
  spent AS (
    UPDATE authorization_code
       SET redeemed_at = $10::bigint, sealed = NULL, access_token_hash = $3, family = $12, expires_at = $2
      FROM standing
     WHERE code_hash = $1 AND authorization_code.client_id = standing.client_id
       AND approved AND redeemed_at IS NULL AND expires_at > $10::bigint
    RETURNING 1),
  ${writesOfPerson('spent')}
  SELECT (SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM token) AS tokens`;
