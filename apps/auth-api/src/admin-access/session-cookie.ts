import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookieOf } from '../platform/http/cookies.js';
import type { Issuer } from '../platform/issuer.js';

const NAME = 'passant_session';

/** The session token that the browser sent. */
export function sessionTokenOf(request: FastifyRequest, issuer: Issuer): string | undefined {
  return cookieOf(request, cookieName(NAME, issuer));
}

/** Sets the session cookie, or clears it if `token` is undefined. */
export function setSessionCookie(reply: FastifyReply, issuer: Issuer, token: string | undefined): void {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(issuer.isSecure ? ['Secure'] : [])];
  if (token === undefined) attributes.push('Max-Age=0');
  void reply.header('set-cookie', [`${cookieName(NAME, issuer)}=${token ?? ''}`, ...attributes].join('; '));
}
