import type { FastifyRequest } from 'fastify';
import type { Issuer } from '../issuer.js';

/**
 * The `__Host-` prefix binds a cookie to this host and to https, and no subdomain can set it. Browsers reject the
 * prefix without https.
 */
export function cookieName(name: string, issuer: Issuer): string {
  return issuer.isSecure ? `__Host-${name}` : name;
}

/**
 * The value of a cookie sent by the browser.
 * @param name as returned by {@link cookieName}
 */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const prefix = `${name}=`;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(prefix)) return pair.slice(prefix.length);
  }
  return undefined;
}
