import type { TokenType } from '@passant/contracts';
import type { AccessTokenRecord } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AccessTokenEntity } from '../entities/token.entities.js';
import { rowsOf, selectList } from '../rows.js';
import { standsOnNothing } from './foundations.js';

export class AccessTokenRepository {
  constructor(private readonly manager: EntityManager) {}

  async find(tokenHash: Buffer): Promise<AccessTokenRecord | undefined> {
    const [token] = await rowsOf<AccessTokenRecord>(
      this.manager,
      `SELECT ${selectList(this.manager, AccessTokenEntity)} FROM access_token WHERE token_hash = $1`,
      [tokenHash],
    );
    return token;
  }

  /** Looks many tokens up in one round trip. @returns those there are, in any order */
  async findAll(tokenHashes: Buffer[]): Promise<AccessTokenRecord[]> {
    if (tokenHashes.length === 0) return [];
    return rowsOf<AccessTokenRecord>(
      this.manager,
      `SELECT ${selectList(this.manager, AccessTokenEntity)} FROM access_token WHERE token_hash = ANY ($1::bytea[])`,
      [tokenHashes],
    );
  }

  /** @returns false if the client or the profile the token stands on was deleted meanwhile, or the client switched off */
  async insert(token: AccessTokenRecord): Promise<boolean> {
    try {
      const inserted = await rowsOf(
        this.manager,
        // FOR SHARE, because whoever switches the client off at this moment must not overlook the token.
        `INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                                   issued_at, expires_at, profile, family, sealed)
         SELECT $1::bytea, $2, client_id, $4, $5, $6, $7::text[], $8::bigint, $9::bigint, $10::uuid, $11::uuid, $12::bytea
           FROM client WHERE client_id = $3 AND enabled FOR SHARE
         RETURNING 1`,
        [
          token.tokenHash,
          token.type,
          token.clientId,
          token.application,
          token.appPlatform,
          token.appVersion,
          token.scopes,
          token.issuedAt,
          token.expiresAt,
          token.profile,
          token.family,
          token.sealed,
        ],
      );
      return inserted.length === 1;
    } catch (error) {
      if (standsOnNothing(error)) return false;
      throw error;
    }
  }

  /** Ends a token of this client. @returns its type, or `undefined` if the client has no such token */
  async revoke(tokenHash: Buffer, clientId: string): Promise<TokenType | undefined> {
    const [gone] = await rowsOf<{ type: TokenType }>(
      this.manager,
      'DELETE FROM access_token WHERE token_hash = $1 AND client_id = $2 RETURNING type',
      [tokenHash, clientId],
    );
    return gone?.type;
  }
}
