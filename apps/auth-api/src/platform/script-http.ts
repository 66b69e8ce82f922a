import { Injectable } from '@nestjs/common';
import { type HostHttpRequest, type HostHttpResponse, HostRefusal } from '@passant/extension-engine';
import { OutboundClient, OutboundError } from './outbound/outbound-client.js';

/** Longest a call of a script may take, in milliseconds, and the largest answer, in bytes. */
const MAX_TIMEOUT = 10_000;
const MAX_BYTES = 1024 * 1024;

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
/** What a connection is made of is the server's business. */
const HOP_BY_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'te', 'trailer']);

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** Whether a provider's list names where a request goes: host and port, the scheme's own port where none is named. */
function isListed(url: URL, allowedHosts: readonly string[]): boolean {
  const port = url.port || DEFAULT_PORTS[url.protocol]!;
  return allowedHosts.some((entry) => {
    const named = entry.includes(':', entry.lastIndexOf(']') + 1) ? entry : `${entry}:${DEFAULT_PORTS[url.protocol]!}`;
    return named === `${url.hostname}:${port}`;
  });
}

function readUrl(text: string, allowedHosts: readonly string[]): URL {
  const url = URL.parse(text);
  if (!url || !(url.protocol in DEFAULT_PORTS)) throw new HostRefusal('The URL must be an http or https URL.');
  if (url.username || url.password) throw new HostRefusal('The URL must not hold credentials.');
  if (!isListed(url, allowedHosts))
    throw new HostRefusal(`${url.host} is not among the allowed hosts of the provider.`);
  return url;
}

/** `HTTP.fetch` of the scripts: only to hosts that the provider lists, never along a redirect, with time and size capped. */
@Injectable()
export class ScriptHttp {
  constructor(private readonly outbound: OutboundClient) {}

  /**
   * Sends a request of a script. Throws `HostRefusal`, whose message the script sees.
   * @param allowedHosts host names, with a port where it is not the scheme's own. A name that an administrator wrote
   * down may lead into a private network: that is what it was written down for.
   */
  async fetch(request: HostHttpRequest, allowedHosts: readonly string[]): Promise<HostHttpResponse> {
    const url = readUrl(request.url, allowedHosts);
    const method = request.method.toUpperCase();
    if (!METHODS.has(method)) throw new HostRefusal(`The method ${method.slice(0, 20)} is not supported.`);
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())),
    );
    try {
      const reply = await this.outbound.send({
        method,
        url,
        headers,
        ...(request.body === null ? {} : { body: request.body }),
        policy: 'any',
        timeout: Math.min(request.timeoutMs, MAX_TIMEOUT),
        maxBytes: MAX_BYTES,
      });
      const replyHeaders = Object.entries(reply.headers).map(([name, value]) => [
        name,
        [value ?? ''].flat().join(', '),
      ]);
      return {
        status: reply.status,
        headers: Object.fromEntries(replyHeaders) as Record<string, string>,
        body: reply.body,
      };
    } catch (error) {
      if (error instanceof OutboundError) throw new HostRefusal(`${url.host} ${error.message}.`);
      throw error;
    }
  }
}
