import type { Store } from '@passant/persistence';
import { Consequences } from '../admin-access/consequences.js';

/** Keeps the sentences of one change after the other for whoever asked. In a rehearsal, the acts are left out. */
export class ToldConsequences extends Consequences {
  private readonly sentences = new Set<string>();
  /** Whether anything was ended that people do not get back. */
  hasEnded = false;

  constructor(private readonly isRehearsal: boolean) {
    super();
  }

  /** @returns the sentences since they were taken last */
  take(): string[] {
    const told = [...this.sentences];
    this.sentences.clear();
    return told;
  }

  override async follow(sentence: string, act: () => Promise<unknown>): Promise<void> {
    this.mention(sentence);
    if (!this.isRehearsal) await act();
  }

  /** A document is judged as a whole, once all of it is known. */
  override async end(_store: Store, sentence: string, act: () => Promise<unknown>): Promise<void> {
    this.hasEnded = true;
    await this.follow(sentence, act);
  }

  override mention(sentence: string): void {
    this.sentences.add(sentence);
  }
}
