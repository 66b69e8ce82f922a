import { BlockList, isIP } from 'node:net';

/**
 * Where a request of the server itself may go. `public`: the open Internet; `loopback`: this machine; `any`: everywhere
 * the operator's network reaches.
 */
export type AddressPolicy = 'public' | 'loopback' | 'any';

/** IPv4 networks that are not the open Internet (IANA special-purpose registry, multicast, reserved). */
const SPECIAL_IPV4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only global unicast is public, but for what in it stands for something else (IPv4, tunnels, examples). */
const GLOBAL_IPV6: [string, number] = ['2000::', 3];
const SPECIAL_IPV6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

function listOf(family: 'ipv4' | 'ipv6', networks: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}

const specialIpv4 = listOf('ipv4', SPECIAL_IPV4);
const globalIpv6 = listOf('ipv6', [GLOBAL_IPV6]);
const specialIpv6 = listOf('ipv6', SPECIAL_IPV6);
const loopbackIpv4 = listOf('ipv4', [['127.0.0.0', 8]]);
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether an IP address is one that anybody on the Internet may have. Anything that is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !specialIpv4.check(address, 'ipv4');
    case 6:
      return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
    default:
      return false;
  }
}

export function isLoopbackAddress(address: string): boolean {
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  const bare = mapped ?? address;
  return isIP(bare) === 4 ? loopbackIpv4.check(bare, 'ipv4') : address === '::1';
}

/** Whether the host of a URL is an address, not a name, and none that anybody on the Internet may have. */
export function namesSpecialAddress(uri: string): boolean {
  const host = URL.parse(uri)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  return isIP(host) !== 0 && !isPublicAddress(host);
}

/** Whether a connection may be made to an address, as it was resolved: names are not looked at here. */
export function allows(policy: AddressPolicy, address: string): boolean {
  switch (policy) {
    case 'any':
      return true;
    case 'loopback':
      return isLoopbackAddress(address);
    case 'public':
      return isPublicAddress(address);
  }
}
