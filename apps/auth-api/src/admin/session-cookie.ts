import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Issuer } from '../platform/issuer.js';

/** `__Host-`: only this host, only https, no subdomain can set it. Browsers refuse the prefix without https. */
function cookieName(issuer: Issuer): string {
  return issuer.isSecure ? '__Host-passant_session' : 'passant_session';
}

/** The session token a browser sent. */
export function sessionTokenOf(request: FastifyRequest, issuer: Issuer): string | undefined {
  const prefix = `${cookieName(issuer)}=`;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(prefix)) return pair.slice(prefix.length);
  }
  return undefined;
}

/** Hands the browser a session token, or takes it away. */
export function setSessionCookie(reply: FastifyReply, issuer: Issuer, token: string | undefined): void {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(issuer.isSecure ? ['Secure'] : [])];
  if (token === undefined) attributes.push('Max-Age=0');
  void reply.header('set-cookie', [`${cookieName(issuer)}=${token ?? ''}`, ...attributes].join('; '));
}
