import { Injectable } from '@nestjs/common';
import {
  type CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  type InitRegistrationRequest,
  type InitRegistrationResponse,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type ApplicationClient,
  type Client,
  type ScriptOutcome,
  completionInput,
  droppedClaims,
  formOpaqueToken,
  planCompletion,
  planInit,
  readOutcome,
  renderCompletion,
  renderInit,
  requireApplicationClient,
  seal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { ScriptRunner } from '../platform/script-runner.js';
import { Secrets } from '../platform/secrets.js';
import { RegistrationEvents } from './registration-events.js';
import { RegistrationHooks } from './registration-hooks.js';
import { RegistrationRecorder } from './registration-recorder.js';
import { Transactions } from './transactions.js';

/** Custom registration: a script of the identity provider decides, the app gets a token. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly scripts: ScriptRunner,
    private readonly transactions: Transactions,
    private readonly hooks: RegistrationHooks,
    private readonly recorder: RegistrationRecorder,
    private readonly events: RegistrationEvents,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** First step of TWO_STEP: the script answers with a challenge, and a transaction is opened if it succeeds. */
  async init(client: Client, providerId: string, request: InitRegistrationRequest): Promise<InitRegistrationResponse> {
    const caller = this.callerOf(client);
    const found = this.configuration.identityProvider(providerId);
    this.events.begin(found, caller.application.statelessAuthentication);
    const plan = planInit(caller, found, request);
    const result = await this.scripts.runToResult(plan.provider, plan.script, plan.input);
    const outcome = readOutcome(result, 'init');
    const transaction =
      outcome.kind === 'valid' ? await this.openTransaction(caller, plan.provider, outcome) : undefined;
    this.events.initEnded(outcome);
    return renderInit(outcome, transaction);
  }

  /** The step that registers. A transaction is claimed for as long as its script runs, and spent with the result. */
  async complete(
    client: Client,
    providerId: string,
    request: CompleteRegistrationRequest,
  ): Promise<CompleteRegistrationResponse> {
    const caller = this.callerOf(client);
    const found = this.configuration.identityProvider(providerId);
    this.events.begin(found, request.grant_type === STATELESS_AUTHENTICATION_GRANT);
    const plan = planCompletion(caller, found, request);
    const transaction =
      plan.provider.flow === 'TWO_STEP' ? await this.transactions.claim(request.transaction_id!, plan) : undefined;
    const input = completionInput(request, transaction?.registrationData ?? null);
    const outcome = await this.transactions.whileClaimed(transaction, async () => {
      const result = await this.scripts.runToResult(plan.provider, plan.provider.scripts.complete, input);
      const read = readOutcome(result, 'complete');
      this.events.claimsDropped(droppedClaims(result));
      return read;
    });
    if (outcome.kind !== 'valid') {
      await this.transactions.finish(transaction, outcome);
      this.events.completed(plan, outcome);
      return renderCompletion(outcome, undefined);
    }
    const token = await this.transactions.whileClaimed(transaction, async () => {
      const customized = await this.hooks.customize(plan, outcome.user!, request.hook_context_custom_params);
      return this.recorder.record(customized, transaction);
    });
    this.events.completed(plan, outcome, token);
    return renderCompletion(outcome, token);
  }

  private callerOf(client: Client): ApplicationClient {
    return requireApplicationClient(client, this.configuration.application(client.application));
  }

  private async openTransaction(
    { client }: ApplicationClient,
    provider: { identifier: string; transactionValidity: number },
    outcome: ScriptOutcome,
  ): Promise<string> {
    const expiresAt = this.clock.now() + provider.transactionValidity;
    const id = formOpaqueToken('registration-transaction', this.secrets.draw(16), expiresAt, this.secrets.tokenKey);
    await this.store.registrationTransactions.insert({
      idHash: id.hash,
      identityProvider: provider.identifier,
      clientId: client.clientId,
      sealedData:
        outcome.registrationData === undefined ? null : seal(id, outcome.registrationData, this.secrets.draw(12)),
      attempts: 0,
      expiresAt,
    });
    return id.text;
  }
}
