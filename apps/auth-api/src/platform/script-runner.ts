import { Injectable } from '@nestjs/common';
import { EngineSaturatedError, ScriptEngine, type ScriptHost, type ScriptReport } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import { type IdentityProvider, OAuthError, type ScriptInput } from '@passant/protocol';
import { Clock } from './clock.js';
import { ScriptHttp } from './script-http.js';
import { Secrets } from './secrets.js';

/** Longest life of a cache entry, in seconds. */
const MAX_CACHE_TTL = 86_400;

/** Whose script runs: its cache is its own, and it reaches the hosts it lists. */
export type ScriptOwner = Pick<IdentityProvider, 'identifier' | 'allowedHosts'>;

/** Runs the scripts of the identity providers with what the server offers them. */
@Injectable()
export class ScriptRunner {
  constructor(
    private readonly engine: ScriptEngine,
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly http: ScriptHttp,
  ) {}

  /**
   * Runs a script to its end, whatever that is.
   * Throws `temporarily_unavailable` if the engine has no room.
   */
  async run(owner: ScriptOwner, script: string, input: ScriptInput): Promise<ScriptReport> {
    // To the script an outage of the database is a call that fails; to the app it is 503 and no fault of the script.
    let outage: unknown;
    const host = this.hostFor(owner, (error) => (outage ??= error));
    try {
      const report = await this.engine.run({ provider: owner.identifier, script, arguments: input, host });
      if (outage !== undefined) throw outage as Error;
      return report;
    } catch (error) {
      if (!(error instanceof EngineSaturatedError)) throw error;
      throw new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', {
        cause: error,
        retryAfter: error.retryAfterSeconds,
      });
    }
  }

  /** Runs a script that has to return. Throws `server_error` if it did anything else; the cause goes to the log. */
  async runToResult(owner: ScriptOwner, script: string, input: ScriptInput): Promise<string | undefined> {
    const report = await this.run(owner, script, input);
    if (report.outcome === 'returned') return report.result;
    // The message of a thrown error is the script's own text and may say who someone is: it stays out of the log.
    throw new OAuthError('server_error', 'The identity provider could not complete the request.', {
      cause: `script of ${owner.identifier} ${report.outcome}${report.line === undefined ? '' : ` at line ${report.line}`}`,
    });
  }

  private hostFor({ identifier: provider, allowedHosts }: ScriptOwner, failed: (error: unknown) => void): ScriptHost {
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
      property: async () => null,
      // Not watched: that a scheme is down is for the script to handle, and no outage of ours.
      fetch: (request) => this.http.fetch(request, allowedHosts),
    };
  }
}
