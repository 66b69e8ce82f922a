import { createHash } from 'node:crypto';
import { type HostHttpRequest, type HostHttpResponse, HostRefusal, type ScriptHost } from '@passant/extension-engine';

/** Characters of answers that are kept of one run. */
const MOST_KEPT = 1024 * 1024;

const UNANSWERED = 'The run in use asked for nothing like this, and a shadow run sends nothing itself.';

type HttpAnswer = { response: HostHttpResponse } | { refusal: string };

/**
 * What a live run was told by the outside, for a candidate to be told the same. Lives in memory until the candidate
 * has run, and is never written down.
 */
export class ScriptRecording {
  private readonly cached = new Map<string, string | null>();
  private readonly written = new Set<string>();
  private readonly answers = new Map<string, HttpAnswer[]>();
  private kept = 0;
  /** The candidate asked for something that nobody had answered. */
  unanswered = false;

  /** There was more than is kept: a candidate could not be told the same. */
  get overflowed(): boolean {
    return this.kept > MOST_KEPT;
  }

  /** The host of the live run, listened to. */
  readonly listen = (host: ScriptHost): ScriptHost => ({
    ...host,
    cache: {
      fetch: async (key) => {
        const value = await host.cache.fetch(key);
        if (!this.written.has(key) && !this.cached.has(key)) this.keep(() => this.cached.set(key, value), value);
        return value;
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

  /** A host for the candidate: it sees what the live run saw, and what it changes only it sees. */
  readonly replay = (host: ScriptHost): ScriptHost => {
    const own = new Map<string, string | null>();
    return {
      property: (identifier) => host.property(identifier),
      cache: {
        fetch: async (key) => own.get(key) ?? (own.has(key) ? null : this.fetchCached(host, key)),
        store: async (key, value) => void own.set(key, value),
        delete: async (key) => void own.set(key, null),
      },
      fetch: async (request) => this.answerOf(request),
    };
  };

  private async fetchCached(host: ScriptHost, key: string): Promise<string | null> {
    // A key that the live run changed without having read it is seen as that run left it.
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

/** The same request has the same fingerprint, in whichever order its headers were named. */
function fingerprintOf({ url, method, headers, body }: HostHttpRequest): string {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const text = JSON.stringify([method.toUpperCase(), url, named.sort(), body]);
  return createHash('sha256').update(text).digest('base64');
}
