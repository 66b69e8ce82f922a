import type { AccessTokenRecord, EpochSeconds, RefreshableToken } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { RefreshTokenEntity } from '../entities/token.entities.js';
import { rowsOf, selectList } from '../rows.js';
import { standsOnNothing } from './foundations.js';
import { type PersonRow, PERSON_COLUMNS, PERSON_JOIN, personOf } from './registered-person.js';

/** What takes the place of a refresh token that is used. */
export interface Rotation {
  clientId: string;
  spentHash: Buffer;
  nextHash: Buffer;
  nextExpiresAt: EpochSeconds;
  /** Its `family` and `profile` are those of the refresh token, whatever the record says. */
  accessToken: AccessTokenRecord;
}

/**
 * Refresh tokens. A family is one row: rotation replaces the hash in it and remembers the old one, revocation deletes
 * it, and with it go the access tokens of the family.
 */
export class RefreshTokenRepository {
  constructor(private readonly manager: EntityManager) {}

  /** The refresh token that may be used, with the person it was given for. */
  async find(tokenHash: Buffer): Promise<RefreshableToken | undefined> {
    const [row] = await rowsOf<Omit<RefreshableToken, 'person'> & PersonRow>(
      this.manager,
      `SELECT ${selectList(this.manager, RefreshTokenEntity, 'r')}, ${PERSON_COLUMNS}
         FROM refresh_token r JOIN profile p ON p.id = r.profile ${PERSON_JOIN}
        WHERE r.token_hash = $1`,
      [tokenHash],
    );
    if (!row) return undefined;
    const { family, profile, clientId, scopes, authenticatedAt, issuedAt, expiresAt } = row;
    return {
      tokenHash,
      family,
      profile,
      clientId,
      scopes,
      authenticatedAt,
      issuedAt,
      expiresAt,
      person: personOf(row),
    };
  }

  /**
   * Exchanges a refresh token for its successor and a new access token, once: of any number of requests at once exactly
   * one finds the old hash. What the token stands on is locked before the token itself, in the order in which a deletion
   * walks, so that the two never wait for each other.
   * @returns false if the token was used or revoked meanwhile, or its client switched off
   */
  async rotate({ clientId, spentHash, nextHash, nextExpiresAt, accessToken: token }: Rotation): Promise<boolean> {
    try {
      const rotated = await rowsOf(
        this.manager,
        `WITH standing AS MATERIALIZED (
           SELECT p.id FROM client c JOIN profile p ON p.client_id = c.client_id
             JOIN refresh_token r ON r.profile = p.id
            WHERE r.token_hash = $1 AND c.client_id = $2 AND c.enabled
              FOR SHARE OF c, p),
         rotated AS (
           UPDATE refresh_token SET token_hash = $3, issued_at = $10, expires_at = $4 FROM standing
            WHERE token_hash = $1 AND profile = standing.id AND expires_at > $10
            RETURNING family, profile),
         spent AS (
           INSERT INTO spent_refresh_token (token_hash, family, expires_at) SELECT $1, family, $4 FROM rotated)
         INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                                   issued_at, expires_at, profile, family, sealed)
         SELECT $5::bytea, $6, $2, $7, $8, $9, $11::text[], $10::bigint, $12::bigint, profile, family, $13::bytea
           FROM rotated RETURNING 1`,
        [
          spentHash,
          clientId,
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
        ],
      );
      return rotated.length === 1;
    } catch (error) {
      if (standsOnNothing(error)) return false;
      throw error;
    }
  }

  /**
   * A refresh token that was exchanged before is used again: one of the two who had it must not have it, so the family
   * ends.
   * @returns whether the token was one of this client's that had been exchanged
   */
  async endFamilyOfSpent(tokenHash: Buffer, clientId: string): Promise<boolean> {
    const ended = await rowsOf(
      this.manager,
      `DELETE FROM refresh_token USING spent_refresh_token
        WHERE spent_refresh_token.token_hash = $1 AND refresh_token.family = spent_refresh_token.family
          AND refresh_token.client_id = $2 RETURNING 1`,
      [tokenHash, clientId],
    );
    return ended.length === 1;
  }

  /** Ends the family of a refresh token of this client, its access tokens included. @returns whether there was one */
  async revoke(tokenHash: Buffer, clientId: string): Promise<boolean> {
    const ended = await rowsOf(
      this.manager,
      'DELETE FROM refresh_token WHERE token_hash = $1 AND client_id = $2 RETURNING 1',
      [tokenHash, clientId],
    );
    return ended.length === 1;
  }
}
