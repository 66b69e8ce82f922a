import type { AccessTokenRecord, Basis, EpochSeconds, RefreshableSession, RefreshableToken } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { RefreshTokenEntity } from '../entities/token.entities.js';
import { rowsOf, selectList } from '../rows.js';
import { basisValues, standingOn } from './basis.js';
import { isForeignKeyViolation } from './foreign-keys.js';
import { type PersonRow, PERSON_COLUMNS, PERSON_JOIN, personOf } from './registered-person.js';

/** What replaces a used refresh token. */
export interface Rotation {
  basis: Basis;
  spentHash: Buffer;
  nextHash: Buffer;
  nextExpiresAt: EpochSeconds;
  /** Seconds within which `spentHash` may be exchanged again, as long as its successor has not been used. */
  grace: number;
  /** Its `family` and `profile` are replaced by those of the refresh token. */
  accessToken: AccessTokenRecord;
}

/** The same for a stateless session. Its end is never moved: a later `nextExpiresAt` counts for nothing. */
export interface SessionRotation extends Rotation {
  /** The person, sealed under the next token. */
  nextSealed: Buffer;
}

/** A refresh token as found: based on a profile, or of a stateless session. */
export type FoundRefreshToken = RefreshableToken | RefreshableSession;

/**
 * Refresh tokens. A family is one row: rotation replaces its hash and stores the old one, revocation deletes the row,
 * and with it the access tokens of the family.
 */
export class RefreshTokenRepository {
  constructor(private readonly manager: EntityManager) {}

  /** The current refresh token with this hash, and the person it was issued for, who may be sealed. */
  async find(tokenHash: Buffer): Promise<FoundRefreshToken | undefined> {
    return this.findWhere('r.token_hash = $1', 'r.sealed', tokenHash);
  }

  /**
   * The family whose current refresh token replaced this one and has not been used since. Whether this one may be
   * exchanged again is decided by `rotate`.
   */
  async findReplaced(tokenHash: Buffer): Promise<FoundRefreshToken | undefined> {
    return this.findWhere(
      'r.family = (SELECT family FROM spent_refresh_token WHERE token_hash = $1) AND r.replaced_hash = $1',
      'r.replaced_sealed',
      tokenHash,
    );
  }

  /** @param sealed the column that can be read with the token itself */
  private async findWhere(
    condition: string,
    sealed: 'r.sealed' | 'r.replaced_sealed',
    tokenHash: Buffer,
  ): Promise<FoundRefreshToken | undefined> {
    const [row] = await rowsOf<FoundRow>(
      this.manager,
      `SELECT ${selectList(this.manager, RefreshTokenEntity, 'r')}, ${sealed} AS readable,
              r.identity_provider AS "sessionProvider", ${PERSON_COLUMNS}
         FROM refresh_token r LEFT JOIN profile p ON p.id = r.profile ${PERSON_JOIN}
        WHERE ${condition}`,
      [tokenHash],
    );
    if (!row) return undefined;
    const found = {
      tokenHash: row.tokenHash,
      family: row.family,
      clientId: row.clientId,
      scopes: row.scopes,
      resources: row.resources,
      authenticatedAt: row.authenticatedAt,
      issuedAt: row.issuedAt,
      expiresAt: row.expiresAt,
      replacedAt: row.replacedAt,
    };
    const { sessionProvider: identityProvider, readable } = row;
    if (identityProvider !== null && readable !== null) {
      return { ...found, identityProvider, sealed: readable };
    }
    return { ...found, redirectUri: row.redirectUri, profile: row.profile, person: personOf(row) };
  }

