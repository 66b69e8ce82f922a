import { Injectable } from '@nestjs/common';
import type { EventName, TokenAnswer } from '@passant/contracts';
import type { TokenPlan } from '@passant/protocol';
import { type EventFacts, EventLog } from '../platform/event-log.js';

/** What operators see of tokens that were given, whatever grant they were given for. */
@Injectable()
export class TokenEvents {
  constructor(private readonly events: EventLog) {}

  /** @param name under which a token of this grant is known; one that covers several says which type it was */
  given(name: EventName, plan: TokenPlan, answer: TokenAnswer): void {
    const facts: EventFacts = {
      clientId: plan.client.clientId,
      application: plan.application?.identifier ?? null,
      ...(plan.person ? { identityProvider: plan.person.identityProvider, userId: plan.person.userId } : {}),
    };
    const isOfManyTypes = name === 'TOKEN_REQUEST_ACCESS_TOKEN_CREATED';
    const details = { ...(isOfManyTypes ? { token_type: plan.tokenType } : {}), scope: answer.scope };
    this.events.record(name, { ...facts, details });
    if (answer.id_token !== undefined) this.events.record('ID_TOKEN_CREATED', facts);
  }
}
