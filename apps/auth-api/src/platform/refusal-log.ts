import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import type { Check, OAuthError, RefusalTrace } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { BatchWriter } from './batch-writer.js';
import { Clock } from './clock.js';
import { EventLog } from './event-log.js';
import { type RequestFacts, originOf } from './http/request-facts.js';
import { eventOfRefusal, memberOf } from './refusal-events.js';

/** Seconds for which an administrator can look up why a request was refused. */
const TRACE_LIFETIME = 900;

/** A "no" that is being answered. */
export interface Refusal {
  error: OAuthError;
  status: number;
  /** Whether the error was made of a fault nobody foresaw. */
  unforeseen: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    refusals: RefusalLog;
  }
}

/** Notes every refusal: as an event where it has a name, and for minutes with all that was checked. */
@Injectable()
export class RefusalLog implements OnModuleDestroy {
  private readonly writer: BatchWriter<RefusalTrace>;

  constructor(
    store: Store,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    this.writer = new BatchWriter({ name: 'Refusals', write: (batch) => store.refusalTraces.insert(batch) });
  }

  /** Never throws and never delays the answer. */
  note(refusal: Refusal, request: FastifyRequest): void {
    const facts = request.facts ?? { requestId: request.id, ...originOf(request), checks: [] };
    const event = eventOfRefusal(refusal, request);
    if (event) this.events.record(event.name, { ...factsForEvent(facts), ...event.facts });
    this.writer.add(this.traceOf(refusal, request, facts));
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }

  private traceOf({ error, status }: Refusal, request: FastifyRequest, facts: RequestFacts): RefusalTrace {
    return {
      requestId: facts.requestId,
      error: error.code,
      status,
      method: request.method,
      route: request.routeOptions?.url ?? null,
      description: descriptionOf(error),
      cause: causeOf(error),
      clientId: facts.clientId ?? null,
      application: facts.application ?? null,
      identityProvider: facts.identityProvider ?? null,
      checks: [...facts.checks, ...(error.options.checks ?? checksOfContract(error))],
      occurred: this.clock.milliseconds(),
      expiresAt: this.clock.now() + TRACE_LIFETIME,
    };
  }
}

/** The facts under the names of an event's columns; an error before any hook ran has no context to read them from. */
function factsForEvent({ checks: _checks, ...facts }: RequestFacts) {
  return facts;
}

/** The words of an infrastructure's error may quote what it was given: of those only the name is kept. */
function causeOf({ options: { cause } }: OAuthError): string | null {
  if (typeof cause === 'string') return cause;
  return cause instanceof Error ? cause.name : null;
}

function descriptionOf({ message, options: { fields } }: OAuthError): string {
  const [first] = Object.entries(fields ?? {});
  return first ? `${memberOf(first[0])}: ${first[1]}` : message;
}

/** What a contract found wrong, member by member. The values themselves are not kept: they may be a person's. */
function checksOfContract({ options: { fields = {} } }: OAuthError): Check[] {
  return Object.entries(fields).map(([path, problem]) => ({
    check: memberOf(path),
    expected: problem === 'is required' ? 'a value' : problem,
    actual: problem === 'is required' ? 'absent' : 'a value that does not comply',
    passed: false,
  }));
}
