import type { TokenType } from '@passant/contracts';
import { type AccessTokenRecord, EXPIRY_UNIT, type OpaqueToken } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AccessTokenEntity } from '../entities/token.entities.js';
import { inOrderOf, rowsOf, selectList } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import { standsOnNothing } from './foundations.js';

/** A token as it is looked up: by its hash, and by the expiry it carries, which says in which partitions. */
export type TokenKey = Pick<OpaqueToken, 'hash' | 'notAfter'>;

export class AccessTokenRepository {
  private readonly lookup = new SharedStatement<TokenKey, AccessTokenRecord | undefined>((keys) => this.findAll(keys));

  constructor(private readonly manager: EntityManager) {}

  /** The record of a token. Look-ups of one turn of the event loop share one statement. */
  async find(token: TokenKey): Promise<AccessTokenRecord | undefined> {
    return this.lookup.ask(token);
  }

  /** Looks many tokens up in one round trip. The answers are in the order of the tokens. */
  async findAll(tokens: TokenKey[]): Promise<(AccessTokenRecord | undefined)[]> {
    if (tokens.length === 0) return [];
    const hashes = tokens.map(({ hash }) => hash);
    const rows = await rowsOf<AccessTokenRecord>(
      this.manager,
      // One look into one partition for each, whatever the planner thinks of their number.
      `SELECT found.*
         FROM unnest($1::bytea[], $2::bigint[]) AS wanted (hash, not_after)
         CROSS JOIN LATERAL (
           SELECT ${selectList(this.manager, AccessTokenEntity)} FROM access_token
            WHERE token_hash = wanted.hash
              AND expires_at > wanted.not_after - ${EXPIRY_UNIT} AND expires_at <= wanted.not_after
            LIMIT 1) AS found`,
      [hashes, tokens.map(({ notAfter }) => notAfter)],
    );
    return inOrderOf(hashes, rows);
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
