import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ADMIN_API_PATH, ADMIN_ENDPOINTS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import type { Check, OAuthError, RefusalTrace } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { EventLog } from './event-log.js';
import { Few } from './few.js';
import { HourlyCounts } from './hourly-counts.js';
import { type RequestFacts, originOf } from '../platform/http/request-facts.js';
import { isOfAdminApi } from '../platform/http/surface.js';
import { eventOfRefusal, memberOf } from './refusal-events.js';
import { RefusalCounts } from './refusal-counts.js';
import type { Refusal } from './refusal.js';

/** Seconds for which an administrator can look up why a request was refused. */
const TRACE_LIFETIME = 900;

declare module 'fastify' {
  interface FastifyInstance {
    refusals: RefusalLog;
  }
}

/**
 * Records refusals: as an event if one is defined, and for fifteen minutes with all the checks made. If one source
 * causes refusals repeatedly for the same reason, the first few per minute are recorded and the rest are counted.
 */
@Injectable()
export class RefusalLog implements OnModuleDestroy {
  private readonly writer: BatchWriter<RefusalTrace>;
  private readonly counts = new RefusalCounts(new Logger('Refusal'));

  constructor(
    store: Store,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly few: Few,
    private readonly hourly: HourlyCounts,
  ) {
    this.writer = new BatchWriter({
      name: 'Refusals',
      write: (batch) => store.refusalTraces.insert(batch),
      isExpendable: ({ clientId }) => clientId === null,
    });
  }

  /**
   * Records a refusal. Never throws and never delays the response.
   * @returns whether to log the refusal; all others are summarised once a minute
   */
  note(refusal: Refusal, request: FastifyRequest): boolean {
    const isAnswer = !isOfHealth(refusal, request) && !asksWhoIsSignedIn(request);
    if (isAnswer && isOfProtocol(request)) this.hourly.add('refusal', refusal.error.code);
    const facts = factsOf(request);
    const isOneOfFew = this.few.admits(facts, thingOf(refusal, request));
    const event = eventOfRefusal(refusal, request);
    if (event) this.events.note(event.name, { ...this.events.factsOf(facts), ...event.facts }, isOneOfFew);
    if (!isOneOfFew) this.counts.add(refusal, request);
    else if (isAnswer) this.writer.add(this.traceOf(refusal, request, facts));
    return isOneOfFew;
  }

  /**
   * What the caller called a request; `null` if nothing, or if it must not be kept. An installation that may be a stateless
   * person's says with it what an address would say.
   */
  nameOf(request: FastifyRequest): string | null {
    return this.nameIn(factsOf(request));
  }

  private nameIn(facts: RequestFacts): string | null {
    return this.events.mayBeOfStateless(facts) ? null : facts.clientRequestId;
  }

  /** Number of traces that are not written yet. */
  get waiting(): number {
    return this.writer.size;
  }

  /** Waits until everything recorded so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    this.counts.tell();
    await this.writer.close();
  }

  private traceOf({ error, status }: Refusal, request: FastifyRequest, facts: RequestFacts): RefusalTrace {
    return {
      requestId: facts.requestId,
      clientRequestId: this.nameIn(facts),
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

/** What is known about a request, also of one that was refused before anything was looked at. */
function factsOf(request: FastifyRequest): RequestFacts {
  return request.facts ?? { requestId: request.id, ...originOf(request), checks: [] };
}

/**
 * Whether it was an endpoint of the protocols that refused. What the console is refused concerns its administrator, and
 * what was asked for at no endpoint concerns nobody.
 */
function isOfProtocol(request: FastifyRequest): boolean {
  return request.routeOptions?.url !== undefined && !isOfAdminApi(request);
}

/**
 * Whether a process manager asked how the server is. That it is not ready yet refuses nobody anything, and is no refusal for
 * administrators to look into.
 */
function isOfHealth({ status }: Refusal, { routeOptions }: FastifyRequest): boolean {
  return status === 503 && (routeOptions?.url?.startsWith('/health/') ?? false);
}

/**
 * Whether the console asked, before it shows the page to sign in at, if somebody is signed in. That nobody is refuses nobody
 * anything either.
 */
function asksWhoIsSignedIn({ routeOptions, method }: FastifyRequest): boolean {
  const { path, method: asking } = ADMIN_ENDPOINTS.readSession;
  return routeOptions?.url === ADMIN_API_PATH + path && method === asking;
}

/** What repeated refusals for the same reason have in common: the error code, the route and the failed check. */
function thingOf({ error, unforeseen }: Refusal, { routeOptions }: FastifyRequest): string {
  const { checks, fields = {}, cause } = error.options;
  const failed = checks?.find((check) => !check.passed)?.check ?? Object.keys(fields).map(memberOf)[0];
  const fault = unforeseen && cause instanceof Error ? cause.name : undefined;
  return [error.code, routeOptions?.url, failed ?? fault].join(' ');
}

/** The message of an infrastructure error may quote its input, so only the error's name is kept. */
function causeOf({ options: { cause } }: OAuthError): string | null {
  if (typeof cause === 'string') return cause;
  return cause instanceof Error ? cause.name : null;
}

function descriptionOf({ message, options: { fields } }: OAuthError): string {
  const [first] = Object.entries(fields ?? {});
  return first ? `${memberOf(first[0])}: ${first[1]}` : message;
}

/** The validation errors as checks, one per member. Values are not kept, because they may be personal data. */
function checksOfContract({ options: { fields = {} } }: OAuthError): Check[] {
  return Object.entries(fields).map(([path, problem]) => ({
    check: memberOf(path),
    expected: problem === 'is required' ? 'a value' : problem,
    actual: problem === 'is required' ? 'absent' : 'a value that does not comply',
    passed: false,
  }));
}
