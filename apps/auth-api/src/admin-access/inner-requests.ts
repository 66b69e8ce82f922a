import { ADMIN_ENDPOINTS, type AdminEndpointName, type Endpoint, REASON_HEADER, adminPath } from '@passant/contracts';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { hashOf } from '@passant/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Secrets } from '../credentials/secrets.js';
import type { RequestFacts } from '../platform/http/request-facts.js';
import type { AdminCaller } from './session.service.js';

/** What somebody asks an endpoint for. */
export interface Asked {
  endpoint: AdminEndpointName;
  /** Values of the placeholders in the path. */
  parameters: Record<string, string>;
  query: Record<string, unknown>;
  body?: unknown;
  ifMatch?: string | undefined;
  /** Why, if the body does not say it. */
  reason?: string | null | undefined;
}

/** In whose name a request is made within the server. */
export interface Acting {
  caller: AdminCaller;
  /** Where the request came from that made it necessary. */
  origin: Pick<RequestFacts, 'requestId' | 'clientIp' | 'userAgent'>;
  /** The approval that it carries out. */
  approval?: { id: string; by: string };
}

/** The answer to a request within the server. */
export interface InnerAnswer {
  status: number;
  body: unknown;
}

/** Names the request to the guard. It is good for nothing but one request that this process makes at that moment. */
const HEADER = 'x-passant-inner';

/**
 * Requests that the server makes to its own admin API, in the name of an administrator: all that is checked, validated
 * and recorded of their own requests is so of these. They never leave the process.
 */
@Injectable()
export class InnerRequests {
  private readonly acting = new Map<string, Acting>();

  constructor(
    private readonly secrets: Secrets,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Makes the request. Throws nothing that the endpoint throws: that is its answer. */
  async make(
    acting: Acting,
    { endpoint: name, parameters, query, body, ifMatch, reason }: Asked,
  ): Promise<InnerAnswer> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const token = this.secrets.generateSecret();
    const key = keyOf(token);
    this.acting.set(key, acting);
    try {
      const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
      const reply = await fastify.inject({
        method: endpoint.method,
        url: adminPath(endpoint, parameters),
        query: query as Record<string, string>,
        headers: {
          [HEADER]: token,
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
          ...(reason ? { [REASON_HEADER]: encodeURIComponent(reason) } : {}),
        },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json<unknown>() };
    } finally {
      this.acting.delete(key);
    }
  }

  /** In whose name a request is made, if this process makes it; it is told once. */
  take({ headers }: FastifyRequest): Acting | undefined {
    const token = headers[HEADER];
    if (typeof token !== 'string') return undefined;
    const key = keyOf(token);
    const acting = this.acting.get(key);
    this.acting.delete(key);
    return acting;
  }
}

// Found by its hash, so that how long it takes to find says nothing about those there are.
const keyOf = (token: string): string => hashOf(token).toString('base64url');
