import { Injectable } from '@nestjs/common';
import { Store, isStoreOutage } from '@passant/persistence';
import {
  OAuthError,
  type RegistrationPlan,
  type RegistrationTransaction,
  type ScriptOutcome,
  afterAttempt,
  readOpaqueToken,
  requireTransaction,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Secrets } from '../platform/secrets.js';

/** Seconds a claim holds: longer than any script may run. After that the server that made it must be gone. */
const CLAIM_SECONDS = 60;

/** A transaction that one *complete* request works on. */
export interface ClaimedTransaction extends RegistrationTransaction {
  claim: Buffer;
  registrationData: string | null;
}

/** The life of a TWO_STEP transaction after *init*: claimed, then kept for another attempt or spent. */
@Injectable()
export class Transactions {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Takes the transaction for this request. Throws `invalid_transaction` with one sentence for every cause. */
  async claim(identifier: string, plan: RegistrationPlan): Promise<ClaimedTransaction> {
    const now = this.clock.now();
    const id = readOpaqueToken('registration-transaction', identifier, now, this.secrets.tokenKey);
    const claim = this.secrets.draw(16);
    const found =
      id &&
      (await this.store.registrationTransactions.claim(
        id.hash,
        { identityProvider: plan.provider.identifier, clientId: plan.client.clientId },
        claim,
        now + CLAIM_SECONDS,
        now,
      ));
    const known = found ?? (id && (await this.store.registrationTransactions.find(id.hash)));
    const transaction = requireTransaction(found, plan, now, known);
    const registrationData = transaction.sealedData === null ? null : (unseal(id!, transaction.sealedData) as string);
    return { ...transaction, claim, registrationData };
  }

  /**
   * Runs `work` and, if it throws, gives the transaction back: a script that failed is no answer of the user. An
   * engine without room does not even count as an attempt.
   */
  async whileClaimed<Result>(
    transaction: ClaimedTransaction | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (transaction) await this.giveBack(transaction, error);
      throw error;
    }
  }

  private async giveBack({ idHash, claim }: ClaimedTransaction, error: unknown): Promise<void> {
    const uncounted = isStoreOutage(error) || (error instanceof OAuthError && error.code === 'temporarily_unavailable');
    try {
      await this.store.registrationTransactions.release(idHash, claim, { uncounted });
    } catch (failure) {
      // What went wrong first is what the caller is told; the claim lapses by itself.
      if (!isStoreOutage(failure)) throw failure;
    }
  }

  /** Ends an attempt that gave no token. */
  async finish(transaction: ClaimedTransaction | undefined, outcome: ScriptOutcome): Promise<void> {
    if (!transaction) return;
    const { idHash, claim } = transaction;
    if (afterAttempt(outcome, transaction) === 'keep') await this.store.registrationTransactions.release(idHash, claim);
    else await this.store.registrationTransactions.spend(idHash, claim);
  }
}
