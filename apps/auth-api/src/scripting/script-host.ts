import { Injectable } from '@nestjs/common';
import { isExampleValue } from '@passant/contracts';
import { HostRefusal, type ScriptHost } from '@passant/extension-engine';
import { type CacheOwner, Store } from '@passant/persistence';
import type { ProviderProperty } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { ScriptHttp } from './script-http.js';
import { ScriptProperties } from './script-properties.js';
import { Secrets } from '../credentials/secrets.js';

/** Maximum lifetime of a cache entry in seconds. */
const MAX_CACHE_TTL = 86_400;

/** Message for a script that increments an entry which holds a text. */
export const NOT_A_COUNT = 'Under this key a text is stored, no count.';

/** Message for a script that keeps something for a provider that was deleted or replaced while it ran. */
const PROVIDER_GONE = 'The identity provider is not the one any more whose script began to run.';

const exampleOf = (identifier: string) => `The property ${identifier} still has the example value of its template.`;

/** The owner of a running script: the script reads the owner's properties and may reach the hosts the owner lists. */
export interface ScriptOwner {
  identifier: string;
  allowedHosts: readonly string[];
  properties: readonly ProviderProperty[];
  /** Tells a provider from another that took its place; absent for one that was never saved. */
  issuance?: string;
  /** Used instead of the provider's cache, so that a trial leaves nothing there. */
  cache?: string;
  /** The name under which a run queues, if it is not that of the provider. */
  lane?: string;
}

/** Wraps a call to observe its failures. */
type Watch = <Args extends unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result>;

/** Creates the host functions that the server offers to scripts. */
@Injectable()
export class ScriptHosts {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly http: ScriptHttp,
    private readonly properties: ScriptProperties,
  ) {}

  /** @param failed called with every failure of the server itself; the script only learns that its call failed */
  for(owner: ScriptOwner, failed: (error: unknown) => void): ScriptHost {
    const watched: Watch =
      (call) =>
      async (...args) => {
        try {
          return await call(...args);
        } catch (error) {
          failed(error);
          throw error;
        }
      };
    const property = watched(async (identifier: string) =>
      this.properties.read(owner.identifier, owner.properties, identifier),
    );
    const cache = () => this.cacheOf(cacheOwner(owner), watched);
    let made: ScriptHost['cache'] | undefined;
    return {
      // Most scripts keep nothing, so it is made for those that ask.
      get cache() {
        return (made ??= cache());
      },
      property: async (identifier) => {
        const value = await property(identifier);
        if (value !== null && isExampleValue(value)) throw new HostRefusal(exampleOf(identifier));
        return value;
      },
      // Not watched: the script has to handle a scheme that is down, and it is not an outage of this server.
      fetch: (request) => this.http.fetch(request, owner.allowedHosts),
    };
  }

  private cacheOf(owner: CacheOwner, watched: Watch): ScriptHost['cache'] {
    const { scriptCache } = this.store;
    const { cache } = owner;
    const entryOf = async (key: string) => {
      const entry = this.secrets.cacheEntry(cache, key);
      // While the master key is being changed, the entry may be stored under its other lookup key. It is renamed, so
      // that entries written before the change are still found.
      for (const other of this.secrets.otherCacheEntries(cache, key))
        await scriptCache.rename(owner, other, entry, this.clock.now());
      return entry;
    };
    const seal = (key: string, value: string) => this.secrets.sealCached(cache, key, value);
    const endOf = (ttlSeconds: number) =>
      this.clock.now() + Math.min(Math.max(1, Math.floor(ttlSeconds)), MAX_CACHE_TTL);
    const store = watched(async (key: string, value: string, ttlSeconds: number) =>
      scriptCache.store(owner, await entryOf(key), seal(key, value), endOf(ttlSeconds)),
    );
    const storeIfAbsent = watched(async (key: string, value: string, ttlSeconds: number) =>
      scriptCache.storeIfAbsent(owner, await entryOf(key), seal(key, value), endOf(ttlSeconds), this.clock.now()),
    );
    const count = watched(async (key: string, ttlSeconds: number) =>
      scriptCache.increment(owner, await entryOf(key), endOf(ttlSeconds), this.clock.now()),
    );
    return {
      // Only partly watched, as the next two: that the provider is gone is no fault of this server.
      store: async (key, value, ttlSeconds) => {
        if (!(await store(key, value, ttlSeconds))) throw new HostRefusal(PROVIDER_GONE);
      },
      storeIfAbsent: async (key, value, ttlSeconds) => {
        const stored = await storeIfAbsent(key, value, ttlSeconds);
        if (stored === 'gone') throw new HostRefusal(PROVIDER_GONE);
        return stored;
      },
      // Incrementing a key that holds a text is an error of the script.
      increment: async (key, ttlSeconds) => {
        const counted = await count(key, ttlSeconds);
        if (counted === 'gone') throw new HostRefusal(PROVIDER_GONE);
        if (counted === 'not_a_count') throw new HostRefusal(NOT_A_COUNT);
        return counted;
      },
      fetch: watched(async (key: string) => {
        const entry = await scriptCache.fetch(owner, await entryOf(key), this.clock.now());
        if (entry === undefined) return null;
        return typeof entry === 'number' ? String(entry) : this.secrets.openCached(cache, key, entry);
      }),
      delete: watched(async (key: string) => scriptCache.delete(owner, await entryOf(key))),
    };
  }
}

const cacheOwner = ({ identifier, issuance, cache = identifier }: ScriptOwner): CacheOwner => ({
  cache,
  provider: issuance === undefined ? null : { identifier, issuance },
});
