import type { Exchange } from '@passant/mobile-client';
import { inTime } from './patience.js';

interface Entry {
  what: string;
  takeBack: () => Promise<Exchange>;
}

/** What the demo changed on a server, to be put right however the story ends: the last change first. */
export class Undo {
  private readonly entries: Entry[] = [];

  /**
   * Call it before the change: an answer may be lost, and then nobody knows whether the change was made.
   * @param what how a person would call the change
   * @returns forgets the entry, when the story itself has put it right
   */
  add(what: string, takeBack: () => Promise<Exchange>): () => void {
    const entry = { what, takeBack };
    this.entries.push(entry);
    return () => void this.entries.splice(this.entries.indexOf(entry), 1);
  }

  /** Puts everything right. @returns what could not be */
  async run(): Promise<string[]> {
    const left: string[] = [];
    for (const { what, takeBack } of this.entries.splice(0).reverse()) {
      const status = await inTime(takeBack()).then(
        (exchange) => exchange.status,
        () => 0,
      );
      // What is not there does not have to go.
      if ((status < 200 || status > 299) && status !== 404) left.push(what);
    }
    return left;
  }
}
