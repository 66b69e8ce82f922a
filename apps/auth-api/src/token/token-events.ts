import { Injectable } from '@nestjs/common';
import type { EventName, TokenAnswer } from '@passant/contracts';
import type { StatelessPlan, TokenPlan } from '@passant/protocol';
import { type EventFacts, EventLog } from '../observation/event-log.js';
import { WITHOUT_ORIGIN } from '../platform/http/request-facts.js';

/** The events of issued tokens, for all grants. */
@Injectable()
export class TokenEvents {
  constructor(private readonly events: EventLog) {}

  /**
   * Of stateless tokens, nothing says who the person is, or where the request came from.
   * @param name event name for tokens of this grant; the event of a name that covers several token types states the
   * type
   */
  given(name: EventName, plan: TokenPlan | StatelessPlan, answer: TokenAnswer): void {
    const facts = factsOf(plan);
    const isOfManyTypes = name === 'TOKEN_REQUEST_ACCESS_TOKEN_CREATED' || isStateless(plan);
    const details = { ...(isOfManyTypes ? { token_type: plan.tokenType } : {}), scope: answer.scope };
    this.events.record(name, { ...facts, details });
    if (answer.id_token !== undefined) this.events.record('ID_TOKEN_CREATED', facts);
  }

  /** A refresh token was used again within its grace; the tokens issued for it before have ended. */
  repeated(plan: TokenPlan | StatelessPlan): void {
    this.events.record('TOKEN_REQUEST_REFRESH_TOKEN_REPEATED', factsOf(plan));
  }
}

function isStateless(plan: TokenPlan | StatelessPlan): plan is StatelessPlan {
  return 'sealing' in plan;
}

function factsOf(plan: TokenPlan | StatelessPlan): EventFacts {
  return {
    clientId: plan.client.clientId,
    application: plan.application?.identifier ?? null,
    ...personFactsOf(plan),
  };
}

function personFactsOf(plan: TokenPlan | StatelessPlan): EventFacts {
  if (isStateless(plan)) return { identityProvider: plan.identityProvider, userId: null, ...WITHOUT_ORIGIN };
  return plan.person ? { identityProvider: plan.person.identityProvider, userId: plan.person.userId } : {};
}
