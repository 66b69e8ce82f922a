import { createHash } from 'node:crypto';
import { type HostHttpRequest, type HostHttpResponse, HostRefusal, type ScriptHost } from '@passant/extension-engine';
import { NOT_A_COUNT } from './script-host.js';

/** Maximum number of characters of responses that are recorded per run. */
const MOST_KEPT = 1024 * 1024;

const UNANSWERED = 'The run in use asked for nothing like this, and a shadow run sends nothing itself.';

type HttpAnswer = { response: HostHttpResponse } | { refusal: string };

/**
 * Records what a live run received from outside, so that a candidate receives the same. Kept in memory until the
 * candidate has run, and never stored.
 */
export class ScriptRecording {
  private readonly cached = new Map<string, string | null>();
  private readonly written = new Set<string>();
  /** Keys for which the live run learned that an entry exists, but not its value. */
  private readonly present = new Set<string>();
  private readonly answers = new Map<string, HttpAnswer[]>();
  private kept = 0;
  /** Whether the candidate sent a request for which no response was recorded. */
  unanswered = false;

  /** Whether the limit was exceeded, so that a candidate could not receive the same data. */
  get overflowed(): boolean {
    return this.kept > MOST_KEPT;
  }

  /** Wraps the host of the live run to record its calls. */
  readonly listen = (host: ScriptHost): ScriptHost => ({
    ...host,
    cache: {
      fetch: async (key) => {
        const value = await host.cache.fetch(key);
        this.found(key, value);
        return value;
      },
      storeIfAbsent: async (key, value, ttlSeconds) => {
        const stored = await host.cache.storeIfAbsent(key, value, ttlSeconds);
        if (stored) this.found(key, null);
        else if (!this.written.has(key)) this.present.add(key);
        if (stored) this.written.add(key);
        return stored;
      },
      increment: async (key, ttlSeconds) => {
        const count = await host.cache.increment(key, ttlSeconds);
        this.found(key, count === 1 ? null : String(count - 1));
        this.written.add(key);
        return count;
      },
      store: (key, value, ttlSeconds) => {
        this.written.add(key);
        return host.cache.store(key, value, ttlSeconds);
      },
      delete: (key) => {
        this.written.add(key);
        return host.cache.delete(key);
      },
    },
    ...(host.fetch ? { fetch: (request: HostHttpRequest) => this.fetchLive(host, request) } : {}),
  });

  /**
   * Creates the host for the candidate: it sees what the live run saw, and its own changes are visible only to itself.
   */
  readonly replay = (host: ScriptHost): ScriptHost => {
    const own = new Map<string, string | null>();
    const fetch = async (key: string) => own.get(key) ?? (own.has(key) ? null : this.fetchCached(host, key));
    const isPresent = async (key: string) => (!own.has(key) && this.present.has(key)) || (await fetch(key)) !== null;
    return {
      property: (identifier) => host.property(identifier),
      cache: {
        fetch,
        store: async (key, value) => void own.set(key, value),
        storeIfAbsent: async (key, value) => {
          if (await isPresent(key)) return false;
          own.set(key, value);
          return true;
        },
        increment: async (key) => {
          const before = (await fetch(key)) ?? '0';
          if (!/^\d+$/.test(before)) throw new HostRefusal(NOT_A_COUNT);
          own.set(key, String(Number(before) + 1));
          return Number(before) + 1;
        },
        delete: async (key) => void own.set(key, null),
      },
      fetch: async (request) => this.answerOf(request),
    };
  };

  /** Records the value of a key, unless the live run has written the key itself. */
  private found(key: string, value: string | null): void {
    if (!this.written.has(key) && !this.cached.has(key)) this.keep(() => this.cached.set(key, value), value);
  }

  private async fetchCached(host: ScriptHost, key: string): Promise<string | null> {
    // A key that the live run changed without reading it has the value that the live run left.
    const known = this.cached.get(key);
    return known === undefined ? host.cache.fetch(key) : known;
  }

  private async fetchLive(host: ScriptHost, request: HostHttpRequest): Promise<HostHttpResponse> {
    const told = (answer: HttpAnswer) => {
      const fingerprint = fingerprintOf(request);
      this.answers.set(fingerprint, [...(this.answers.get(fingerprint) ?? []), answer]);
    };
    try {
      const response = await host.fetch!(request);
      this.keep(() => told({ response }), response.body);
      return response;
    } catch (error) {
      if (error instanceof HostRefusal) told({ refusal: error.message });
      throw error;
    }
  }

  private answerOf(request: HostHttpRequest): HostHttpResponse {
    const answer = this.answers.get(fingerprintOf(request))?.shift();
    if (answer && 'response' in answer) return answer.response;
    if (!answer) this.unanswered = true;
    throw new HostRefusal(answer ? answer.refusal : UNANSWERED);
  }

  private keep(remember: () => void, text: string | null): void {
    this.kept += text?.length ?? 0;
    if (!this.overflowed) remember();
  }
}

/** Identical requests have the same fingerprint, regardless of the order of their headers. */
function fingerprintOf({ url, method, headers, body }: HostHttpRequest): string {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const text = JSON.stringify([method.toUpperCase(), url, named.sort(), body]);
  return createHash('sha256').update(text).digest('base64');
}
