import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookieOf } from '../platform/http/cookies.js';
import type { Issuer } from '../platform/issuer.js';

const NAME = 'passant_login';

/** What a browser keeps while a person is on the login pages. */
export function binderTextOf(request: FastifyRequest, issuer: Issuer): string | undefined {
  return cookieOf(request, cookieName(NAME, issuer));
}

/** Lax: the browser comes from the client's site, and must not forget what it keeps for a page in another tab. */
export function setBinderCookie(reply: FastifyReply, issuer: Issuer, text: string, seconds: number): void {
  const attributes = [
    `Max-Age=${seconds}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(issuer.isSecure ? ['Secure'] : []),
  ];
  void reply.header('set-cookie', [`${cookieName(NAME, issuer)}=${text}`, ...attributes].join('; '));
}
