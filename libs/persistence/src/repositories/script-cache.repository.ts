import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** What is stored under a key: a sealed text, or a count. */
export type CachedEntry = Buffer | number;

/** `CACHE` of the scripts of one provider, shared by every instance of the server. */
export class ScriptCacheRepository {
  constructor(private readonly manager: EntityManager) {}

  async store(provider: string, keyHash: Buffer, sealed: Buffer, expiresAt: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `INSERT INTO script_cache (provider, key_hash, sealed, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (provider, key_hash) DO UPDATE
          SET sealed = excluded.sealed, count = NULL, expires_at = excluded.expires_at`,
      [provider, keyHash, sealed, expiresAt],
    );
  }

  /**
   * Stores a value if there is none, or an expired one. @returns whether it was stored, which is true for only one of
   * several concurrent calls
   */
  async storeIfAbsent(
    provider: string,
    keyHash: Buffer,
    sealed: Buffer,
    expiresAt: EpochSeconds,
    now: EpochSeconds,
  ): Promise<boolean> {
    const stored = await rowsOf(
      this.manager,
      `INSERT INTO script_cache (provider, key_hash, sealed, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (provider, key_hash) DO UPDATE
          SET sealed = excluded.sealed, count = NULL, expires_at = excluded.expires_at
          WHERE script_cache.expires_at <= $5
        RETURNING 1`,
      [provider, keyHash, sealed, expiresAt, now],
    );
    return stored.length === 1;
  }

  /**
   * Increments a counter. The first increment sets its expiry.
   * @returns the new value, unique among concurrent calls; `not_a_count` if a text is stored
   */
  async increment(
    provider: string,
    keyHash: Buffer,
    expiresAt: EpochSeconds,
    now: EpochSeconds,
  ): Promise<number | 'not_a_count'> {
    const [row] = await rowsOf<{ count: number }>(
      this.manager,
      `INSERT INTO script_cache (provider, key_hash, count, expires_at) VALUES ($1, $2, 1, $3)
        ON CONFLICT (provider, key_hash) DO UPDATE
          SET sealed = NULL,
              count = CASE WHEN script_cache.expires_at > $4 THEN script_cache.count + 1 ELSE 1 END,
              expires_at = CASE WHEN script_cache.expires_at > $4 THEN script_cache.expires_at ELSE excluded.expires_at END
          WHERE script_cache.count IS NOT NULL OR script_cache.expires_at <= $4
        RETURNING count`,
      [provider, keyHash, expiresAt, now],
    );
    return row?.count ?? 'not_a_count';
  }

  async fetch(provider: string, keyHash: Buffer, now: EpochSeconds): Promise<CachedEntry | undefined> {
    const [row] = await rowsOf<{ sealed: Buffer | null; count: number | null }>(
      this.manager,
      'SELECT sealed, count FROM script_cache WHERE provider = $1 AND key_hash = $2 AND expires_at > $3',
      [provider, keyHash, now],
    );
    return row?.sealed ?? row?.count ?? undefined;
  }

  /** Renames an entry, unless there is a live one with the new name. */
  async rename(provider: string, from: Buffer, to: Buffer, now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `WITH moved AS (
         DELETE FROM script_cache WHERE provider = $1 AND key_hash = $2 RETURNING sealed, count, expires_at)
       INSERT INTO script_cache (provider, key_hash, sealed, count, expires_at)
       SELECT $1, $3, sealed, count, expires_at FROM moved
       ON CONFLICT (provider, key_hash) DO UPDATE
         SET sealed = excluded.sealed, count = excluded.count, expires_at = excluded.expires_at
         WHERE script_cache.expires_at <= $4`,
      [provider, from, to, now],
    );
  }

  async delete(provider: string, keyHash: Buffer): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM script_cache WHERE provider = $1 AND key_hash = $2', [provider, keyHash]);
  }
}
