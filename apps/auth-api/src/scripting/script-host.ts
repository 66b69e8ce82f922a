import { Injectable } from '@nestjs/common';
import { isExampleValue } from '@passant/contracts';
import { HostRefusal, type ScriptHost } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import type { ProviderProperty } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { ScriptHttp } from './script-http.js';
import { ScriptProperties } from './script-properties.js';
import { Secrets } from '../credentials/secrets.js';

/** Maximum lifetime of a cache entry in seconds. */
const MAX_CACHE_TTL = 86_400;

/** Message for a script that increments an entry which holds a text. */
export const NOT_A_COUNT = 'Under this key a text is stored, no count.';

const exampleOf = (identifier: string) => `The property ${identifier} still has the example value of its template.`;

/** The owner of a running script: the script reads the owner's properties and may reach the hosts the owner lists. */
export interface ScriptOwner {
  identifier: string;
  allowedHosts: readonly string[];
  properties: readonly ProviderProperty[];
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
    return {
      cache: this.cacheOf(owner.cache ?? owner.identifier, watched),
      property: async (identifier) => {
        const value = await property(identifier);
        if (value !== null && isExampleValue(value)) throw new HostRefusal(exampleOf(identifier));
        return value;
      },
      // Not watched: the script has to handle a scheme that is down, and it is not an outage of this server.
      fetch: (request) => this.http.fetch(request, owner.allowedHosts),
    };
  }

  private cacheOf(provider: string, watched: Watch): ScriptHost['cache'] {
    const { scriptCache } = this.store;
    const entryOf = async (key: string) => {
      const entry = this.secrets.cacheEntry(provider, key);
      // While the master key is being changed, the entry may be stored under its other lookup key. It is renamed, so
      // that entries written before the change are still found.
      for (const other of this.secrets.otherCacheEntries(provider, key))
        await scriptCache.rename(provider, other, entry, this.clock.now());
      return entry;
    };
    const seal = (key: string, value: string) => this.secrets.sealCached(provider, key, value);
    const endOf = (ttlSeconds: number) =>
      this.clock.now() + Math.min(Math.max(1, Math.floor(ttlSeconds)), MAX_CACHE_TTL);
    const count = watched(async (key: string, ttlSeconds: number) =>
      scriptCache.increment(provider, await entryOf(key), endOf(ttlSeconds), this.clock.now()),
    );
    return {
      store: watched(async (key: string, value: string, ttlSeconds: number) =>
        scriptCache.store(provider, await entryOf(key), seal(key, value), endOf(ttlSeconds)),
      ),
      storeIfAbsent: watched(async (key: string, value: string, ttlSeconds: number) =>
        scriptCache.storeIfAbsent(provider, await entryOf(key), seal(key, value), endOf(ttlSeconds), this.clock.now()),
      ),
      // Only partly watched: incrementing a key that holds a text is an error of the script.
      increment: async (key, ttlSeconds) => {
        const counted = await count(key, ttlSeconds);
        if (counted === 'not_a_count') throw new HostRefusal(NOT_A_COUNT);
        return counted;
      },
      fetch: watched(async (key: string) => {
        const entry = await scriptCache.fetch(provider, await entryOf(key), this.clock.now());
        if (entry === undefined) return null;
        return typeof entry === 'number' ? String(entry) : this.secrets.openCached(provider, key, entry);
      }),
      delete: watched(async (key: string) => scriptCache.delete(provider, await entryOf(key))),
    };
  }
}
