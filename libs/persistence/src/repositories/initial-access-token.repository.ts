import type { EpochSeconds, InitialAccessToken } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { InitialAccessTokenEntity } from '../entities/initial-access-token.entity.js';
import { rowsOf, selectList } from '../rows.js';

export class InitialAccessTokenRepository {
  constructor(private readonly manager: EntityManager) {}

  async insert(token: InitialAccessToken): Promise<void> {
    await this.manager.insert(InitialAccessTokenEntity, token);
  }

  /**
   * Spends one registration of a token. Whether there is one left is decided here and nowhere else, so any number of
   * requests at once on any number of servers get no more than there are.
   * @returns the token, or `undefined` if it is unknown, expired, revoked or used up
   */
  async spend(tokenHash: Buffer, now: EpochSeconds): Promise<InitialAccessToken | undefined> {
    const [token] = await rowsOf<InitialAccessToken>(
      this.manager,
      `UPDATE initial_access_token SET uses = uses + 1
        WHERE token_hash = $1 AND uses < registrations AND NOT revoked AND expires_at > $2
        RETURNING ${selectList(this.manager, InitialAccessTokenEntity)}`,
      [tokenHash, now],
    );
    return token;
  }

  /** @returns the token, or `undefined` if there is none */
  async revoke(id: string): Promise<InitialAccessToken | undefined> {
    const [revoked] = await rowsOf<InitialAccessToken>(
      this.manager,
      `UPDATE initial_access_token SET revoked = true WHERE id = $1
        RETURNING ${selectList(this.manager, InitialAccessTokenEntity)}`,
      [id],
    );
    return revoked;
  }

  /** Newest first. @param after creation time and identifier the page begins behind */
  async list(after: { createdAt: number; id: string } | undefined, limit: number): Promise<InitialAccessToken[]> {
    return rowsOf<InitialAccessToken>(
      this.manager,
      `SELECT ${selectList(this.manager, InitialAccessTokenEntity)} FROM initial_access_token
        WHERE $1::bigint IS NULL OR (created_at, id) < ($1, $2::uuid)
        ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit],
    );
  }
}
