import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupAddress } from 'node:dns';
import { type LookupFunction, isIP } from 'node:net';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { type AddressPolicy, allows } from './address-policy.js';
import { Lane, type LaneLimits, type NamedBy, type Seat } from './lane.js';
import { type NameLookUp, lookUpForeignName, lookUpOwnName } from './name-look-up.js';
import { textOf } from './outbound-body.js';
import { OutboundError } from './outbound-error.js';

/** Who supplies URLs beside operators and administrators. The requests of one never wait for those of the other. */
export type Supplier = 'client' | 'portal';

export interface OutboundRequest {
  method: string;
  /** `http:` or `https:`; the caller decides whether plain http is acceptable. */
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  /** Where the request may go. Checked against the resolved address, which is also the one that is connected to. */
  policy: AddressPolicy;
  /** Who supplied the URL; absent if an operator or administrator of this server did. */
  namedBy?: NamedBy & { as: Supplier };
  /** Timeout in milliseconds for everything: name resolution, connecting and the complete response. */
  timeout: number;
  /** Maximum size of the response body in bytes. */
  maxBytes: number;
}

export interface OutboundReply {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** The decoded body, as text. */
  body: string;
}

/** Asks for JSON, but accepts other types, since servers label JSON in many ways. */
const ACCEPT = 'application/json, */*;q=0.1';

/** Maximum number of connections per host. */
const SOCKETS_PER_HOST = 64;
/**
 * Milliseconds for which a connection may stay idle. Few servers close an idle connection in less than five seconds. A
 * request sent at the moment when the peer closes may be lost, and only some requests can be repeated.
 */
const REST = 4_000;

/**
 * RFC 9110 §9.2.2: methods that may be repeated although it is unknown whether the first request was processed. All
 * other methods may change something.
 */
const REPEATABLE = new Set(['GET', 'HEAD']);

/**
 * Limits for requests to URLs supplied by clients: few at once, and separate from all requests for administrators. No
 * network, neither one that asks nor one that is asked, has all the places of hosts that never answered, and none that
 * asks has all places of one host, which may serve many.
 */
const CLIENT_LANE: LaneLimits = {
  atOnce: 16,
  perHost: 6,
  perClient: 2,
  perSource: 4,
  perTarget: 6,
  reserved: 8,
  waiting: 64,
  waitingPerSource: 16,
  rest: 10_000,
};
/**
 * The same for callbacks, which API clients name: strangers have no part in it. A portal may have many results at a time,
 * and leaves places to the others, at the same host as well.
 */
const PORTAL_LANE: LaneLimits = {
  atOnce: 32,
  perHost: 16,
  perClient: 8,
  perSource: 8,
  perTarget: 16,
  reserved: 16,
  waiting: 64,
  waitingPerSource: 64,
  rest: 10_000,
};
/** Requests for administrators have no lane. */
const NO_LANE: Seat = { reach: () => Promise.resolve(), connected: () => {} };

/**
 * Sends requests to other servers. The address is checked after name resolution, and exactly that address is used, so a
 * second lookup cannot lead elsewhere. Redirects are not followed. Time and size are limited.
 */
@Injectable()
export class OutboundClient implements BeforeApplicationShutdown {
  // One connection pool per policy: a connection allowed by one policy is never reused under another.
  private readonly agents = new Map<string, http.Agent>();
  /** Requests to URLs of others run in these lanes: scripts, hooks and the database never wait behind them. */
  private readonly lanes: Record<Supplier, Lane> = { client: new Lane(CLIENT_LANE), portal: new Lane(PORTAL_LANE) };

  /** After everything that stops by itself, and finishes what it asks others. */
  beforeApplicationShutdown(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }

