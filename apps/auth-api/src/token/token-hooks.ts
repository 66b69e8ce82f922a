import { Injectable } from '@nestjs/common';
import type { PersonTokenPlan } from '@passant/protocol';
import { ApplicationHooks } from '../platform/web-hooks/application-hooks.js';

/** Lets the web hooks of an application have their say about every token that stands on a registration. */
@Injectable()
export class TokenHooks {
  constructor(private readonly hooks: ApplicationHooks) {}

  /** Throws `temporarily_unavailable` if a hook cannot be asked, `invalid_scope` if it leaves no scope. */
  async customize(plan: PersonTokenPlan): Promise<PersonTokenPlan> {
    // Hooks belong to applications.
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
