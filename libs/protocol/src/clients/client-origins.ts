import { shown } from '../refusals/checklist.js';
import type { Client } from './client-records.js';

/** Hosts of this machine, where developers serve pages during development. */
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The origin of a page at this URL, if it is a secure one: https, or http on this machine. */
function originOf(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || url.hostname.includes('*')) return undefined;
  const isOfPage = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname));
  return isOfPage ? url.origin : undefined;
}

/** What is wrong with a text that is meant to be an origin, as the end of a sentence; `undefined` if nothing is. */
export function originProblem(text: string): string | undefined {
  const origin = originOf(text);
  if (origin === undefined) return 'must be https://host, or http://localhost:port';
  return origin === text ? undefined : 'must be written as browsers write an origin';
}

/** What whoever named an origin is told beside {@link originProblem}: which one it is, and how to mend it. */
export function originTold(text: string): string {
  const origin = originOf(text);
  return origin === undefined ? `It is ${shown(text)}.` : `It is ${shown(text)}, and would be ${shown(origin)}.`;
}

/**
 * Origins whose pages may call on behalf of a client: those an administrator listed and, for a public client, those of
 * its redirect URIs. A confidential client cannot run in a page, which would expose its secret.
 */
export function originsOf(client: Pick<Client, 'authMethod' | 'redirectUris' | 'allowedOrigins'>): string[] {
  const own = client.authMethod === 'none' ? client.redirectUris.map(originOf) : [];
  return [...new Set([...client.allowedOrigins, ...own.filter((origin) => origin !== undefined)])];
}
