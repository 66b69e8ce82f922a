import { Readable } from 'node:stream';
import type { EndedTokens } from '@passant/contracts';
import { joinEnded } from '@passant/protocol';
import type { Listener } from './ended-token-feed.js';

/** Number of reads without news, a quarter of a second apart, after which a stream says that there is nothing new. */
const QUIET_LOOKS = 8;
/** Number of reads for which a reader may leave its pending message untaken: a minute. */
const MOST_BEHIND = 240;
/** Maximum number of hashes held for a slow reader; if there are more, it is told to forget everything. */
const MOST_HELD = 100;

/**
 * Server-sent events about ended tokens. Every message has the position as its identifier, which a browser or library
 * sends back after a reconnect. A slow reader has a single message pending, however much happens meanwhile; a reader
 * that takes nothing for a minute is disconnected.
 */
export class EndedTokenStream extends Readable implements Listener {
  private takesMore = false;
  private waiting: EndedTokens | undefined;
  // The first message is sent at once.
  private quietLooks = QUIET_LOOKS;
  private behind = 0;

  hear(news: EndedTokens): void {
    this.quietLooks += 1;
    const isNews = news.all || news.ended.length > 0;
    if (!isNews && !this.waiting && this.quietLooks < QUIET_LOOKS) return;
    this.waiting = this.waiting ? joinEnded(this.waiting, news, MOST_HELD) : news;
    if (this.takesMore) this.pass();
    else if ((this.behind += 1) > MOST_BEHIND) this.destroy();
  }

  miss(): void {
    // Silence is the message: a reader that hears nothing for seconds knows that the state is unknown.
  }

  end(): void {
    this.push(null);
  }

  override _read(): void {
    this.takesMore = true;
    if (this.waiting) this.pass();
  }

  private pass(): void {
    const news = this.waiting!;
    this.waiting = undefined;
    this.quietLooks = 0;
    this.behind = 0;
    this.takesMore = this.push(`id: ${news.position}\ndata: ${JSON.stringify(news)}\n\n`);
  }
}
