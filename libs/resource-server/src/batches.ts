import type { Observer } from './observer.js';
import { type Dated, MOST_AT_ONCE } from './passant.js';
import { PassantUnavailable } from './unavailable.js';

interface Waiting {
  token: string;
  resolve: (answer: Dated & { asked: number }) => void;
  reject: (error: unknown) => void;
}

/** Maximum number of concurrent requests. Tokens that arrive in the meantime share the next request. */
const AT_ONCE = 4;
/**
 * Milliseconds after a failure during which callers are rejected immediately instead of waiting for the next attempt, at
 * least: the server may ask for more.
 */
const REST = 1000;

/**
 * Batches all tokens of one event-loop turn into a single request. After a failure, callers are rejected immediately
 * for one second, or for as long as the server asks to be left alone; then the next request tries again. This way, nobody
 * waits for a server that is known to be unreachable.
 */
export class Batches {
  private waiting: Waiting[] = [];
  private underWay = 0;
  private isDue = false;
  private restUntil = -Infinity;
  private failure: unknown;

  /** @param ask introspects many tokens at once and returns the answers in the same order */
  constructor(
    private readonly ask: (tokens: readonly string[]) => Promise<Dated[]>,
    private readonly most: number,
    private readonly observer: Observer,
  ) {}

  /** Returns the answer for one token and the time it was requested. Throws {@link PassantUnavailable}. */
  answer(token: string): Promise<Dated & { asked: number }> {
    const rest = this.restUntil - performance.now();
    if (rest > 0)
      return Promise.reject(
        new PassantUnavailable('The server was away a moment ago.', Math.ceil(rest / 1000), { cause: this.failure }),
      );
    if (this.waiting.length >= this.most)
      return Promise.reject(new PassantUnavailable('Too many tokens wait to be asked about.'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ token, resolve, reject });
      this.makeDue();
    });
  }

  private makeDue(): void {
    if (this.isDue || this.underWay >= AT_ONCE || this.waiting.length === 0) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      if (this.waiting.length > 0) void this.send(this.waiting.splice(0, MOST_AT_ONCE));
      this.makeDue();
    });
  }

  private async send(together: Waiting[]): Promise<void> {
    this.underWay += 1;
    const asked = performance.now();
    const tokens = together.length;
    try {
      const answers = await this.ask(together.map(({ token }) => token));
      this.observer.asked?.({ tokens, milliseconds: performance.now() - asked });
      together.forEach(({ resolve }, index) => resolve({ ...answers[index]!, asked }));
    } catch (error) {
      this.failure = error;
      const wanted = error instanceof PassantUnavailable ? error.retryAfter * 1000 : REST;
      // Of several requests under way, one may have been asked for more than the next.
      this.restUntil = Math.max(this.restUntil, performance.now() + Math.max(wanted, REST));
      this.observer.asked?.({ tokens, milliseconds: performance.now() - asked, error });
      // Callers that queued up in the meantime would only run into the same failure.
      for (const { reject } of [...together, ...this.waiting.splice(0)]) reject(error);
    } finally {
      this.underWay -= 1;
      this.makeDue();
    }
  }
}
