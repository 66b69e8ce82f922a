import { Injectable } from '@nestjs/common';

/**
 * What a change brings about besides itself. A service says it in one place, as a sentence and as the act; whoever
 * plans a change gets the sentence without the act, which may take locks on many rows.
 */
@Injectable()
export class Consequences {
  /** @param sentence for administrators */
  async follow(_sentence: string, act: () => Promise<unknown>): Promise<void> {
    await act();
  }

  /** For what needs no act of its own. */
  mention(_sentence: string): void {}
}
