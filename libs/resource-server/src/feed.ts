import { setTimeout as delay } from 'node:timers/promises';
import { textOf } from './body.js';
import type { Observer } from './observer.js';
import type { Settings } from './options.js';
import type { Passant } from './passant.js';
import { PassantUnavailable } from './unavailable.js';

/** The server's message about ended tokens. */
export interface News {
  position: string;
  all: boolean;
  ended: string[];
}

const PATH = '/oauth/api/v2/token/ended';
/**
 * Milliseconds of silence after which the server counts as unreachable. It normally sends something every two seconds.
 */
const SILENCE = 5000;
/** Seconds that a poll request waits for news (long polling). */
const POLL_SECONDS = 2;
/** Milliseconds from one poll request to the next at least: a proxy may answer at once, again and again. */
const BETWEEN_POLLS = 100;
/** Retry delay in milliseconds: the first and the longest one. It doubles with every failure. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [100, 5000];
/** Maximum number of characters of an unfinished message. The server never sends messages this long. */
const LONGEST_MESSAGE = 1024 * 1024;

/**
 * Listens to the server for ended tokens until it is closed, either over a stream or by polling. Nothing is missed:
 * after a reconnect it sends the position of the last message it received.
 */
export class Feed {
  private readonly closing = new AbortController();
  private position: string | undefined;
  private isUp = false;

  /** @param hear receives the server's message and the time up to which it is complete */
  constructor(
    private readonly passant: Passant,
    private readonly kind: Exclude<Settings['feed'], 'off'>,
    private readonly hear: (news: News, moment: number) => void,
    private readonly observer: Observer,
  ) {}

  /** Listens until {@link close} is called. */
  async run(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.closing.signal.aborted) {
      try {
        await (this.kind === 'stream' ? this.stream(() => (pause = FIRST_PAUSE)) : this.poll());
        pause = FIRST_PAUSE;
      } catch (error) {
        if (this.closing.signal.aborted) return;
        this.say('down', error);
        // Jitter, so that clients do not all reconnect at once after the server restarts.
        await this.rest(pause * (0.5 + Math.random() / 2));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  close(): void {
    this.closing.abort();
  }

  private say(state: 'up' | 'down', error?: unknown): void {
    if (this.isUp === (state === 'up')) return;
    this.isUp = state === 'up';
    this.observer.feed?.(state, error);
  }

  private async rest(milliseconds: number): Promise<void> {
    // It leaves no listener at the signal, however often the server is tried.
    await delay(milliseconds, undefined, { signal: this.closing.signal, ref: false }).catch(() => {});
  }

  private tell(text: string, moment: number): void {
    const news = JSON.parse(text) as News;
    if (typeof news.position !== 'string' || typeof news.all !== 'boolean' || !Array.isArray(news.ended))
      throw new PassantUnavailable('The server told something else than ended tokens.');
    this.hear(news, moment);
    this.position = news.position;
    this.say('up');
  }

  private async poll(): Promise<void> {
    const query = new URLSearchParams({
      wait: this.position === undefined ? '0' : String(POLL_SECONDS),
      ...(this.position === undefined ? {} : { after: this.position }),
    });
    // The answer covers every token that had ended when the request was sent.
    const moment = performance.now();
    const watch = this.watch();
    try {
      const response = await this.passant.request(`${PATH}?${query.toString()}`, { signal: watch.signal });
      this.tell(await textOf(response), moment);
    } finally {
      watch.end();
    }
    await this.rest(Math.max(0, moment + BETWEEN_POLLS - performance.now()));
  }

  private async stream(heard: () => void): Promise<void> {
    const watch = this.watch();
    try {
      const response = await this.passant.request(PATH, {
        headers: {
          accept: 'text/event-stream',
          ...(this.position === undefined ? {} : { 'last-event-id': this.position }),
        },
        signal: watch.signal,
      });
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        watch.renew();
        text += decoder.decode(chunk, { stream: true });
        const messages = text.split('\n\n');
        text = messages.pop()!;
        if (text.length > LONGEST_MESSAGE) throw new PassantUnavailable('The server told more than it should.');
        for (const message of messages) {
          const data = /^data: ?(.*)$/m.exec(message)?.[1];
          if (data !== undefined) this.tell(data, performance.now());
          heard();
        }
      }
      throw new PassantUnavailable('The server ended the stream.');
    } finally {
      watch.end();
    }
  }

  /** Aborts a request when the server is silent for too long or when the feed is closed. */
  private watch(): { signal: AbortSignal; renew: () => void; end: () => void } {
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort(new PassantUnavailable('The server is silent.')), SILENCE);
    timer.unref();
    const close = () => aborter.abort(new PassantUnavailable('It was closed.'));
    this.closing.signal.addEventListener('abort', close, { once: true });
    if (this.closing.signal.aborted) close();
    return {
      signal: aborter.signal,
      renew: () => void timer.refresh(),
      end: () => {
        clearTimeout(timer);
        this.closing.signal.removeEventListener('abort', close);
        aborter.abort();
      },
    };
  }
}
