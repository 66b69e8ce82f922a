import { textOf } from './body.js';
import type { Settings } from './options.js';
import { type Answer, type ActiveToken, INACTIVE } from './token.js';
import { PassantUnavailable } from './unavailable.js';

/** Maximum number of tokens per request, as limited by the server. */
export const MOST_AT_ONCE = 100;

/** An answer and its remaining lifetime by the server's clock, which may differ from ours. */
export interface Dated {
  answer: Answer;
  /** Milliseconds until the token expires, counted from when the request was sent. */
  left: number;
}

/** Client for the server's introspection API. */
export class Passant {
  constructor(
    private readonly settings: Pick<Settings, 'url' | 'timeout'>,
    private readonly authorization: () => string,
  ) {}

  /**
   * Introspects at most {@link MOST_AT_ONCE} tokens and returns the answers in the same order. Throws {@link
   * PassantUnavailable}.
   */
  async introspect(tokens: readonly string[]): Promise<Dated[]> {
    const response = await this.request('/oauth/api/v2/token/introspect/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tokens }),
    });
    const body = parsed(await textOf(response).catch(unreachable)) as { results?: unknown[] } | null;
    if (!Array.isArray(body?.results) || body.results.length !== tokens.length)
      throw new PassantUnavailable('The server answered with something else than answers about the tokens.');
    // The `Date` header has whole seconds only: round up, so that a second that has begun counts as over.
    const date = Date.parse(response.headers.get('date') ?? '');
    const now = Number.isNaN(date) ? Date.now() : date + 1000;
    return body.results.map((result) => {
      const answer = readAnswer(result);
      return { answer, left: answer.active ? answer.exp * 1000 - now : 0 };
    });
  }

  /**
   * Sends a request authenticated as the API client. Throws {@link PassantUnavailable} unless it succeeds.
   * @param timeout milliseconds until the answer is complete; ignored if `init` has a `signal` of its own
   */
  async request(path: string, init: RequestInit = {}, timeout = this.settings.timeout): Promise<Response> {
    const response = await fetch(this.settings.url + path, {
      ...init,
      headers: { accept: 'application/json', ...(init.headers as object), authorization: this.authorization() },
      redirect: 'error',
      signal: init.signal ?? AbortSignal.timeout(timeout),
    }).catch(unreachable);
    if (response.ok) return response;
    await response.body?.cancel().catch(() => {});
    const isOurs = response.status === 401 || response.status === 403;
    const whose = isOurs ? ': the API client is not known, is switched off, or may not introspect' : '';
    // The issuer, which ends in `/oauth`, is easily taken for the address.
    const where = response.status === 404 ? ': url must be the address of Passant, without /oauth' : '';
    throw new PassantUnavailable(`The server answered ${response.status}${whose}${where}.`, pauseOf(response));
  }
}

/**
 * Reads the answer about one token. Throws {@link PassantUnavailable} if it is none: whoever answered so knows nothing
 * about the token, neither good nor bad.
 */
function readAnswer(value: unknown): Answer {
  const { active, exp, scope, amr } = (value ?? {}) as Record<string, unknown>;
  if (active === false) return INACTIVE;
  if (active === true && typeof exp === 'number' && typeof scope === 'string' && Array.isArray(amr))
    return value as ActiveToken;
  throw new PassantUnavailable('The server answered with something else than an answer about a token.');
}

/** Seconds for which the server is left alone at most, whatever it asks for. */
const LONGEST_PAUSE = 60;

/** Seconds until the server wants to be asked again (RFC 9110 §10.2.3): a number of them, or a date by its own clock. */
function pauseOf({ headers }: Response): number {
  const wanted = headers.get('retry-after') ?? '';
  const date = Date.parse(headers.get('date') ?? '');
  const seconds = /^\d+$/.test(wanted)
    ? Number(wanted)
    : Math.ceil((Date.parse(wanted) - (Number.isNaN(date) ? Date.now() : date)) / 1000);
  return Number.isNaN(seconds) ? 1 : Math.min(Math.max(seconds, 1), LONGEST_PAUSE);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PassantUnavailable('The server answered with something else than JSON.', 1, { cause: error });
  }
}

function unreachable(error: unknown): never {
  if (error instanceof PassantUnavailable) throw error;
  throw new PassantUnavailable('The server cannot be reached.', 1, { cause: error });
}
