import { lookup } from 'node:dns';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type AddressPolicy, allows } from './address-policy.js';

/** Why a request of the server got no answer it can use. The message names no value of the request. */
export type OutboundFailure = 'address_refused' | 'timed_out' | 'too_large' | 'redirected' | 'unreachable';

export class OutboundError extends Error {
  constructor(
    readonly failure: OutboundFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OutboundError';
  }
}

export interface OutboundRequest {
  method: string;
  /** `http:` or `https:`; whether plain http is good enough is for the caller to say. */
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  /** Where it may go. Judged by the address the name resolved to, which is the one that is connected to. */
  policy: AddressPolicy;
  /** Milliseconds for everything: resolving, connecting, the whole answer. */
  timeout: number;
  /** Bytes of an answer's body. */
  maxBytes: number;
}

export interface OutboundReply {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** UTF-8. */
  body: string;
}

/** Connections kept open to one host. */
const SOCKETS_PER_HOST = 64;

/**
 * Requests of the server to others. The address is checked when it is resolved and used as it was checked, so no
 * second look-up can lead elsewhere; redirects are not followed; time and size are capped.
 */
@Injectable()
export class OutboundClient implements OnModuleDestroy {
  // One pool per policy: a connection that one policy allowed is never reused under another.
  private readonly agents = new Map<string, http.Agent>();

  onModuleDestroy(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }

  /** Sends a request. Throws {@link OutboundError}; any status but a redirect is an answer. */
  async send(request: OutboundRequest): Promise<OutboundReply> {
    const host = request.url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !allows(request.policy, host)) throw refusedAddress();
    const signal = AbortSignal.timeout(request.timeout);
    try {
      return await this.attempt(request, signal);
    } catch (error) {
      // A kept connection may have been closed by the other side just now: that is no answer, so it is asked again.
      if (!(error instanceof StaleConnection) || signal.aborted) throw asOutboundError(error, signal);
    }
    try {
      return await this.attempt(request, signal);
    } catch (error) {
      throw asOutboundError(error, signal);
    }
  }

  private async attempt(request: OutboundRequest, signal: AbortSignal): Promise<OutboundReply> {
    const reply = await open(request, this.agentOf(request), signal);
    const status = reply.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      reply.destroy();
      throw new OutboundError('redirected', `answered ${status}; redirects are not followed`);
    }
    return { status, headers: reply.headers, body: await readAll(reply, request.maxBytes) };
  }

  private agentOf({ url, policy }: OutboundRequest): http.Agent {
    const key = `${url.protocol} ${policy}`;
    const known = this.agents.get(key);
    if (known) return known;
    const options = { keepAlive: true, maxSockets: SOCKETS_PER_HOST, scheduling: 'lifo' as const };
    const agent = url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
    this.agents.set(key, agent);
    return agent;
  }
}

class StaleConnection extends Error {}

function refusedAddress(): OutboundError {
  return new OutboundError('address_refused', 'is at an address that is not one this server may connect to');
}

/** Resolves a name and hands on only addresses that the policy allows. */
function guardedLookup(policy: AddressPolicy): LookupFunction {
  return (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const allowed = addresses.filter(({ address }) => allows(policy, address));
      const [first] = allowed;
      if (!first) return done(refusedAddress(), '', 0);
      if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

function open(request: OutboundRequest, agent: http.Agent, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, body, policy } = request;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https.request : http.request;
    const outgoing: ClientRequest = send(url, {
      method,
      headers: {
        accept: 'application/json',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      agent,
      signal,
      lookup: guardedLookup(policy),
    });
    outgoing.once('response', resolve);
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleConnection() : error);
    });
    outgoing.end(body);
  });
}

async function readAll(reply: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      reply.destroy();
      throw new OutboundError('too_large', `answered more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asOutboundError(error: unknown, signal: AbortSignal): OutboundError {
  if (error instanceof OutboundError) return error;
  if (signal.aborted) return new OutboundError('timed_out', 'did not answer in time', error);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return new OutboundError('unreachable', `cannot be reached${code === undefined ? '' : ` (${code})`}`, error);
}
