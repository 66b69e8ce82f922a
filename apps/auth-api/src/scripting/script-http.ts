import { Injectable } from '@nestjs/common';
import { type HostHttpRequest, type HostHttpResponse, HostRefusal } from '@passant/extension-engine';
import { ScriptAddresses } from './script-addresses.js';
import { OutboundClient } from '../platform/outbound/outbound-client.js';
import { OutboundError } from '../platform/outbound/outbound-error.js';

/** Maximum duration of a script's HTTP call in milliseconds, and maximum size of the response in bytes. */
const MAX_TIMEOUT = 10_000;
const MAX_BYTES = 1024 * 1024;

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
/** Headers that scripts cannot set: the server controls the connection and the transfer of the body. */
const NOT_OF_SCRIPTS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'accept-encoding',
]);

/** Response headers about the transfer of the body; the script receives the decoded body without them. */
const OF_THE_WAY = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/**
 * Whether a provider's list contains the target of a request: host and port, where an entry without a port means the
 * scheme's default port.
 */
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

/**
 * `HTTP.fetch` of the scripts: only to hosts that the provider lists, without following redirects, and with limits on
 * time and size.
 */
@Injectable()
export class ScriptHttp {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly addresses: ScriptAddresses,
  ) {}

  /**
   * Sends a script's request. Throws `HostRefusal`, whose message the script sees.
   * @param allowedHosts host names, with a port unless it is the scheme's default. Whether a host may be in a private
   * network is decided by the operator, not by the author of the list. If it may not, no connection is attempted, so
   * that the response does not reveal which ports are open there.
   */
  async fetch(request: HostHttpRequest, allowedHosts: readonly string[]): Promise<HostHttpResponse> {
    const url = readUrl(request.url, allowedHosts);
    const method = request.method.toUpperCase();
    if (!METHODS.has(method)) throw new HostRefusal(`The method ${method.slice(0, 20)} is not supported.`);
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !NOT_OF_SCRIPTS.has(name.toLowerCase())),
    );
    try {
      const reply = await this.outbound.send({
        method,
        url,
        headers,
        ...(request.body === null ? {} : { body: request.body }),
        policy: this.addresses.policy,
        timeout: Math.min(request.timeoutMs, MAX_TIMEOUT),
        maxBytes: MAX_BYTES,
      });
      const replyHeaders = Object.entries(reply.headers)
        .filter(([name]) => !OF_THE_WAY.has(name))
        .map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
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
