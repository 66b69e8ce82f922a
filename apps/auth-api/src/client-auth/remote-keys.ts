import { Injectable, Logger } from '@nestjs/common';
import type { JsonWebKeySet } from '@passant/contracts';
import { type EpochSeconds, OAuthError, freshnessOf, usableKeys } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { OutboundClient } from '../platform/outbound/outbound-client.js';
import { OutboundError, TooManyAsked, isBusy } from '../platform/outbound/outbound-error.js';
import { SharedFetches } from '../platform/outbound/shared-fetches.js';
import { RecentMap } from '../platform/recent-map.js';

/**
 * Minimum seconds between two fetches of one address after a failure, or because none of the known keys would do for one
 * network: made-up key identifiers and signatures cannot cause repeated fetches.
 */
const COOL_DOWN = 30;
/**
 * Seconds between two fetches because none would do, for whatever networks: strangers who come from many of them neither
 * have the address asked without end, nor keep a new key unknown for longer.
 */
const GAP = 2;
/** Seconds for which keys that can no longer be refreshed remain trusted. */
const GRACE = 86_400;
/** Maximum number of addresses remembered; the least recently used ones are evicted. */
const CAPACITY = 1_000;
/** The same of networks for which one was fetched. */
const NETWORKS = 10_000;
/** Limits of a fetch, in milliseconds and bytes. */
const TIMEOUT = 3_000;
const MAX_BYTES = 64 * 1024;

/** The last good answer of an address. Each answer is a new object. */
interface KeySet {
  /** Empty if the client no longer publishes any. */
  keys: JsonWebKeySet['keys'];
  fetchedAt: EpochSeconds;
}

/** The state kept for one address. */
interface KeySource {
  /** Absent until there is a good answer. */
  set?: KeySet;
  freshUntil: EpochSeconds;
  failedAt: EpochSeconds;
  /** When it was last fetched although its keys were fresh. */
  renewedAt: EpochSeconds;
}

/** The keys at an address that are currently trusted. */
export interface PublishedKeys {
  set: KeySet;
  /** Whether they were known before the caller asked for them. */
  wereKnown: boolean;
}

/**
 * The keys that clients publish at their `jwks_uri`. They are cached as long as their server allows, and fetched again
 * when they are stale or none of them will do, with one request at a time. While they cannot be fetched, the last good
 * ones stay in use; a good answer without keys ends them.
 */
@Injectable()
export class RemoteKeys {
  private readonly logger = new Logger('RemoteKeys');
  private readonly fetches = new SharedFetches<void>();
  private readonly sources = new RecentMap<string, KeySource>(CAPACITY);
  /** When an address was last fetched because none of its keys would do for one network. */
  private readonly renewals = new RecentMap<string, EpochSeconds>(NETWORKS);

  constructor(
    private readonly outbound: OutboundClient,
    private readonly policy: JwksUriPolicy,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The keys at that address, or `undefined` if they cannot be fetched. Throws `temporarily_unavailable` for an address
   * without known keys while too many fetches are running.
   */
  async find(uri: string): Promise<PublishedKeys | undefined> {
    const source = this.sourceOf(uri);
    const wereKnown = this.clock.now() < source.freshUntil;
    try {
      if (!wereKnown && this.clock.now() >= source.failedAt + COOL_DOWN) await this.fetched(uri, source);
    } catch (error) {
      // Too many fetches are running: known keys stay in use as they do while the server does not answer, so that
      // strangers cannot disable them.
      if (!(error instanceof OAuthError && this.isBelieved(source))) throw error;
    }
    return this.isBelieved(source) ? { set: source.set, wereKnown } : undefined;
  }

  /**
   * The keys at that address after another fetch, because none of those found would do. `undefined` if they are still
   * the same, or the address was fetched a moment ago on the account of the network from which the request came.
   */
  async findAnew(uri: string, found: PublishedKeys | undefined): Promise<PublishedKeys | undefined> {
    const source = this.sourceOf(uri);
    if (!found?.wereKnown) return undefined;
    const account = `${requestFacts()?.network?.() ?? ''} ${uri}`;
    const isDue = this.isDue(source, this.renewals.get(account));
    // Another request may have fetched them in the meantime, or be about to.
    if (source.set === found.set && (isDue || this.fetches.isRunning(uri))) {
      const asks = !this.fetches.isRunning(uri);
      await this.fetched(uri, source);
      // Set only now: if too many fetches were running, the address was not fetched.
      if (asks) {
        source.renewedAt = this.clock.now();
        this.renewals.set(account, source.renewedAt);
      }
    }
    return source.set && source.set !== found.set ? { set: source.set, wereKnown: false } : undefined;
  }

  private isDue({ failedAt, renewedAt }: KeySource, forNetworkAt = -Infinity): boolean {
    const now = this.clock.now();
    return now >= Math.max(failedAt, forNetworkAt) + COOL_DOWN && now >= renewedAt + GAP;
  }

  private isBelieved(source: KeySource): source is KeySource & { set: KeySet } {
    return source.set !== undefined && this.clock.now() < source.freshUntil + GRACE;
  }

  private sourceOf(uri: string): KeySource {
    const known = this.sources.get(uri) ?? { freshUntil: 0, failedAt: -Infinity, renewedAt: -Infinity };
    this.sources.set(uri, known);
    return known;
  }

  /** Fetches the address, or waits for the fetch that is already running. */
  private fetched(uri: string, source: KeySource): Promise<void> {
    return this.fetches.run(uri, () => this.fetchInto(uri, source));
  }

  private async fetchInto(uri: string, source: KeySource): Promise<void> {
    try {
      const { keys, freshness } = await this.fetch(uri);
      const now = this.clock.now();
      Object.assign(source, { set: { keys, fetchedAt: now }, freshUntil: now + freshness });
      if (keys.length === 0) this.noteFailure('answered no usable key', 0);
    } catch (error) {
      if (isBusy(error)) throw new TooManyAsked();
      if (!(error instanceof OutboundError) && !(error instanceof UnusableAnswer)) throw error;
      source.failedAt = this.clock.now();
      this.noteFailure(error.message, source.set?.keys.length ?? 0);
    }
  }

  private noteFailure(reason: string, kept: number): void {
    const details = { reason, keys_kept: kept };
    if (this.events.record('CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI', { details })) {
      this.logger.warn(
        'Keys of a client could not be fetched: the event CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI says which and why',
      );
    }
  }

  private async fetch(uri: string): Promise<{ keys: JsonWebKeySet['keys']; freshness: number }> {
    // An address that was acceptable when the client was registered may no longer be.
    const problem = this.policy.problemOf(uri);
    if (problem !== undefined) throw new UnusableAnswer(problem);
    const headers = { accept: 'application/jwk-set+json, application/json, */*;q=0.1' };
    const limits = { timeout: TIMEOUT, maxBytes: MAX_BYTES };
    const reply = await this.outbound.send(this.policy.requestFor(uri, { headers, ...limits }));
    if (reply.status !== 200) throw new UnusableAnswer(`answered ${reply.status}`);
    const set = usableKeys(reply.body);
    if ('problem' in set) throw new UnusableAnswer(set.problem);
    return { keys: set.keys, freshness: freshnessOf(reply.headers) };
  }
}

/** An answer without usable keys. The message is the end of a sentence. */
class UnusableAnswer extends Error {}
