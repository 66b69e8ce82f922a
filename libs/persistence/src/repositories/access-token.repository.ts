import type { TokenType } from '@passant/contracts';
import { type AccessTokenRecord, type Basis, EXPIRY_UNIT, type OpaqueToken } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AccessTokenEntity } from '../entities/token.entities.js';
import { inOrderOf, rowsOf, selectList } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import { basisValues, standingOn } from './basis.js';
import { isForeignKeyViolation } from './foreign-keys.js';
import { isLiveFor } from './profile.repository.js';
import { END_OF_TOKEN } from './stateless-session.repository.js';

/** The key for looking up a token: its hash, and the expiry it carries, which determines the partitions to search. */
export type TokenKey = Pick<OpaqueToken, 'hash' | 'notAfter'>;

export class AccessTokenRepository {
  private readonly lookup = new SharedStatement<TokenKey, AccessTokenRecord | undefined>((keys) => this.findAll(keys));

  constructor(private readonly manager: EntityManager) {}

  /** The record of a token; `expiresAt` is the end of its stateless session, if that comes first. Look-ups in the same turn of the event loop share one statement. */
  async find(token: TokenKey): Promise<AccessTokenRecord | undefined> {
    return this.lookup.ask(token);
  }

  /** Looks up many tokens in one round trip. The results are in the order of the tokens. */
  async findAll(tokens: TokenKey[]): Promise<(AccessTokenRecord | undefined)[]> {
    if (tokens.length === 0) return [];
    const hashes = tokens.map(({ hash }) => hash);
    const rows = await rowsOf<AccessTokenRecord>(
      this.manager,
      // One index look-up in one partition per token, whatever number of rows the planner estimates.
      `SELECT found.*
         FROM unnest($1::bytea[], $2::bigint[]) AS wanted (hash, not_after)
         CROSS JOIN LATERAL (
           SELECT ${selectList(this.manager, AccessTokenEntity, 'access_token', { expires_at: END_OF_TOKEN })} FROM access_token
            WHERE token_hash = wanted.hash
              AND expires_at > wanted.not_after - ${EXPIRY_UNIT} AND expires_at <= wanted.not_after
            LIMIT 1) AS found`,
      [hashes, tokens.map(({ notAfter }) => notAfter)],
    );
    return inOrderOf(hashes, rows);
  }

  /** Stores a token of a client itself. @returns `outdated` if the basis is not as it was */
  async insert(token: AccessTokenRecord, basis: Basis): Promise<'recorded' | 'outdated'> {
    const { tokens } = await this.insertIf('true', token, basis);
    return tokens === 1 ? 'recorded' : 'outdated';
  }

  /**
   * Stores a token on the registration of its profile, if that is live when the token is issued, and may have one for its
   * audience: what was revoked or deleted since the registration was read is seen.
   * @returns `outdated` if the basis is not as it was, `registration_over` if the registration ended, or what is left of it
   * is for other resources
   */
  async insertOnRegistration(
    token: AccessTokenRecord,
    basis: Basis,
  ): Promise<'recorded' | 'outdated' | 'registration_over'> {
    try {
      const isLive = isLiveFor('$10::uuid', '$13::text[]', '$8::bigint');
      const { standing, tokens } = await this.insertIf(isLive, token, basis);
      if (tokens === 1) return 'recorded';
      return standing === 0 ? 'outdated' : 'registration_over';
    } catch (error) {
      if (isForeignKeyViolation(error)) return 'registration_over';
      throw error;
    }
  }

  /** @param condition of SQL, beside that of the basis. @returns how many rows stand, and how many were stored */
  private async insertIf(
    condition: string,
    token: AccessTokenRecord,
    basis: Basis,
  ): Promise<{ standing: number; tokens: number }> {
    const [row] = await rowsOf<{ standing: number; tokens: number }>(
      this.manager,
      `WITH ${standingOn(basis, '$3')},
       token AS (
         INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                                   issued_at, expires_at, profile, family, sealed, audience, identity_provider)
         SELECT $1::bytea, $2, client_id, $4, $5, $6, $7::text[], $8::bigint, $9::bigint, $10::uuid, $11::uuid, $12::bytea,
                $13::text[], $14
           FROM standing WHERE ${condition}
         RETURNING 1)
       SELECT (SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM token) AS tokens`,
      [
        token.tokenHash,
        token.type,
        basisValues(basis),
        token.application,
        token.appPlatform,
        token.appVersion,
        token.scopes,
        token.issuedAt,
        token.expiresAt,
        token.profile,
        token.family,
        token.sealed,
        token.audience,
        token.identityProvider,
      ],
    );
    return row!;
  }

  /**
   * How many live tokens an API client sees under the rule of applications, per application, and how many of them are
   * for its resources or for none in particular. Looks at `most` tokens at most.
   * @param applications those it is limited to; empty means all
   */
  async previewSight(
    applications: readonly string[],
    resources: readonly string[],
    now: number,
    most: number,
  ): Promise<{ application: string | null; seen: number; kept: number; unnamed: number }[]> {
    return rowsOf(
      this.manager,
      `SELECT application, count(*) AS seen, count(*) FILTER (WHERE audience && $3::text[]) AS kept,
              count(*) FILTER (WHERE audience IS NULL) AS unnamed
         FROM (SELECT application, audience FROM access_token
                WHERE expires_at > $1 AND (cardinality($2::text[]) = 0 OR application = ANY ($2)) LIMIT $4) AS live
        GROUP BY application ORDER BY application NULLS LAST`,
      [now, applications, resources, most],
    );
  }

  /** Revokes a token of this client. @returns its type, or `undefined` if the client has no such token */
  async revoke({ hash, notAfter }: TokenKey, clientId: string): Promise<TokenType | undefined> {
    const [gone] = await rowsOf<{ type: TokenType }>(
      this.manager,
      `DELETE FROM access_token WHERE token_hash = $1 AND client_id = $2 AND expires_at > $3 AND expires_at <= $4
        RETURNING type`,
      [hash, clientId, notAfter - EXPIRY_UNIT, notAfter],
    );
    return gone?.type;
  }
}
