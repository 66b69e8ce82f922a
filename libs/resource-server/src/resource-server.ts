import { authorizationOf } from './credentials.js';
import { type Demand, readDemand, shortcomingOf } from './demand.js';
import { Introspector } from './introspector.js';
import type { ResourceMetadata } from './metadata.js';
import { type ResourceServerOptions, readOptions } from './options.js';
import { Passant } from './passant.js';
import { type Challenge, refuse, refuseForNow } from './refusal.js';
import type { ActiveToken, Answer } from './token.js';
import { PassantUnavailable } from './unavailable.js';

/** Accepts or refuses a request, based on its `Authorization` header. */
export interface Requirement {
  /** @returns what the token is about. Throws `Refusal` */
  check: (authorization: string | undefined) => Promise<ActiveToken>;
}

/**
 * A back end that accepts access tokens from Passant. Create one for the whole process: it represents one API client,
 * and its cache holds the answers for that client in one response format.
 *
 * Throws `TypeError` if an option is unusable.
 */
export class ResourceServer {
  /** What it publishes about itself; `undefined` if it has no `resource`. */
  readonly metadata: ResourceMetadata | undefined;
  private readonly resource: string | undefined;
  private readonly challenge: Challenge;
  private readonly introspector: Introspector;

  constructor(options: ResourceServerOptions) {
    const settings = readOptions(options);
    const { realm, resource, metadata } = settings;
    this.resource = resource;
    this.metadata = metadata;
    this.challenge = { realm, ...(metadata ? { resource_metadata: metadata.url } : {}) };
    const passant = new Passant(settings, authorizationOf(options, settings.issuer));
    this.introspector = new Introspector(passant, settings, options.observer ?? {});
  }

  /**
   * Returns the server's answer about a token, possibly from the cache. Throws {@link PassantUnavailable} if nobody
   * knows.
   */
  introspect(token: string): Promise<Answer> {
    return this.introspector.introspect(token);
  }

  /** Creates a requirement from what a token has to meet. Throws `TypeError` if no token can meet it. */
  require(demand: Demand = {}): Requirement {
    const terms = readDemand(demand, this.resource);
    return {
      check: async (authorization) => {
        const token = await this.tokenOf(authorization);
        const shortcoming = shortcomingOf(token, terms, this.challenge);
        if (shortcoming) throw shortcoming;
        return token;
      },
    };
  }

  /** Starts listening for ended tokens before the first request arrives. */
  listen(): void {
    this.introspector.listen();
  }

  /** Stops listening, so that the process can end. */
  async close(): Promise<void> {
    await this.introspector.close();
  }

  private async tokenOf(authorization: string | undefined): Promise<ActiveToken> {
    const [, scheme, token] = /^(\S+)(?: +(.*))?$/.exec(authorization?.trim() ?? '') ?? [];
    if (scheme?.toLowerCase() !== 'bearer')
      throw refuse(401, this.challenge, undefined, 'The request needs an access token.');
    // RFC 6750 §2.1
    if (token === undefined || !/^[A-Za-z0-9\-._~+/]+=*$/.test(token))
      throw refuse(400, this.challenge, 'invalid_request', 'The Authorization header holds no access token.');
    const answer = await this.introspect(token).catch((error: unknown) => {
      throw error instanceof PassantUnavailable ? refuseForNow(error.retryAfter, error) : error;
    });
    if (answer.active) return answer;
    throw refuse(401, this.challenge, 'invalid_token', 'The access token is not valid, or not any more.');
  }
}