  /** Sends a request. Throws {@link OutboundError}; every status except redirects is returned as a reply. */
  async send(request: OutboundRequest): Promise<OutboundReply> {
    const host = request.url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !allows(request.policy, host)) throw refusedAddress();
    const signal = AbortSignal.timeout(request.timeout);
    const ask = async (seat: Seat) => {
      // The system resolves names only: an address is known already.
      if (isIP(host) !== 0) await seat.reach(host);
      return this.ask(request, seat, signal);
    };
    try {
      if (request.namedBy === undefined) return await ask(NO_LANE);
      // Whoever gets a slot has time left: a host must not seem to be away because others were slow.
      const patience = AbortSignal.timeout(request.timeout / 2);
      const { as, ...namedBy } = request.namedBy;
      return await this.lanes[as].run(request.url.host, namedBy, patience, ask);
    } catch (error) {
      throw asOutboundError(error, signal);
    }
  }

  private async ask(request: OutboundRequest, seat: Seat, signal: AbortSignal): Promise<OutboundReply> {
    try {
      return await this.attempt(request, seat, signal);
    } catch (error) {
      // The peer may just have closed a kept-alive connection. That is not an answer, so the request is repeated.
      const mayRepeat = error instanceof StaleConnection && REPEATABLE.has(request.method.toUpperCase());
      if (!mayRepeat || signal.aborted) throw error;
    }
    return this.attempt(request, seat, signal);
  }

  private async attempt(request: OutboundRequest, seat: Seat, signal: AbortSignal): Promise<OutboundReply> {
    const reply = await open(request, this.agentOf(request), seat, signal);
    const status = reply.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      reply.destroy();
      throw new OutboundError('redirected', `answered ${status}; redirects are not followed`);
    }
    return { status, headers: reply.headers, body: await textOf(reply, request.maxBytes) };
  }

  private agentOf({ url, policy }: OutboundRequest): http.Agent {
    const key = `${url.protocol} ${policy}`;
    const known = this.agents.get(key);
    if (known) return known;
    const options = { keepAlive: true, timeout: REST, maxSockets: SOCKETS_PER_HOST, scheduling: 'lifo' as const };
    const agent = url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
    this.agents.set(key, agent);
    return agent;
  }
}

class StaleConnection extends Error {
  constructor(readonly code: string | undefined) {
    super('The connection was closed.');
  }
}

function refusedAddress(): OutboundError {
  return new OutboundError('address_refused', 'is at an address that is not one this server may connect to');
}

/** Resolves a name and returns only addresses that the policy allows, as soon as they may be connected to. */
function guardedLookup(policy: AddressPolicy, lookUp: NameLookUp, seat: Seat, signal: AbortSignal): LookupFunction {
  const find = async (name: string): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = (await lookUp(name, signal)).filter(({ address }) => allows(policy, address));
    if (!first) throw refusedAddress();
    await seat.reach(first.address);
    return [first, ...others];
  };
  return (name, options, done) => {
    find(name).then(
      (allowed) => {
        if (options.all) done(null, allowed);
        else done(null, allowed[0].address, allowed[0].family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}

function open(request: OutboundRequest, agent: http.Agent, seat: Seat, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, body, policy, namedBy } = request;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https.request : http.request;
    const outgoing: ClientRequest = send(url, {
      method,
      headers: {
        accept: ACCEPT,
        ...headers,
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      agent,
      signal,
      lookup: guardedLookup(policy, namedBy === undefined ? lookUpOwnName : lookUpForeignName, seat, signal),
    });
    // Whoever has to encrypt and cannot is as little there as whoever takes no connection.
    const connects = url.protocol === 'https:' ? 'secureConnect' : 'connect';
    outgoing.once('socket', (socket) => {
      if (outgoing.reusedSocket) seat.connected();
      else socket.once(connects, seat.connected);
    });
    outgoing.once('response', resolve);
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleConnection(error.code) : error);
    });
    outgoing.end(body);
  });
}

function asOutboundError(error: unknown, signal: AbortSignal): OutboundError {
  if (error instanceof OutboundError) return error;
  if (signal.aborted) return new OutboundError('timed_out', 'did not answer in time', error);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return new OutboundError('unreachable', `cannot be reached${code === undefined ? '' : ` (${code})`}`, error);
}
