import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../config.js';

const OWN_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** Headers of a sender that forwards requests of others. */
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via', 'x-real-ip', 'x-forwarded-proto'];

/** Whether a request was made on this machine, by a program that acts for itself. */
export function comesFromThisMachine({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  const forwarded = OF_PROXIES.some((name) => headers[name] !== undefined);
  // Not every proxy identifies itself, and a website can point its own host name here (DNS rebinding): so the Host
  // header must name a loopback address, too.
  const asked = `http://${headers.host ?? ''}`;
  if (!URL.canParse(asked) || !isLoopback(asked)) return false;
  return !forwarded && OWN_ADDRESSES.has(socket.remoteAddress ?? '');
}
