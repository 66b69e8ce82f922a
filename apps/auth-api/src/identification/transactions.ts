import { Injectable } from '@nestjs/common';
import { Store, isStoreOutage } from '@passant/persistence';
import {
  type Client,
  type IdentityProvider,
  OAuthError,
  type RegistrationTransaction,
  type ScriptOutcome,
  afterAttempt,
  formOpaqueToken,
  readOpaqueToken,
  requireTransaction,
  seal,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import type { PinnedScripts } from '../platform/script-steps.js';
import { Secrets } from '../platform/secrets.js';

/** Seconds a claim holds: longer than any script may run. After that the server that made it must be gone. */
const CLAIM_SECONDS = 60;

/** Whose steps are run: the provider a person is sent to, and the client they come from. */
export interface StepOwner {
  client: Client;
  provider: IdentityProvider;
}

/** A transaction that one *complete* request works on. */
export interface ClaimedTransaction extends RegistrationTransaction {
  claim: Buffer;
  registrationData: string | null;
}

/** The life of a TWO_STEP transaction: opened by *init*, then claimed, and kept for another attempt or spent. */
@Injectable()
export class Transactions {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Opens a transaction for what *init* began. @returns its identifier, which nobody but its holder has */
  async open({ client, provider }: StepOwner, outcome: ScriptOutcome): Promise<string> {
    const expiresAt = this.clock.now() + provider.transactionValidity;
    const id = formOpaqueToken('registration-transaction', this.secrets.draw(16), expiresAt, this.secrets.tokenKey);
    await this.store.registrationTransactions.insert({
      idHash: id.hash,
      identityProvider: provider.identifier,
      clientId: client.clientId,
      sealedData:
        outcome.registrationData === undefined ? null : seal(id, outcome.registrationData, this.secrets.draw(12)),
      scriptVersion: provider.scriptVersion,
      attempts: 0,
      expiresAt,
    });
    return id.text;
  }

  /** Takes the transaction for this request. Throws `invalid_transaction` with one sentence for every cause. */
  async claim(identifier: string, plan: StepOwner): Promise<ClaimedTransaction> {
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
   * The scripts a transaction began with, where others are in use by now: a person half-way through is not handed to a
   * script that knows nothing of the first half. `undefined`: those in use. Throws `invalid_transaction` if they are gone.
   */
  async scriptsOf(
    transaction: ClaimedTransaction | undefined,
    provider: IdentityProvider,
  ): Promise<PinnedScripts | undefined> {
    const version = transaction?.scriptVersion ?? provider.scriptVersion;
    if (version === provider.scriptVersion) return undefined;
    const found = await this.store.scripts.version(provider.identifier, version);
    if (found) return found;
    throw new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', {
      cause: `version ${version} of the scripts is gone`,
    });
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

  /** Ends an attempt that gave nothing. @returns whether the person may try again */
  async finish(transaction: ClaimedTransaction | undefined, outcome: ScriptOutcome): Promise<boolean> {
    if (!transaction) return outcome.kind === 'retry';
    const { idHash, claim } = transaction;
    const kept = afterAttempt(outcome, transaction) === 'keep';
    if (kept) await this.store.registrationTransactions.release(idHash, claim);
    else await this.store.registrationTransactions.spend(idHash, claim);
    return kept;
  }
}
