import type { InitialAccessTokenState } from '@passant/contracts';
import type { EpochSeconds, InitialAccessToken } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { InitialAccessTokenEntity } from '../entities/initial-access-token.entity.js';
import { inOrderOf, rowsOf, selectList } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';

interface Wanted {
  tokenHash: Buffer;
  now: EpochSeconds;
}

export class InitialAccessTokenRepository {
  private readonly lookup = new SharedStatement<Wanted, InitialAccessToken | undefined>((wanted) =>
    this.findAllUsable(wanted),
  );

  constructor(private readonly manager: EntityManager) {}

  async insert(token: InitialAccessToken): Promise<void> {
    await this.manager.insert(InitialAccessTokenEntity, token);
  }

  /**
   * A token that could be spent now. Decides nothing: whoever spends it may find it gone. Look-ups of one turn of the
   * event loop share one statement.
   * @returns `undefined` if it is unknown, expired, revoked, used up, or the client it was issued to is off
   */
  async findUsable(tokenHash: Buffer, now: EpochSeconds): Promise<InitialAccessToken | undefined> {
    return this.lookup.ask({ tokenHash, now });
  }

  private async findAllUsable(wanted: Wanted[]): Promise<(InitialAccessToken | undefined)[]> {
    const hashes = wanted.map(({ tokenHash }) => tokenHash);
    const tokens = await rowsOf<InitialAccessToken>(
      this.manager,
      `SELECT ${selectList(this.manager, InitialAccessTokenEntity)} FROM initial_access_token
        WHERE token_hash = ANY ($1::bytea[]) AND ${USABLE}`,
      [hashes, Math.max(...wanted.map(({ now }) => now))],
    );
    return inOrderOf(hashes, tokens);
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

  /**
   * Newest first.
   * @param filter `search`: part of a label, of a developer's name or of an issuer; `state` as of `now`
   * @param after creation time and identifier the page begins behind
   */
  async list(
    filter: InitialAccessTokenFilter,
    after: { createdAt: number; id: string } | undefined,
    limit: number,
  ): Promise<InitialAccessTokenWithUse[]> {
    return rowsOf<InitialAccessTokenWithUse>(
      this.manager,
      `SELECT ${selectList(this.manager, InitialAccessTokenEntity, 't')},
              (SELECT count(*) FROM client c WHERE c.initial_access_token = t.id) AS clients
         FROM initial_access_token t
        WHERE ($1::text IS NULL OR position(lower($1) IN lower(coalesce(t.label, ''))) > 0
               OR position(lower($1) IN lower(coalesce(t.subject, ''))) > 0
               OR position(lower($1) IN lower(t.created_by)) > 0 OR t.application = $1)
          AND ($2::text IS NULL OR t.application = $2)
          AND ($3::text IS NULL OR ${STATE} = $3)
          AND ($5::bigint IS NULL OR (t.created_at, t.id) < ($5, $6::uuid))
        ORDER BY t.created_at DESC, t.id DESC LIMIT $7`,
      [
        filter.search ?? null,
        filter.application ?? null,
        filter.state ?? null,
        filter.now ?? 0,
        after?.createdAt ?? null,
        after?.id ?? null,
        limit,
      ],
    );
  }
}

/** A token with the number of clients that were made with it and are there. */
export type InitialAccessTokenWithUse = InitialAccessToken & { clients: number };

export interface InitialAccessTokenFilter {
  search?: string | undefined;
  application?: string | undefined;
  state?: InitialAccessTokenState;
  now?: EpochSeconds;
}

/** Whether a row of `initial_access_token` may register another client; `$2` is now. */
export const USABLE = `uses < registrations AND NOT revoked AND expires_at > $2 AND NOT EXISTS (
  SELECT 1 FROM client owner WHERE owner.client_id = initial_access_token.client_id AND NOT owner.enabled)`;

/** What keeps a token from registering clients, the weightiest first; `$4` is now. */
const STATE = `CASE WHEN t.revoked THEN 'revoked' WHEN t.uses >= t.registrations THEN 'used'
  WHEN t.expires_at <= $4::bigint THEN 'expired' ELSE 'usable' END`;
