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
  type Basis,
  type Client,
  type IdentityProvider,
  type RegistrationPlan,
  basisOf,
  planCompletion,
  planInit,
  renderCompletion,
  renderInit,
  requireApplicationClient,
} from '@passant/protocol';
import { Decisions } from '../client-auth/decisions.js';
import { Audiences } from '../credentials/audiences.js';
import { ProviderSteps } from '../identification/provider-steps.js';
import { RequestLimits } from '../limits/request-limits.js';
import { type Allowed, RequestShapes } from '../observation/request-shapes.js';
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
    private readonly decisions: Decisions,
    private readonly audiences: Audiences,
    private readonly hooks: RegistrationHooks,
    private readonly recorder: RegistrationRecorder,
    private readonly events: RegistrationEvents,
    private readonly shapes: RequestShapes,
    private readonly limits: RequestLimits,
  ) {}

  /** The first step of TWO_STEP: the script responds with a challenge; if it succeeds, a transaction is opened. */
  async init(client: Client, providerId: string, request: InitRegistrationRequest): Promise<InitRegistrationResponse> {
    const found = await this.provider(providerId);
    return this.shapes.counting(client, { request: 'init', provider: found }, async (allowed) => {
      const caller = this.callerOf(client);
      this.events.begin(found, caller.application.statelessAuthentication);
      const plan = { ...caller, ...planInit(caller, found, request) };
      allowed();
      await this.limits.takeRegistration(client);
      const { outcome, transactionId } = await this.steps.init(plan, (open) =>
        this.decisions.make(client, async (present, isAgain) => {
          if (!isAgain) return open(plan);
          const now = this.callerOf(present);
          return open({ ...now, ...planInit(now, this.configuration.identityProvider(providerId), request) });
        }),
      );
      return renderInit(outcome, transactionId);
    });
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
    const found = await this.provider(providerId);
    const { grant_type: grantType, scope: scopes, profile_id: profileId, transaction_id: transactionId } = request;
    return this.shapes.counting(
      client,
      { request: 'complete', provider: found, grantType, scopes, profileId, transactionId },
      (allowed) => this.register(client, providerId, request, allowed),
    );
  }

  private async provider(identifier: string): Promise<IdentityProvider | undefined> {
    await this.configuration.hearOf({ identityProvider: identifier });
    return this.configuration.identityProvider(identifier);
  }

  private async register(
    client: Client,
    providerId: string,
    request: CompleteRegistrationRequest,
    allowed: Allowed,
  ): Promise<CompleteRegistrationResponse> {
    const first = this.decide(client, providerId, request);
    const { plan } = first;
    allowed();
    if (plan.provider.flow === 'ONE_STEP') await this.limits.takeRegistration(client);
    const { data, transaction_id: transactionId, hook_context_custom_params: params } = request;
    const { outcome, recorded: token } = await this.steps.complete(
      plan,
      { data, transactionId, params },
      (user, transaction) =>
        this.decisions.make(client, async (present, isAgain) => {
          const decided = isAgain ? this.decide(present, providerId, request) : first;
          return this.recorder.record(
            await this.hooks.customize(decided.plan, user, params),
            decided.basis,
            transaction,
          );
        }),
    );
    this.events.completed(plan, outcome, token);
    return renderCompletion(outcome, token);
  }

  private decide(
    client: Client,
    providerId: string,
    request: CompleteRegistrationRequest,
  ): { plan: RegistrationPlan; basis: Basis } {
    const configured = this.configuration.present(client.application);
    const found = this.configuration.identityProvider(providerId);
    const caller = this.callerOf(client);
    this.events.begin(found, request.grant_type === STATELESS_AUTHENTICATION_GRANT);
    const planned = planCompletion(caller, found, request);
    const audience = this.audiences.require(client, configured, request.resource);
    return { plan: { ...planned, audience }, basis: basisOf(client, configured, providerId, audience) };
  }

  private callerOf(client: Client): ApplicationClient {
    return requireApplicationClient(client, this.configuration.application(client.application));
  }
}
