import { isIP, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { ipv6Groups } from '../ipv6-groups.js';

/**
 * The IP address that a request came from: the address of the connection's peer or, if that is a trusted proxy, the
 * address that the proxy gives in `X-Forwarded-For`. Values there that are not IP addresses are ignored.
 */
export function addressOf({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const named = /^\[([^\]]+)\](?::\d+)?$/.exec(ip)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(ip)?.[1] ?? ip;
  const address = isIP(named) ? named : (socket.remoteAddress ?? '');
  // A dual-stack socket writes an IPv4 address in its IPv6-mapped form; both are the same caller.
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/**
 * The address range of one subscriber: an IPv4 address, or the 2^64 addresses of an IPv6 /64 network. Limits are
 * counted per range.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  return ipv6Groups(address).slice(0, 4).join(':');
}

/** The same range in its written form: an IPv4 address, or `2001:db8:1:2::/64`. */
export function writtenNetworkOf(address: string): string {
  const network = networkOf(address);
  return network === address ? address : `${network}::/64`;
}
