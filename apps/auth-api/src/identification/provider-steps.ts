import { Injectable } from '@nestjs/common';
import type { HookContextCustomParams } from '@passant/contracts';
import {
  type ScriptInput,
  type ScriptOutcome,
  type ScriptUser,
  completionInput,
  droppedClaims,
} from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { ScriptSteps, type StepRun } from '../scripting/script-steps.js';
import { type ClaimedTransaction, type StepOwner, Transactions } from './transactions.js';

/** The input of *complete*. */
export interface Answer {
  data?: string;
  /** Required for TWO_STEP, ignored for ONE_STEP. */
  transactionId?: string;
  params?: HookContextCustomParams;
}

/** The outcome of a step and, if the script succeeded, what was recorded. */
export interface StepEnd<Result> {
  outcome: ScriptOutcome;
  /** The result of recording a success. */
  recorded?: Result;
  /** After a failure: whether the same person may try again. */
  mayRetry: boolean;
}

/** Runs the steps of an identity provider, whether for an app that registers or for the login pages. */
@Injectable()
export class ProviderSteps {
  constructor(
    private readonly scripts: ScriptSteps,
    private readonly transactions: Transactions,
    private readonly events: EventLog,
  ) {}

  /**
   * The first step of TWO_STEP: the script responds with a challenge; if it succeeds, a transaction is opened.
   * @param decided passes on the plan, and decides again if it turns out to be outdated
   */
  async init(
    plan: StepOwner & { input: ScriptInput },
    decided: (open: (owner: StepOwner) => Promise<string>) => Promise<string>,
  ): Promise<{ outcome: ScriptOutcome; transactionId: string | undefined }> {
    const { scriptVersion } = plan.provider;
    const { outcome } = await this.scripts.run(plan.provider, 'init', plan.input, runOf(plan));
    const transactionId =
      outcome.kind === 'valid'
        ? await decided((owner) => this.transactions.open(owner, outcome, scriptVersion))
        : undefined;
    const ending = outcome.kind === 'valid' ? 'SUCCESS' : 'FAILURE';
    this.events.record(`CUSTOM_REGISTRATION_INIT_${ending}`, { details: { status: outcome.status } });
    return { outcome, transactionId };
  }

  /**
   * The step that identifies the person. The transaction stays claimed while this runs; `record` spends it together
   * with what it writes. If `record` throws, the transaction is released.
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
      const read = await this.scripts.run(provider, 'complete', input, { pinned, ...runOf(plan) });
      this.noteDropped(droppedClaims(read.result));
      return read.outcome;
    });
    if (outcome.kind !== 'valid') {
      return { outcome, mayRetry: await this.transactions.finish(transaction, outcome) };
    }
    const recorded = await this.transactions.whileClaimed(transaction, () => record(outcome.user!, transaction));
    return { outcome, recorded, mayRetry: false };
  }

  /** The claim names are the server's own; the values that the script returned are left out. */
  private noteDropped(names: string[]): void {
    if (names.length === 0) return;
    this.events.record('CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED', { details: { claims: names } });
  }
}

/**
 * How a step of this client is run. An installation is one source, wherever it is; behind a website are many people, and
 * whoever opens its login page is one, known by the network.
 */
function runOf({ client }: StepOwner): Pick<StepRun, 'inTrial' | 'source'> {
  const { clientId, appPlatform, trial } = client;
  const network = appPlatform === null ? requestFacts()?.network?.() : undefined;
  return { inTrial: trial !== null, source: JSON.stringify([clientId, network]) };
}
