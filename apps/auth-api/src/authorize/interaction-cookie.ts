import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookieOf } from '../platform/http/cookies.js';
import type { Issuer } from '../platform/issuer.js';

/** Cookie names for the binders of one browser: this limits how many pages with different binders it can have open. */
const NAMES = ['passant_login', ...Array.from({ length: 7 }, (_, index) => `passant_login_${index + 1}`)];

/** Maximum number of binders per browser. */
export const BINDER_PLACES = NAMES.length;

/** The binders that the browser sent, in slot order. */
export function binderTextsOf(request: FastifyRequest, issuer: Issuer): (string | undefined)[] {
  return NAMES.map((name) => cookieOf(request, cookieName(name, issuer)));
}

/**
 * Sets a binder cookie. `SameSite=Lax`, because the browser arrives from the client's site and must still send the
 * binder of a page in another tab.
 */
export function setBinderCookie(
  reply: FastifyReply,
  issuer: Issuer,
  place: number,
  text: string,
  seconds: number,
): void {
  const attributes = [
    `Max-Age=${seconds}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(issuer.isSecure ? ['Secure'] : []),
  ];
  void reply.header('set-cookie', [`${cookieName(NAMES[place]!, issuer)}=${text}`, ...attributes].join('; '));
}
