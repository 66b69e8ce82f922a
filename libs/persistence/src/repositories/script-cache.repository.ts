import type { EpochSeconds, IdentityProvider } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** What is stored under a key: a sealed text, or a count. */
export type CachedEntry = Buffer | number;

/** Whose entries are meant. */
export interface CacheOwner {
  /** The name that they are kept under. */
  cache: string;
  /** The provider whose scripts write them; `null` for a trial of one that was never saved. */
  provider: Pick<IdentityProvider, 'identifier' | 'issuance'> | null;
}

/** The name that entries of test runs are kept under, beside those of the provider itself, which it is no name of. */
export const trialCacheOf = (provider: string): string => `test-run/${provider}`;

/**
 * The CTE `held`: one row if the provider of the two parameters is the one whose script runs, and none otherwise. It cannot
 * be deleted before the statement has stored what it stores; whoever deletes it then finds that. No entry names its provider
 * by a foreign key, because trials write for providers that do not exist yet.
 */
const held = (provider: string, issuance: string): string => `held AS MATERIALIZED (
  SELECT 1 WHERE ${provider}::text IS NULL
  UNION ALL
  SELECT 1 FROM (SELECT 1 FROM identity_provider WHERE identifier = ${provider} AND issuance = ${issuance}::uuid FOR KEY SHARE) AS known)`;

/**
 * `CACHE` of the scripts of one provider, shared by every instance of the server. Nothing is stored for a provider that was
 * deleted, or replaced by another of its identifier, since the script began: another would find it.
 */
export class ScriptCacheRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns whether it was stored: not if the provider is gone */
  async store(owner: CacheOwner, keyHash: Buffer, sealed: Buffer, expiresAt: EpochSeconds): Promise<boolean> {
    const stored = await rowsOf(
      this.manager,
      `WITH ${held('$5', '$6')}
       INSERT INTO script_cache (provider, key_hash, sealed, expires_at)
       SELECT $1::text, $2::bytea, $3::bytea, $4::bigint FROM held
        ON CONFLICT (provider, key_hash) DO UPDATE
          SET sealed = excluded.sealed, count = NULL, expires_at = excluded.expires_at
        RETURNING 1`,
      [owner.cache, keyHash, sealed, expiresAt, ...identityOf(owner)],
    );
    return stored.length === 1;
  }

  /**
   * Stores a value if there is none, or an expired one. @returns whether it was stored, which is true for only one of
   * several concurrent calls; `gone` if the provider is
   */
  async storeIfAbsent(
    owner: CacheOwner,
    keyHash: Buffer,
    sealed: Buffer,
    expiresAt: EpochSeconds,
    now: EpochSeconds,
  ): Promise<boolean | 'gone'> {
    const [found] = await rowsOf<{ held: boolean; stored: boolean }>(
      this.manager,
      `WITH ${held('$6', '$7')}, stored AS (
         INSERT INTO script_cache (provider, key_hash, sealed, expires_at)
         SELECT $1::text, $2::bytea, $3::bytea, $4::bigint FROM held
          ON CONFLICT (provider, key_hash) DO UPDATE
            SET sealed = excluded.sealed, count = NULL, expires_at = excluded.expires_at
            WHERE script_cache.expires_at <= $5
          RETURNING 1)
       SELECT EXISTS (SELECT 1 FROM held) AS held, EXISTS (SELECT 1 FROM stored) AS stored`,
      [owner.cache, keyHash, sealed, expiresAt, now, ...identityOf(owner)],
    );
    return found!.held ? found!.stored : 'gone';
  }

  /**
   * Increments a counter. The first increment sets its expiry.
   * @returns the new value, unique among concurrent calls; `not_a_count` if a text is stored; `gone` if the provider is
   */
  async increment(
    owner: CacheOwner,
    keyHash: Buffer,
    expiresAt: EpochSeconds,
    now: EpochSeconds,
  ): Promise<number | 'not_a_count' | 'gone'> {
    const [found] = await rowsOf<{ held: boolean; count: number | null }>(
      this.manager,
      `WITH ${held('$5', '$6')}, counted AS (
         INSERT INTO script_cache (provider, key_hash, count, expires_at)
         SELECT $1::text, $2::bytea, 1, $3::bigint FROM held
          ON CONFLICT (provider, key_hash) DO UPDATE
            SET sealed = NULL,
                count = CASE WHEN script_cache.expires_at > $4 THEN script_cache.count + 1 ELSE 1 END,
                expires_at = CASE WHEN script_cache.expires_at > $4 THEN script_cache.expires_at ELSE excluded.expires_at END
            WHERE script_cache.count IS NOT NULL OR script_cache.expires_at <= $4
          RETURNING count)
       SELECT EXISTS (SELECT 1 FROM held) AS held, (SELECT count FROM counted) AS count`,
      [owner.cache, keyHash, expiresAt, now, ...identityOf(owner)],
    );
    return found!.held ? (found!.count ?? 'not_a_count') : 'gone';
  }

  async fetch({ cache }: CacheOwner, keyHash: Buffer, now: EpochSeconds): Promise<CachedEntry | undefined> {
    const [row] = await rowsOf<{ sealed: Buffer | null; count: number | null }>(
      this.manager,
      'SELECT sealed, count FROM script_cache WHERE provider = $1 AND key_hash = $2 AND expires_at > $3',
      [cache, keyHash, now],
    );
    return row?.sealed ?? row?.count ?? undefined;
  }

  /** Renames an entry, unless there is a live one with the new name. */
  async rename(owner: CacheOwner, from: Buffer, to: Buffer, now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `WITH ${held('$5', '$6')}, moved AS (
         DELETE FROM script_cache USING held WHERE provider = $1 AND key_hash = $2 RETURNING sealed, count, expires_at)
       INSERT INTO script_cache (provider, key_hash, sealed, count, expires_at)
       SELECT $1, $3, sealed, count, expires_at FROM moved
       ON CONFLICT (provider, key_hash) DO UPDATE
         SET sealed = excluded.sealed, count = excluded.count, expires_at = excluded.expires_at
         WHERE script_cache.expires_at <= $4`,
      [owner.cache, from, to, now, ...identityOf(owner)],
    );
  }

  async delete({ cache }: CacheOwner, keyHash: Buffer): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM script_cache WHERE provider = $1 AND key_hash = $2', [cache, keyHash]);
  }
}

/** The two parameters of {@link held}. */
const identityOf = ({ provider }: CacheOwner): (string | null)[] => [
  provider?.identifier ?? null,
  provider?.issuance ?? null,
];
