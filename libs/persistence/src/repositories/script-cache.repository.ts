import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** `CACHE` of the scripts of one provider, shared by every instance of the server. */
export class ScriptCacheRepository {
  constructor(private readonly manager: EntityManager) {}

  async store(provider: string, keyHash: Buffer, sealed: Buffer, expiresAt: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `INSERT INTO script_cache (provider, key_hash, sealed, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (provider, key_hash) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at`,
      [provider, keyHash, sealed, expiresAt],
    );
  }

  async fetch(provider: string, keyHash: Buffer, now: EpochSeconds): Promise<Buffer | undefined> {
    const [row] = await rowsOf<{ sealed: Buffer }>(
      this.manager,
      'SELECT sealed FROM script_cache WHERE provider = $1 AND key_hash = $2 AND expires_at > $3',
      [provider, keyHash, now],
    );
    return row?.sealed;
  }

  async delete(provider: string, keyHash: Buffer): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM script_cache WHERE provider = $1 AND key_hash = $2', [provider, keyHash]);
  }
}
