import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChangeOrigin, Check } from '@passant/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callersRequestId } from './request-id.js';
import { addressOf, networkOf } from './source.js';
import { mayBeStateless } from './surface.js';

/**
 * What is known about the current request, for events and diagnostics. It grows while the request is processed, and
 * contains only what may be recorded: identifiers that are configured on this server, never mere claims of a caller.
 */
export interface RequestFacts {
  requestId: string;
  /** `null`: must not be kept. */
  clientIp: string | null;
  /** The `User-Agent` header; `null`: absent, or must not be kept. */
  userAgent: string | null;
  /**
   * The caller's own identifier for the request; `null`: absent, or must not be kept. Shown next to our identifier,
   * never instead of it.
   */
  clientRequestId: string | null;
  clientId?: string;
  /** Whether that client proved who it is, or was given something: until then, somebody named it. */
  isProven?: boolean;
  application?: string | null;
  identityProvider?: string;
  /** Set only for a person who has a profile. */
  userId?: string;
  /**
   * The range of addresses that the request came from, also of those that leave no trace. For sharing what there is
   * between sources while the request is processed; never recorded.
   */
  network?: () => string;
  /** E-mail address of the administrator who makes the request. */
  admin?: string;
  /** Set if the request is one of the admin API that changes something. */
  change?: ChangeOrigin;
  /** The checks made on the request so far, in order. */
  checks: Check[];
}

declare module 'fastify' {
  interface FastifyRequest {
    facts?: RequestFacts;
  }
}

/** Maximum length in characters at which a `User-Agent` is kept. */
const MAX_USER_AGENT = 256;

/** The origin of requests that must leave no trace: nothing that shows where they came from. */
export const NO_ORIGIN = { clientIp: null, userAgent: null, clientRequestId: null } as const;

/** The same for an event, which never contains the caller's request identifier. */
export const WITHOUT_ORIGIN = { clientIp: null, userAgent: null } as const;

/** Where a request came from. */
export function originOf(request: FastifyRequest): Pick<RequestFacts, keyof typeof NO_ORIGIN> {
  return {
    clientIp: addressOf(request),
    userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null,
    // Whether the request must leave no trace is known only after the body has been read, if it can be read at all.
    clientRequestId: mayBeStateless(request) ? null : callersRequestId(request.headers),
  };
}

const current = new AsyncLocalStorage<RequestFacts>();

/** Creates the facts of every request, so that all code working on the request can read and extend them. */
export function watchRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('facts');
  fastify.addHook('onRequest', (request, _reply, done) => {
    const network = () => networkOf(addressOf(request));
    request.facts = { requestId: request.id, ...originOf(request), network, checks: [] };
    current.run(request.facts, done);
  });
  // Body data arrives in the async context of the connection; this restores the context of the request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (request.facts) current.run(request.facts, done);
    else done();
  });
}

/** The facts of the current request; `undefined` outside a request. */
export function requestFacts(): RequestFacts | undefined {
  return current.getStore();
}

/** Adds facts about the current request. */
export function noteFacts(facts: Partial<Omit<RequestFacts, 'requestId' | 'checks'>>): void {
  const known = current.getStore();
  if (known) Object.assign(known, facts);
}

/** Adds checks, including passed ones, to the trace that a refusal of this request will show. */
export function noteChecks(checks: readonly Check[]): void {
  current.getStore()?.checks.push(...checks);
}
