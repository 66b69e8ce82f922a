import { Injectable } from '@nestjs/common';
import { type PersonTokenPlan, type StatelessPlan, releaseByScope, releasedClaims } from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { ApplicationHooks } from '../web-hooks/application-hooks.js';

/**
 * Calls the web hooks of an application for every token that is based on a registration, and limits the resulting
 * claims to the scopes where the person consented to those.
 */
@Injectable()
export class TokenHooks {
  constructor(
    private readonly hooks: ApplicationHooks,
    private readonly configuration: Configuration,
  ) {}

  /** Throws `temporarily_unavailable` if a hook cannot be called, `invalid_scope` if it leaves no scope. */
  async customize<Plan extends PersonTokenPlan>(plan: Plan): Promise<Plan> {
    return releaseByScope(await this.throughHooks(plan), (scope) => this.configuration.claimsOfScope(scope));
  }

  /** The same for stateless tokens: the hooks decide anew each time, and nothing of what they say is kept. */
  async customizeStateless<Plan extends StatelessPlan>(plan: Plan): Promise<Plan> {
    const { scopes, details, claims } = await this.hooks.customize(plan.application, {
      clientId: plan.client.clientId,
      scopes: plan.scopes,
      userId: plan.subject.sub,
      claims: plan.subject.userDetails,
      contextCustomParams: null,
    });
    const userDetails = plan.sealing.claimsByScope
      ? releasedClaims(details, scopes, (scope) => this.configuration.claimsOfScope(scope))
      : details;
    return { ...plan, scopes, subject: { ...plan.subject, userDetails, claims } };
  }

  private async throughHooks<Plan extends PersonTokenPlan>(plan: Plan): Promise<Plan> {
    // Only applications have hooks.
    if (plan.application === null) return plan;
    const { scopes, details, claims } = await this.hooks.customize(plan.application, {
      clientId: plan.client.clientId,
      scopes: plan.scopes,
      userId: plan.person.userId,
      claims: plan.person.userDetails,
      contextCustomParams: null,
    });
    return {
      ...plan,
      scopes,
      person: { ...plan.person, userDetails: details },
      subject: { ...plan.subject, userDetails: details, claims },
    };
  }
}
