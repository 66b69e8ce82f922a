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
   * Finds a token that could be spent now. This is not binding: it may be gone when it is spent. Look-ups in the same
   * turn of the event loop share one statement.
   * @returns `undefined` if it is unknown, expired, revoked or used up, or the client it was issued to is disabled
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

  /** The token with this identifier or this hash, with its state as of `now`. */
  async findAny(
    by: { id: string } | { tokenHash: Buffer },
    now: EpochSeconds,
  ): Promise<(InitialAccessToken & { state: InitialAccessTokenState }) | undefined> {
    const [token] = await rowsOf<InitialAccessToken & { state: InitialAccessTokenState }>(
      this.manager,
      `SELECT ${selectList(this.manager, InitialAccessTokenEntity, 't')}, ${stateAt('$2')} AS state
         FROM initial_access_token t WHERE ${'id' in by ? 't.id' : 't.token_hash'} = $1`,
      ['id' in by ? by.id : by.tokenHash, now],
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

  /**
   * Ends a trial: from now on nobody registers in it. @returns whether the application has this trial
   */
  async endTrial(id: string, application: string): Promise<boolean> {
    const ended = await rowsOf(
      this.manager,
      `UPDATE initial_access_token SET revoked = true
        WHERE id = $1 AND application = $2 AND trial IS NOT NULL RETURNING id`,
      [id, application],
    );
    return ended.length === 1;
  }

  /** Ends all trials of an application. @returns their identifiers */
  async endTrialsOf(application: string): Promise<string[]> {
    const ended = await rowsOf<{ id: string }>(
      this.manager,
      `UPDATE initial_access_token SET revoked = true WHERE application = $1 AND trial IS NOT NULL RETURNING id`,
      [application],
    );
    return ended.map(({ id }) => id);
  }

  /** Forgets a trial that has ended, after its clients are deleted. */
  async forget(id: string): Promise<void> {
    await this.manager.delete(InitialAccessTokenEntity, { id });
  }

  /** Forgets the trials whose time is over and whose clients are gone. */
  async forgetExpiredTrials(now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `DELETE FROM initial_access_token t
        WHERE t.trial IS NOT NULL AND t.expires_at <= $1
          AND NOT EXISTS (SELECT 1 FROM client c WHERE c.initial_access_token = t.id) RETURNING id`,
      [now],
    );
  }

  /**
   * Newest first.
   * @param filter `search`: part of a label, a developer's name or an issuer; `state` as of `now`
   * @param after creation time and identifier that the page starts after
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
          AND ($3::text IS NULL OR ${stateAt('$4')} = $3)
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

/** A token with the number of existing clients that were registered with it. */
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

/** The state of a token: the most important reason why it cannot register clients, or usable. */
const stateAt = (now: string) => `CASE WHEN t.revoked THEN 'revoked' WHEN t.uses >= t.registrations THEN 'used'
  WHEN t.expires_at <= ${now}::bigint THEN 'expired' ELSE 'usable' END`;
