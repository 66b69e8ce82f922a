import { createHash } from 'node:crypto';
import { ErrorBody } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';

/** Expects a refusal in the common form, with this status and code. */
export function expectRefusal(reply: Exchange, status: number, code: string): ErrorBody {
  const body = ErrorBody.parse(reply.body);
  expect({ status: reply.status, error: body.error }).toEqual({ status, error: code });
  expect(body.error_id).toBe(reply.headers.get('x-request-id'));
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  return body;
}

/** Expects the headers of a response that contains a token. */
export function expectTokenHeaders(reply: Exchange): void {
  expect(reply.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('pragma')).toBe('no-cache');
}

/** `at_hash` of an ID token that was issued with this access token (OpenID Connect Core §3.1.3.6). */
export function atHashOf(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}
