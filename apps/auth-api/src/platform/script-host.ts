import { Injectable } from '@nestjs/common';
import type { ScriptHost } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import type { ProviderProperty } from '@passant/protocol';
import { Clock } from './clock.js';
import { ScriptHttp } from './script-http.js';
import { ScriptProperties } from './script-properties.js';
import { Secrets } from './secrets.js';

/** Longest life of a cache entry, in seconds. */
const MAX_CACHE_TTL = 86_400;

/** Whose script runs: its properties are its own, and it reaches the hosts it lists. */
export interface ScriptOwner {
  identifier: string;
  allowedHosts: readonly string[];
  properties: readonly ProviderProperty[];
  /** Instead of the cache of the provider, so that a trial leaves nothing there. */
  cache?: string;
  /** Under which name it waits for its turn, if not under that of the provider. */
  lane?: string;
}

/** What the server offers to scripts. */
@Injectable()
export class ScriptHosts {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly http: ScriptHttp,
    private readonly properties: ScriptProperties,
  ) {}

  /** @param failed told of every failure of the server itself, of which the script only learns that there was one */
  for(owner: ScriptOwner, failed: (error: unknown) => void): ScriptHost {
    const watched =
      <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        try {
          return await call(...args);
        } catch (error) {
          failed(error);
          throw error;
        }
      };
    const provider = owner.cache ?? owner.identifier;
    return {
      cache: {
        store: watched(async (key: string, value: string, ttlSeconds: number) => {
          const ttl = Math.min(Math.max(1, Math.floor(ttlSeconds)), MAX_CACHE_TTL);
          await this.store.scriptCache.store(
            provider,
            this.secrets.cacheEntry(provider, key),
            this.secrets.sealCached(provider, key, value),
            this.clock.now() + ttl,
          );
        }),
        fetch: watched(async (key: string) => {
          const entry = this.secrets.cacheEntry(provider, key);
          const sealed = await this.store.scriptCache.fetch(provider, entry, this.clock.now());
          return sealed === undefined ? null : this.secrets.openCached(provider, key, sealed);
        }),
        delete: watched(async (key: string) => {
          await this.store.scriptCache.delete(provider, this.secrets.cacheEntry(provider, key));
        }),
      },
      property: watched(async (identifier: string) =>
        this.properties.read(owner.identifier, owner.properties, identifier),
      ),
      // Not watched: that a scheme is down is for the script to handle, and no outage of ours.
      fetch: (request) => this.http.fetch(request, owner.allowedHosts),
    };
  }
}
