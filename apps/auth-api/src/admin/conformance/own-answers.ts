import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { METADATA_PATHS, PATHS } from '@passant/contracts';
import { type Asked, type ServerFacts, readObject } from '@passant/protocol';
import type { FastifyInstance } from 'fastify';

/** A site that no client names, so nothing may be opened for it. */
const FOREIGN_ORIGIN = 'https://elsewhere.invalid';

/**
 * What this server answers to everybody. It is asked inside the process, along the whole way of a request but for the
 * network, because what a document says is what clients go by, not what the code meant to say. Nothing is asked that
 * leaves a trace.
 */
@Injectable()
export class OwnAnswers {
  constructor(private readonly host: HttpAdapterHost) {}

  async ask(): Promise<Pick<ServerFacts, 'metadata' | 'jwks' | 'authorizeAllowsOrigin'>> {
    const metadata = await Promise.all(METADATA_PATHS.map((path) => this.read(path)));
    const preflight = await this.fastify.inject({
      method: 'OPTIONS',
      url: PATHS.authorize,
      headers: { origin: FOREIGN_ORIGIN, 'access-control-request-method': 'GET' },
    });
    const allowed = preflight.headers['access-control-allow-origin'];
    return {
      metadata,
      jwks: await this.read(PATHS.keys),
      authorizeAllowsOrigin: allowed === undefined ? undefined : String(allowed),
    };
  }

  private async read(path: string): Promise<Asked<Record<string, unknown>>> {
    const { statusCode: status, payload } = await this.fastify.inject({ method: 'GET', url: path });
    return { path, status, body: readObject(payload) };
  }

  private get fastify(): FastifyInstance {
    return this.host.httpAdapter.getInstance<FastifyInstance>();
  }
}
