import { Injectable } from '@nestjs/common';
import type { HookContextCustomParams } from '@passant/contracts';
import type { RegistrationPlan, ScriptUser } from '@passant/protocol';
import { ApplicationHooks } from '../web-hooks/application-hooks.js';

/** A registration as modified by the application's hooks. */
export interface CustomizedRegistration {
  plan: RegistrationPlan;
  user: ScriptUser;
  /** Claims that introspection returns besides the members of the protocol. */
  claims: Record<string, unknown>;
}

/** Calls the web hooks of an application before anything is issued. */
@Injectable()
export class RegistrationHooks {
  constructor(private readonly hooks: ApplicationHooks) {}

  /** Throws `temporarily_unavailable` if a hook cannot be called, `invalid_scope` if it leaves no scope. */
  async customize(
    plan: RegistrationPlan,
    user: ScriptUser,
    contextCustomParams: HookContextCustomParams | undefined,
  ): Promise<CustomizedRegistration> {
    const { scopes, details, claims } = await this.hooks.customize(plan.application, {
      clientId: plan.client.clientId,
      scopes: plan.scopes,
      userId: user.id,
      claims: user.details,
      contextCustomParams: contextCustomParams ?? null,
    });
    return { plan: { ...plan, scopes }, user: { ...user, details }, claims };
  }
}