  /**
   * Exchanges a refresh token for its successor and a new access token. Of several concurrent requests, exactly one
   * finds the token in its place. A later request with the same token, within `grace` and before the successor was
   * used, replaces that successor by another. So there is always one valid successor, whatever happened to the
   * responses. The rows that the token depends on are locked before the token itself, in the order of a deletion, so
   * that the two cannot deadlock. The rule is the same for a stateless session, except that its end does not move.
   * @returns `outdated` if the basis is not as it was, `undefined` if the token has been used for good or revoked
   */
  async rotate(rotation: Rotation | SessionRotation): Promise<'exchanged' | 'repeated' | 'outdated' | undefined> {
    const { basis, spentHash, nextHash, nextExpiresAt, grace, accessToken: token } = rotation;
    try {
      const [row] = await rowsOf<{ standing: number; repeats: boolean | null }>(
        this.manager,
        `WITH ${standingOn(basis, '$18')},
         own AS MATERIALIZED (
           ${'nextSealed' in rotation ? OWN_SESSION : OWN_PROFILE}),
         placed AS MATERIALIZED (
           SELECT r.family, r.token_hash AS replaced, r.token_hash <> $1 AS repeats
             FROM refresh_token r
             JOIN own ON r.family = own.family AND r.profile IS NOT DISTINCT FROM own.profile
            WHERE r.expires_at > $10
              AND (r.token_hash = $1 OR (r.replaced_hash = $1 AND r.replaced_at + $14::bigint > $10))
              FOR UPDATE OF r),
         rotated AS (
           UPDATE refresh_token r
              SET token_hash = $3, issued_at = $10, replaced_hash = $1,
                  expires_at = CASE WHEN r.profile IS NULL THEN least(r.expires_at, $4::bigint) ELSE $4 END,
                  replaced_at = CASE WHEN placed.repeats THEN r.replaced_at ELSE $10 END,
                  sealed = $17::bytea,
                  replaced_sealed = CASE WHEN placed.repeats THEN r.replaced_sealed ELSE r.sealed END
             FROM placed WHERE r.family = placed.family
           RETURNING r.family, r.profile, r.expires_at, placed.replaced, placed.repeats),
         spent AS (
           INSERT INTO spent_refresh_token (token_hash, family, expires_at, harmless_until)
           SELECT replaced, family, expires_at, CASE WHEN repeats THEN $10 + $14::bigint END FROM rotated),
         token AS (
           INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                                     issued_at, expires_at, profile, family, sealed, audience, identity_provider)
           SELECT $5::bytea, $6, $2, $7, $8, $9, $11::text[], $10::bigint, $12::bigint, profile, family, $13::bytea,
                  $15::text[], $16
             FROM rotated RETURNING 1)
         SELECT (SELECT count(*)::int FROM standing) AS standing, (SELECT repeats FROM rotated, token) AS repeats`,
        [
          spentHash,
          basis.client.clientId,
          nextHash,
          nextExpiresAt,
          token.tokenHash,
          token.type,
          token.application,
          token.appPlatform,
          token.appVersion,
          token.issuedAt,
          token.scopes,
          token.expiresAt,
          token.sealed,
          grace,
          token.audience,
          token.identityProvider,
          'nextSealed' in rotation ? rotation.nextSealed : null,
          basisValues(basis),
        ],
      );
      if (row!.standing === 0) return 'outdated';
      return row!.repeats === null ? undefined : row!.repeats ? 'repeated' : 'exchanged';
    } catch (error) {
      if (isForeignKeyViolation(error)) return undefined;
      throw error;
    }
  }

  /**
   * Handles a reused refresh token: two parties have it, so one of them must have stolen it, and the family ends. A
   * token that was replaced before it was used may still be on its way to its client, so its use ends nothing during
   * the grace period that began when it was replaced.
   * @param now absent: ends the family in any case
   * @returns `ended`: the token was a spent one of this client, and its family has been deleted. `superseded`: it was
   * replaced a moment ago, and its family continues. `undefined`: neither, or its family was already gone
   */
  async endFamilyOfSpent(
    tokenHash: Buffer,
    clientId: string,
    now?: EpochSeconds,
  ): Promise<'ended' | 'superseded' | undefined> {
    const [spent] = await rowsOf<{ isHarmless: boolean; isEnded: boolean }>(
      this.manager,
      `WITH spent AS (
         SELECT s.family, $3::bigint IS NOT NULL AND s.harmless_until IS NOT NULL AND s.harmless_until > $3 AS harmless
           FROM spent_refresh_token s JOIN refresh_token r USING (family)
          WHERE s.token_hash = $1 AND r.client_id = $2),
       ended AS (
         DELETE FROM refresh_token USING spent WHERE refresh_token.family = spent.family AND NOT spent.harmless
         RETURNING 1)
       SELECT harmless AS "isHarmless", EXISTS (SELECT FROM ended) AS "isEnded" FROM spent`,
      [tokenHash, clientId, now ?? null],
    );
    if (spent?.isHarmless) return 'superseded';
    return spent?.isEnded ? 'ended' : undefined;
  }

  /**
   * Revokes the family of a refresh token of this client, including its access tokens. @returns whether there was one
   */
  async revoke(tokenHash: Buffer, clientId: string): Promise<boolean> {
    const ended = await rowsOf(
      this.manager,
      'DELETE FROM refresh_token WHERE token_hash = $1 AND client_id = $2 RETURNING 1',
      [tokenHash, clientId],
    );
    return ended.length === 1;
  }

  /** Revokes all families of a client, including their access tokens. */
  async endAllOf(clientId: string): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM refresh_token WHERE client_id = $1 RETURNING 1', [clientId]);
  }
}

/** A refresh token with its person, whose members are null for a session. */
type FoundRow = Omit<RefreshableToken, 'person'> &
  PersonRow & { readable: Buffer | null; sessionProvider: string | null };

const OF_PRESENTED = '(r.token_hash = $1 OR r.family = (SELECT family FROM spent_refresh_token WHERE token_hash = $1))';

const OWN_PROFILE = `SELECT p.id AS profile, r.family FROM standing JOIN profile p ON p.client_id = standing.client_id
             JOIN refresh_token r ON r.profile = p.id
            WHERE ${OF_PRESENTED}
              FOR SHARE OF p`;

const OWN_SESSION = `SELECT r.profile, r.family FROM standing JOIN refresh_token r ON r.client_id = standing.client_id
            WHERE r.profile IS NULL AND ${OF_PRESENTED}`;
