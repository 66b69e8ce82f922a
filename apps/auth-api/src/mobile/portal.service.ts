import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResult,
  EnabledAuthentication,
  EnabledTypes,
  StartAuthenticationRequest,
  StartedAuthentication,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  AUTHENTICATION_VALIDITY,
  type AuthenticationTransaction,
  type Client,
  type EnrolledPerson,
  MAX_PENDING,
  PortalRefusal,
  RESULT_VALIDITY,
  callbackUriProblem,
  chooseDevice,
  devicesFor,
  maySee,
  renderEnabled,
  renderResult,
  renderStarted,
  invalidMember,
} from '@passant/protocol';
import { Limits } from '../limits/limits.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { WebHookAddress } from '../web-hooks/web-hook-address.js';
import { Questions } from './questions.js';

const PENDING = {
  name: 'pending_question',
  says: 'Too many questions wait for an answer of this device.',
  cause: 'as many questions wait as may',
} as const;

/** The portal's side: who can be asked, asking them, and reading the result. */
@Injectable()
export class PortalService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly questions: Questions,
    private readonly address: WebHookAddress,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly limits: Limits,
  ) {}

  /**
   * Sends a question to a person's device. Throws {@link PortalRefusal}, or 429 while too many questions are pending.
   */
  async start(portal: Client, request: StartAuthenticationRequest): Promise<StartedAuthentication> {
    this.requireCallback(request.callback_uri);
    const person = chooseDevice(request, await this.devices(portal, request.user_id));
    const transaction = this.transactionFor(portal, person, request);
    if (!(await this.insert(transaction))) {
      const { application } = person;
      throw this.limits.refuse({ ...PENDING, application }, AUTHENTICATION_VALIDITY * 1000);
    }
    this.events.record('PUSH_AUTH_INITIALIZED', {
      clientId: person.clientId,
      application: person.application,
      identityProvider: person.identityProvider,
      userId: person.userId,
      details: { transaction: transaction.id, portal: portal.clientId },
    });
    return renderStarted(transaction, person);
  }

  /**
   * Counts under a lock on the device, after concurrent questions to it are stored, so that no more of them get through
   * than may be pending.
   */
  private async insert(transaction: AuthenticationTransaction): Promise<boolean> {
    return this.store.transaction(async (store) => {
      // It may have made way for another, or gone with its profile, since it was chosen.
      if (!(await store.mobileDevices.lock(transaction.device))) throw new PortalRefusal(1001);
      return store.authenticationTransactions.insert(transaction, MAX_PENDING);
    });
  }

  /** The result of a question that this portal asked, of a person whom it may see. Throws {@link PortalRefusal}. */
  async result(portal: Client, id: string): Promise<AuthenticationResult> {
    const now = this.clock.now();
    const transaction = await this.store.authenticationTransactions.find(id, portal.clientId, now);
    // It may have been limited to other applications since it asked.
    if (!transaction || !maySee(portal, transaction)) throw new PortalRefusal(3004);
    if (transaction.outcome !== null) {
      this.events.record('PUSH_AUTH_TRANSACTION_RETRIEVED', {
        userId: transaction.userId,
        details: { transaction: id, portal: portal.clientId },
      });
    }
    return renderResult(transaction, now);
  }

  async enabled(portal: Client, userId: string): Promise<EnabledAuthentication> {
    const { usable } = await this.devices(portal, userId);
    return renderEnabled(usable, this.behind);
  }

  async enabledOn(portal: Client, userId: string, deviceId: string): Promise<EnabledTypes> {
    const { usable } = await this.devices(portal, userId);
    return { enabled: usable.some(({ device }) => device.id === deviceId) ? ['push'] : [] };
  }

  private async devices(portal: Client, userId: string): Promise<ReturnType<typeof devicesFor>> {
    return devicesFor(portal, await this.store.mobileDevices.ofUser(userId), this.behind);
  }

  /** A callback address must obey the same rules as every other address that this server is given to call. */
  private requireCallback(uri: string | undefined): void {
    if (uri === undefined) return;
    const problem = callbackUriProblem(uri) ?? this.address.problemOf(uri);
    if (problem === undefined) return;
    throw invalidMember('callback_uri', problem);
  }

  private readonly behind = (person: EnrolledPerson) => this.configuration.behind(person);

  private transactionFor(
    portal: Client,
    person: EnrolledPerson,
    request: StartAuthenticationRequest,
  ): AuthenticationTransaction {
    const id = randomUUID();
    const now = this.clock.now();
    const { message, signing_data: signingData } = request;
    return {
      id,
      portal: portal.clientId,
      profile: person.device.profile,
      device: person.device.id,
      userId: person.userId,
      callbackUri: request.callback_uri ?? null,
      sealedQuestion: this.questions.seal(id, { message, ...(signingData === undefined ? {} : { signingData }) }),
      outcome: null,
      answers: 0,
      signature: null,
      publicKey: null,
      startedAt: now,
      pendingUntil: now + AUTHENTICATION_VALIDITY,
      expiresAt: now + AUTHENTICATION_VALIDITY + RESULT_VALIDITY,
      // If nobody ever answers, that is a result, too.
      callbackDueAt: request.callback_uri === undefined ? null : now + AUTHENTICATION_VALIDITY,
      callbackAttempts: 0,
    };
  }
}
