import { Injectable } from '@nestjs/common';
import type { IssuedToken } from '@passant/contracts';
import type { IdentityProvider, RegistrationPlan, ScriptOutcome } from '@passant/protocol';
import { EventLog } from '../platform/event-log.js';
import { NO_ORIGIN, noteFacts } from '../platform/http/request-facts.js';

/**
 * What operators see of custom registrations. Of one that is, or may become, stateless nothing is noted that says who
 * the person is: neither the subject nor the address they came from.
 */
@Injectable()
export class RegistrationEvents {
  constructor(private readonly events: EventLog) {}

  /** The request is known to be for this provider; refusals from here on name it. */
  begin(provider: IdentityProvider | undefined, mayBeStateless: boolean): void {
    noteFacts({
      ...(provider ? { identityProvider: provider.identifier } : {}),
      ...(mayBeStateless ? NO_ORIGIN : {}),
    });
  }

  backchannelEnded(outcome: ScriptOutcome): void {
    const ending = outcome.kind === 'valid' ? 'SUCCESS' : 'FAILURE';
    this.events.record(`CUSTOM_REGISTRATION_BACKCHANNEL_${ending}`, { details: { status: outcome.status } });
  }

  /** @param token what the app was given, where it was given anything */
  completed(plan: RegistrationPlan, outcome: ScriptOutcome, token?: IssuedToken): void {
    const ending = outcome.kind === 'valid' ? 'SUCCESS' : 'FAILURE';
    const isStateless = plan.grant.name === 'stateless';
    const name = `CUSTOM_REGISTRATION_COMPLETE_${ending}` as const;
    const userId = !isStateless && outcome.kind === 'valid' ? (outcome.user?.id ?? null) : null;
    this.events.record(isStateless ? `STATELESS_${name}` : name, { userId, details: { status: outcome.status } });
    if (token?.id_token !== undefined) this.events.record('ID_TOKEN_CREATED', { userId });
  }
}
