import { Injectable } from '@nestjs/common';
import {
  type CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  type InitRegistrationRequest,
  type InitRegistrationResponse,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import {
  type ApplicationClient,
  type Client,
  planCompletion,
  planInit,
  renderCompletion,
  renderInit,
  requireApplicationClient,
} from '@passant/protocol';
import { Audiences } from '../credentials/audiences.js';
import { ProviderSteps } from '../identification/provider-steps.js';
import { Configuration } from '../platform/configuration.js';
import { RegistrationEvents } from './registration-events.js';
import { RegistrationHooks } from './registration-hooks.js';
import { RegistrationRecorder } from './registration-recorder.js';

/** Custom registration: a script of the identity provider decides whether the app gets a token. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly configuration: Configuration,
    private readonly steps: ProviderSteps,
    private readonly audiences: Audiences,
    private readonly hooks: RegistrationHooks,
    private readonly recorder: RegistrationRecorder,
    private readonly events: RegistrationEvents,
  ) {}

  /** The first step of TWO_STEP: the script responds with a challenge; if it succeeds, a transaction is opened. */
  async init(client: Client, providerId: string, request: InitRegistrationRequest): Promise<InitRegistrationResponse> {
    const caller = this.callerOf(client);
    const found = this.configuration.identityProvider(providerId);
    this.events.begin(found, caller.application.statelessAuthentication);
    const plan = planInit(caller, found, request);
    const { outcome, transactionId } = await this.steps.init({ ...plan, client });
    return renderInit(outcome, transactionId);
  }

  /**
   * The step that registers. The transaction stays claimed while its script runs, and is spent together with the
   * result.
   */
  async complete(
    client: Client,
    providerId: string,
    request: CompleteRegistrationRequest,
  ): Promise<CompleteRegistrationResponse> {
    const caller = this.callerOf(client);
    const found = this.configuration.identityProvider(providerId);
    this.events.begin(found, request.grant_type === STATELESS_AUTHENTICATION_GRANT);
    const planned = planCompletion(caller, found, request);
    const plan = { ...planned, audience: this.audiences.require(client, request.resource) };
    const { data, transaction_id: transactionId, hook_context_custom_params: params } = request;
    const { outcome, recorded: token } = await this.steps.complete(
      plan,
      { data, transactionId, params },
      async (user, transaction) => this.recorder.record(await this.hooks.customize(plan, user, params), transaction),
    );
    this.events.completed(plan, outcome, token);
    return renderCompletion(outcome, token);
  }

  private callerOf(client: Client): ApplicationClient {
    return requireApplicationClient(client, this.configuration.application(client.application));
  }
}
