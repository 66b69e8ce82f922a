import { Injectable } from '@nestjs/common';
import type { HookContextCustomParams } from '@passant/contracts';
import {
  type ScriptInput,
  type ScriptOutcome,
  type ScriptUser,
  completionInput,
  droppedClaims,
} from '@passant/protocol';
import { EventLog } from '../platform/event-log.js';
import { ScriptSteps } from '../platform/script-steps.js';
import { type ClaimedTransaction, type StepOwner, Transactions } from './transactions.js';

/** What *complete* is asked with. */
export interface Answer {
  data?: string;
  /** Needed on TWO_STEP, ignored on ONE_STEP. */
  transactionId?: string;
  params?: HookContextCustomParams;
}

/** What a step came to, and what was made of it where the script said yes. */
export interface StepEnd<Result> {
  outcome: ScriptOutcome;
  /** What the recording of a success gave. */
  recorded?: Result;
  /** After a failure: whether the same person may answer again. */
  mayRetry: boolean;
}

/** Runs the steps of an identity provider, whoever asks: an app that registers, or a page that this server shows. */
@Injectable()
export class ProviderSteps {
  constructor(
    private readonly scripts: ScriptSteps,
    private readonly transactions: Transactions,
    private readonly events: EventLog,
  ) {}

  /** First step of TWO_STEP: the script answers with a challenge, and a transaction is opened if it succeeds. */
  async init(
    plan: StepOwner & { input: ScriptInput },
  ): Promise<{ outcome: ScriptOutcome; transactionId: string | undefined }> {
    const { outcome } = await this.scripts.run(plan.provider, 'init', plan.input);
    const transactionId = outcome.kind === 'valid' ? await this.transactions.open(plan, outcome) : undefined;
    const ending = outcome.kind === 'valid' ? 'SUCCESS' : 'FAILURE';
    this.events.record(`CUSTOM_REGISTRATION_INIT_${ending}`, { details: { status: outcome.status } });
    return { outcome, transactionId };
  }

  /**
   * The step that says who the person is. A transaction is claimed for as long as this runs; `record` spends it with
   * whatever it writes, and where it throws, the transaction is given back.
   */
  async complete<Result>(
    plan: StepOwner,
    answer: Answer,
    record: (user: ScriptUser, transaction: ClaimedTransaction | undefined) => Promise<Result>,
  ): Promise<StepEnd<Result>> {
    const { provider } = plan;
    const transaction =
      provider.flow === 'TWO_STEP' ? await this.transactions.claim(answer.transactionId!, plan) : undefined;
    const request = { data: answer.data, hook_context_custom_params: answer.params };
    const input = completionInput(request, transaction?.registrationData ?? null);
    const outcome = await this.transactions.whileClaimed(transaction, async () => {
      const pinned = await this.transactions.scriptsOf(transaction, provider);
      const read = await this.scripts.run(provider, 'complete', input, pinned);
      this.noteDropped(droppedClaims(read.result));
      return read.outcome;
    });
    if (outcome.kind !== 'valid') {
      return { outcome, mayRetry: await this.transactions.finish(transaction, outcome) };
    }
    const recorded = await this.transactions.whileClaimed(transaction, () => record(outcome.user!, transaction));
    return { outcome, recorded, mayRetry: false };
  }

  /** The names are ours; what the script gave them stays out. */
  private noteDropped(names: string[]): void {
    if (names.length === 0) return;
    this.events.record('CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED', { details: { claims: names } });
  }
}
