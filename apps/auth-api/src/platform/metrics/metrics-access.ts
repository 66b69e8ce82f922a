import { timingSafeEqual } from 'node:crypto';
import { hashOf } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../config.js';

const OWN_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** Whoever sends these speaks for somebody else. */
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via', 'x-real-ip', 'x-forwarded-proto'];

/** Who may see the metrics: whoever has the token; without one, this machine, as long as nobody else reaches the server. */
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
    const forwarded = OF_PROXIES.some((name) => request.headers[name] !== undefined);
    // Not every proxy says that it is one, and a page can let a name of its own lead here: what is asked for tells.
    const asked = `http://${request.headers.host ?? ''}`;
    if (!URL.canParse(asked) || !isLoopback(asked)) return false;
    return !forwarded && OWN_ADDRESSES.has(request.socket.remoteAddress ?? '');
  }
}
