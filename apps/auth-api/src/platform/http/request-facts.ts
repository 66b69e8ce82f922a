import { AsyncLocalStorage } from 'node:async_hooks';
import type { Check } from '@passant/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * What is known about the request being answered, for events and diagnostics. It grows while the request is worked on,
 * and holds only what may be written down: identifiers of what is configured here, never what a caller merely claims.
 */
export interface RequestFacts {
  requestId: string;
  /** `null`: not to be kept. */
  clientIp: string | null;
  /** What the caller says its software is; `null`: absent, or not to be kept. */
  userAgent: string | null;
  clientId?: string;
  application?: string | null;
  identityProvider?: string;
  /** Only of a person who has a profile. */
  userId?: string;
  /** E-mail address of the administrator who makes the request. */
  admin?: string;
  /** What was asked about the request so far, in order. */
  checks: Check[];
}

declare module 'fastify' {
  interface FastifyRequest {
    facts?: RequestFacts;
  }
}

/** Longest `User-Agent` that is kept, in characters. */
const MAX_USER_AGENT = 256;

/** Facts of whoever wants to leave no trace: nothing that tells where they came from. */
export const NO_ORIGIN = { clientIp: null, userAgent: null } as const;

/** Where a request came from. */
export function originOf(request: FastifyRequest): Pick<RequestFacts, 'clientIp' | 'userAgent'> {
  return { clientIp: request.ip, userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null };
}

const current = new AsyncLocalStorage<RequestFacts>();

/** Opens the facts of every request, so that whatever works on it can add to them and read them. */
export function watchRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('facts');
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.facts = { requestId: request.id, ...originOf(request), checks: [] };
    current.run(request.facts, done);
  });
  // A body arrives in the context of its connection; from here on it is that of the request again.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (request.facts) current.run(request.facts, done);
    else done();
  });
}

/** The facts of the request that is being answered; `undefined` outside of one. */
export function requestFacts(): RequestFacts | undefined {
  return current.getStore();
}

/** Adds to what is known of the request that is being answered. */
export function noteFacts(facts: Partial<Omit<RequestFacts, 'requestId' | 'checks'>>): void {
  const known = current.getStore();
  if (known) Object.assign(known, facts);
}

/** Adds answered questions, passed ones included, to what a refusal of this request will show. */
export function noteChecks(checks: readonly Check[]): void {
  current.getStore()?.checks.push(...checks);
}
