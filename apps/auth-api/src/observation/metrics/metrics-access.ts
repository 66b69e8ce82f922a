import { timingSafeEqual } from 'node:crypto';
import { hashOf } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../platform/config.js';
import { comesFromThisMachine } from '../../platform/http/this-machine.js';

/**
 * Who may read the metrics: whoever presents the token. If none is configured, only this machine, and only as long as
 * nobody else can reach the server.
 */
export class MetricsAccess {
  constructor(
    /** SHA-256 of the token. */
    private readonly tokenHash: Buffer | undefined,
    private readonly publicUrl: string | undefined,
  ) {}

  allows(request: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
    if (this.tokenHash) {
      const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
      return token !== undefined && timingSafeEqual(hashOf(token), this.tokenHash);
    }
    if (this.publicUrl !== undefined && !isLoopback(this.publicUrl)) return false;
    return comesFromThisMachine(request);
  }
}
