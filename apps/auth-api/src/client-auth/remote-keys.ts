import { Injectable, Logger } from '@nestjs/common';
import type { JsonWebKeySet } from '@passant/contracts';
import { type EpochSeconds, freshnessOf, jwksUriProblem, usableKeys } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../platform/event-log.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { OutboundClient, OutboundError } from '../platform/outbound/outbound-client.js';

/** Seconds between two fetches from one address, so that made-up key identifiers cannot have it asked again and again. */
const COOL_DOWN = 30;
/** Seconds that keys which can no longer be refreshed go on being believed. */
const GRACE = 86_400;
/** Addresses that are remembered; the ones used longest ago leave first. */
const CAPACITY = 1_000;
/** Milliseconds and bytes of a fetch. */
const TIMEOUT = 3_000;
const MAX_BYTES = 64 * 1024;

/** What is known of one address. */
interface KeySource {
  /** The last good answer; none yet where it is absent. */
  keys?: JsonWebKeySet;
  fetchedAt: EpochSeconds;
  freshUntil: EpochSeconds;
  triedAt: EpochSeconds;
  fetching?: Promise<void>;
}

/** A key that was found at an address, and when it was fetched. */
export interface RemoteKey {
  jwk: JsonWebKeySet['keys'][number];
  fetchedAt: EpochSeconds;
}

/**
 * The keys that clients publish at their `jwks_uri`. Kept as long as their server says, asked for again when they are
 * old or a key is not among them, by one request at a time; while they cannot be fetched the last good ones serve on.
 */
@Injectable()
export class RemoteKeys {
  private readonly logger = new Logger('RemoteKeys');
  private readonly sources = new Map<string, KeySource>();

  constructor(
    private readonly outbound: OutboundClient,
    private readonly policy: JwksUriPolicy,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** The key of that identifier at that address. Never throws: what cannot be fetched is not there. */
  async find(uri: string, kid: string): Promise<RemoteKey | undefined> {
    const source = this.sourceOf(uri);
    if (this.clock.now() >= source.freshUntil || !keyIn(source, kid)) await this.refresh(uri, source);
    const jwk = this.clock.now() < source.freshUntil + GRACE ? keyIn(source, kid) : undefined;
    return jwk && { jwk, fetchedAt: source.fetchedAt };
  }

  private sourceOf(uri: string): KeySource {
    const known = this.sources.get(uri) ?? { fetchedAt: 0, freshUntil: 0, triedAt: -Infinity };
    this.sources.delete(uri);
    this.sources.set(uri, known);
    if (this.sources.size > CAPACITY) this.sources.delete(this.sources.keys().next().value!);
    return known;
  }

  private async refresh(uri: string, source: KeySource): Promise<void> {
    if (!source.fetching) {
      if (this.clock.now() < source.triedAt + COOL_DOWN) return;
      source.triedAt = this.clock.now();
      source.fetching = this.fetchInto(uri, source).finally(() => delete source.fetching);
    }
    await source.fetching;
  }

  private async fetchInto(uri: string, source: KeySource): Promise<void> {
    try {
      const { keys, freshness } = await this.fetch(uri);
      const now = this.clock.now();
      Object.assign(source, { keys, fetchedAt: now, freshUntil: now + freshness });
    } catch (error) {
      if (!(error instanceof OutboundError) && !(error instanceof UnusableAnswer)) throw error;
      const reason = error.message;
      this.logger.warn(`Keys of a client could not be fetched from ${new URL(uri).host}: it ${reason}`);
      this.events.record('CLIENT_AUTHENTICATION_FAILED_INVALID_JWKS_URI', {
        details: { jwks_uri: uri, reason, keys_kept: source.keys?.keys.length ?? 0 },
      });
    }
  }

  private async fetch(uri: string): Promise<{ keys: JsonWebKeySet; freshness: number }> {
    // What was good enough when the client was registered may not be any more.
    const problem = jwksUriProblem(uri, this.policy.allowPrivate);
    if (problem !== undefined) throw new UnusableAnswer(problem);
    const reply = await this.outbound.send({
      method: 'GET',
      url: new URL(uri),
      headers: { accept: 'application/jwk-set+json, application/json' },
      policy: this.policy.allowPrivate ? 'any' : 'public',
      timeout: TIMEOUT,
      maxBytes: MAX_BYTES,
    });
    if (reply.status !== 200) throw new UnusableAnswer(`answered ${reply.status}`);
    const keys = usableKeys(reply.body);
    if (!keys) throw new UnusableAnswer('answered no usable key');
    return { keys, freshness: freshnessOf(reply.headers) };
  }
}

/** An answer, but none with keys. The message is the end of a sentence. */
class UnusableAnswer extends Error {}

function keyIn(source: KeySource, kid: string): JsonWebKeySet['keys'][number] | undefined {
  return source.keys?.keys.find((key) => key.kid === kid);
}
