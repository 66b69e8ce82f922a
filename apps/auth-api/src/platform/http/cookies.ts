import type { FastifyRequest } from 'fastify';
import type { Issuer } from '../issuer.js';

/** `__Host-`: only this host, only https, no subdomain can set it. Browsers refuse the prefix without https. */
export function cookieName(name: string, issuer: Issuer): string {
  return issuer.isSecure ? `__Host-${name}` : name;
}

/** The value of a cookie that a browser sent. @param name as {@link cookieName} gives it */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const prefix = `${name}=`;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(prefix)) return pair.slice(prefix.length);
  }
  return undefined;
}
