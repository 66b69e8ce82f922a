import { Injectable } from '@nestjs/common';
import type { AnswerTransactionRequest, AnsweredTransaction, EventName, PendingTransactions } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type AuthenticationTransaction,
  MAX_ANSWERS,
  type MobileDevice,
  OAuthError,
  type ProfileToken,
  isSignedBy,
  noSuchTransaction,
  renderAnswered,
  renderPending,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { Callbacks } from './callbacks.js';
import { Questions } from './questions.js';

/** The person's side: what a device is asked, and how it answers. */
@Injectable()
export class AnswerService {
  constructor(
    private readonly store: Store,
    private readonly questions: Questions,
    private readonly callbacks: Callbacks,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** The transactions that await an answer from the profile's device; none if no device is enrolled. */
  async pending(token: ProfileToken): Promise<PendingTransactions> {
    const device = await this.store.mobileDevices.ofProfile(token.profile);
    const found = device ? await this.store.authenticationTransactions.pendingOf(device.id, this.clock.now()) : [];
    return { transactions: found.map((transaction) => renderPending(transaction, this.questions.open(transaction))) };
  }

  /**
   * Accepts the answer of a device. The attempt is counted first, then verified, and recorded last and only once:
   * concurrent answers get neither more tries nor a second outcome.
   * Throws `invalid_transaction` if there is nothing to answer, `invalid_request` for an invalid signature.
   */
  async answer(token: ProfileToken, id: string, answer: AnswerTransactionRequest): Promise<AnsweredTransaction> {
    const now = this.clock.now();
    const device = await this.store.mobileDevices.ofProfile(token.profile);
    if (!device) throw noSuchTransaction('no device is enrolled');
    const transactions = this.store.authenticationTransactions;
    const transaction = await transactions.countAnswer(id, device.id, MAX_ANSWERS, now);
    if (!transaction) throw noSuchTransaction('unknown, of another device, answered, expired or tried too often');
    if (!this.isGenuine(transaction, device, answer)) return this.refuseSignature(token, transaction);
    const proof = { signature: answer.signature, publicKey: device.publicKey };
    const concluded = await transactions.conclude(id, device.id, answer.accepted ? 'accepted' : 'refused', proof, now);
    if (!concluded) throw noSuchTransaction('answered meanwhile');
    this.callbacks.wake();
    this.note(answer.accepted ? 'MOBILE_AUTH_AUTHENTICATED' : 'MOBILE_AUTH_NOT_AUTHENTICATED', token, concluded);
    return renderAnswered(concluded);
  }

  private isGenuine(
    transaction: AuthenticationTransaction,
    device: MobileDevice,
    answer: AnswerTransactionRequest,
  ): boolean {
    return isSignedBy(device.publicKey, renderPending(transaction, this.questions.open(transaction)), answer);
  }

  private async refuseSignature(token: ProfileToken, transaction: AuthenticationTransaction): Promise<never> {
    this.note('MOBILE_AUTH_NOT_AUTHENTICATED_INVALID_SIGNATURE', token, transaction);
    if (transaction.answers >= MAX_ANSWERS) {
      await this.store.authenticationTransactions.conclude(
        transaction.id,
        transaction.device,
        'invalid_answer',
        null,
        this.clock.now(),
      );
      this.callbacks.wake();
    }
    throw new OAuthError('invalid_request', 'The signature is wrong.', {
      cause: 'not made with the key of the device',
    });
  }

  private note(name: EventName, token: ProfileToken, transaction: AuthenticationTransaction): void {
    this.events.record(name, {
      clientId: token.clientId,
      application: token.application,
      userId: transaction.userId,
      details: { transaction: transaction.id },
    });
  }
}
