import { Injectable } from '@nestjs/common';
import type { IssuedToken } from '@passant/contracts';
import type { IdentityProvider, RegistrationPlan, ScriptOutcome } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { NO_ORIGIN, noteFacts } from '../platform/http/request-facts.js';

/**
 * The events of custom registrations. For one that is, or may become, stateless, nothing that identifies the person is
 * recorded: neither the subject nor the network address.
 */
@Injectable()
export class RegistrationEvents {
  constructor(private readonly events: EventLog) {}

  /** Called once the provider of the request is known; refusals from here on name it. */
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

  /** @param token the token issued to the app, if any */
  completed(plan: RegistrationPlan, outcome: ScriptOutcome, token?: IssuedToken): void {
    const ending = outcome.kind === 'valid' ? 'SUCCESS' : 'FAILURE';
    const isStateless = plan.grant.name === 'stateless';
    const name = `CUSTOM_REGISTRATION_COMPLETE_${ending}` as const;
    const userId = !isStateless && outcome.kind === 'valid' ? (outcome.user?.id ?? null) : null;
    this.events.record(isStateless ? `STATELESS_${name}` : name, { userId, details: { status: outcome.status } });
    if (token?.id_token !== undefined) this.events.record('ID_TOKEN_CREATED', { userId });
  }
}
