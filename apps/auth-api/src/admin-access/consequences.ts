import { Injectable } from '@nestjs/common';
import type { Store } from '@passant/persistence';
import { requestFacts } from '../platform/http/request-facts.js';

/** Thrown in the midst of a change that a second administrator has to approve: nothing of it may stay. */
export class ApprovalMissing extends Error {
  override readonly name = 'ApprovalMissing';
}

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

  /**
   * The same for what people have and do not get back with the old setting. Throws {@link ApprovalMissing} where a second
   * administrator has to approve that and has not.
   * @param store that of the transaction in which it happens
   */
  async end(store: Store, sentence: string, act: () => Promise<unknown>): Promise<void> {
    await this.requireApproval(store);
    await this.follow(sentence, act);
  }

  private async requireApproval(store: Store): Promise<void> {
    if (requestFacts()?.change?.approval) return;
    if (await store.approvals.isRequired()) throw new ApprovalMissing();
  }

  /** For what needs no act of its own. */
  mention(_sentence: string): void {}
}
