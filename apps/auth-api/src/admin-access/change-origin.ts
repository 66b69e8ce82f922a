import { REASON_HEADER, Reason } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { noteFacts } from '../platform/http/request-facts.js';
import { endpointOf } from './endpoint-of.js';
import { SAFE } from './safe-methods.js';

/** What percent-encoding consists of, and spaces. Node reads every other byte as a character of Latin-1. */
const VISIBLE_ASCII = /^[\x20-\x7e]*$/;

/** Notes which endpoint a change is made with, and why, for its audit record. Throws `invalid_request`. */
export function noteChangeOrigin(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  noteFacts({ change: { endpoint: endpointOf(request) ?? null, reason: reasonOf(request) } });
}

function reasonOf({ headers, body }: FastifyRequest): string | null {
  const given = headers[REASON_HEADER.toLowerCase()];
  if (given === undefined) return null;
  if (typeof given !== 'string' || !VISIBLE_ASCII.test(given)) {
    throw refused('has other characters than visible ASCII and spaces: write them as UTF-8 in percent-encoding');
  }
  const text = decoded(given)?.trim();
  if (text === undefined) throw refused('is not UTF-8 in percent-encoding');
  if (text === '') return null;
  const { data: reason, error } = Reason.safeParse(text);
  if (error) throw refused(error.issues[0]!.message);
  if (saysWhy(body)) throw refused('is sent with a body that has a reason, too: send one of them');
  return reason;
}

/** Only one reason is recorded, so a second one would be lost. */
const saysWhy = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'reason' in body && typeof body.reason === 'string';

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function refused(problem: string): OAuthError {
  return new OAuthError('invalid_request', `${REASON_HEADER}: ${problem}`, { fields: { [REASON_HEADER]: problem } });
}
