import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Store, isStoreOutage } from '@passant/persistence';
import {
  type Application,
  type Client,
  type IdentityProvider,
  OAuthError,
  OutdatedBasis,
  type RegistrationTransaction,
  type ScriptOutcome,
  afterAttempt,
  basisOfStep,
  formOpaqueToken,
  requireTransaction,
  seal,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import type { PinnedScripts } from '../scripting/script-steps.js';
import { Secrets } from '../credentials/secrets.js';
import { faultOf } from '../platform/fault.js';

const logger = new Logger('Transactions');

/** Seconds until a claim expires: longer than any script may run. After that, the server that made it must be gone. */
const CLAIM_SECONDS = 60;

/**
 * Maximum milliseconds that a caller waits for the release of a transaction when the database did not respond before.
 */
const GIVE_BACK_PATIENCE = 300;

/** Whose steps are run: the provider that identifies a person, and the client and application that they come from. */
export interface StepOwner {
  client: Client;
  application: Application | null;
  provider: IdentityProvider;
}

/** A transaction claimed by one *complete* request. */
export interface ClaimedTransaction extends RegistrationTransaction {
  claim: Buffer;
  registrationData: string | null;
}

/**
 * The life cycle of a TWO_STEP transaction: *init* opens it, *complete* claims it, and it is then kept for another
 * attempt or spent.
 */
@Injectable()
export class Transactions {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a transaction for what *init* began. Throws `OutdatedBasis`.
   * @param scriptVersion of the script that ran: the provider may use another by now
   * @returns its identifier, which only its holder knows
   */
  async open(owner: StepOwner, outcome: ScriptOutcome, scriptVersion: number): Promise<string> {
    const { client, provider } = owner;
    const expiresAt = this.clock.now() + provider.transactionValidity;
    const id = formOpaqueToken(
      'registration-transaction',
      this.secrets.randomBytes(16),
      expiresAt,
      this.secrets.tokenKey,
    );
    const transaction: RegistrationTransaction = {
      idHash: id.hash,
      identityProvider: provider.identifier,
      clientId: client.clientId,
      sealedData:
        outcome.registrationData === undefined
          ? null
          : seal(id, outcome.registrationData, this.secrets.randomBytes(12)),
      scriptVersion,
      attempts: 0,
      expiresAt,
    };
    const basis = basisOfStep(owner);
    if (!(await this.store.registrationTransactions.insert(transaction, basis))) throw new OutdatedBasis(basis);
    return id.text;
  }

  /** Claims the transaction for this request. Throws `invalid_transaction` with the same message for every cause. */
  async claim(identifier: string, plan: StepOwner): Promise<ClaimedTransaction> {
    const now = this.clock.now();
    const id = this.secrets.readToken('registration-transaction', identifier, now);
    const claim = this.secrets.randomBytes(16);
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
   * The scripts that a transaction began with, if others are in use by now: a person half-way through is not handed to
   * a script that knows nothing of the first half. `undefined` means the scripts in use. Throws `invalid_transaction`
   * if the earlier ones are gone.
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
      cause: 'the version of the scripts that it began with is gone',
    });
  }

  /**
   * Runs `work` and, if it throws, releases the transaction: a failing script is not an answer of the user. If the
   * engine has no capacity, not even an attempt is counted.
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

  private async giveBack(transaction: ClaimedTransaction, error: unknown): Promise<void> {
    const isAway = isStoreOutage(error);
    const uncounted = isAway || (error instanceof OAuthError && error.code === 'temporarily_unavailable');
    const given = this.release(transaction, uncounted);
    // If a connection was lost, this succeeds at once; if the database does not respond, the caller has waited long
    // enough.
    if (isAway) await Promise.race([given, pause(GIVE_BACK_PATIENCE)]);
    else await given;
  }

  /** Releases a claim. Retries during an outage of the database until the claim would have expired by itself. */
  private async release({ idHash, claim }: ClaimedTransaction, uncounted: boolean): Promise<void> {
    for (let seconds = 0; seconds < CLAIM_SECONDS; seconds += 1) {
      try {
        await this.store.registrationTransactions.release(idHash, claim, { uncounted });
        return;
      } catch (failure) {
        // The caller is told the original error.
        if (!isStoreOutage(failure)) {
          logger.warn(`A transaction could not be given back: ${faultOf(failure)}`);
          return;
        }
      }
      await pause(1_000, undefined, { ref: false });
    }
  }

  /** Ends an unsuccessful attempt. @returns whether the person may try again */
  async finish(transaction: ClaimedTransaction | undefined, outcome: ScriptOutcome): Promise<boolean> {
    if (!transaction) return outcome.kind === 'retry';
    const { idHash, claim } = transaction;
    const kept = afterAttempt(outcome, transaction) === 'keep';
    if (kept) await this.store.registrationTransactions.release(idHash, claim);
    else await this.store.registrationTransactions.spend(idHash, claim);
    return kept;
  }
}
