import type { Exchange } from '@passant/mobile-client';
import { inTime } from './patience.js';

interface Entry {
  what: string;
  takeBack: () => Promise<Exchange>;
}

/** Changes that the demo made on a server. They are undone however the story ends, the last change first. */
export class Undo {
  private readonly entries: Entry[] = [];

  /**
   * Call this before the change: the response may be lost, and then nobody knows whether the change was made.
   * @param what the change, in the user's words
   * @returns removes the entry; call it once the story itself has undone the change
   */
  add(what: string, takeBack: () => Promise<Exchange>): () => void {
    const entry = { what, takeBack };
    this.entries.push(entry);
    return () => void this.entries.splice(this.entries.indexOf(entry), 1);
  }

  /** Undoes all changes. @returns those that could not be undone */
  async run(): Promise<string[]> {
    const left: string[] = [];
    for (const { what, takeBack } of this.entries.splice(0).reverse()) {
      const status = await inTime(takeBack()).then(
        (exchange) => exchange.status,
        () => 0,
      );
      // 404: there is nothing left to undo. 202: it waits for a second administrator.
      if ((status < 200 || status > 299 || status === 202) && status !== 404) left.push(what);
    }
    return left;
  }
}
