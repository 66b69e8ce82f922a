import { BlockList, isIP } from 'node:net';
import { ipv6Groups } from '../ipv6-groups.js';

/**
 * Where outgoing requests of the server may go. `public`: the public Internet. `loopback`: this machine. `any`:
 * everything the operator's network reaches, except cloud metadata services (see {@link LINK_LOCAL_IPV4}).
 */
export type AddressPolicy = 'public' | 'loopback' | 'any';

/** IPv4 networks that are not on the public Internet (IANA special-purpose registry, multicast, reserved). */
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

/**
 * Only global unicast IPv6 addresses are public, except ranges that stand for something else (IPv4, tunnels,
 * documentation).
 */
const GLOBAL_IPV6: [string, number] = ['2000::', 3];
const SPECIAL_IPV6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/**
 * Where machines obtain their metadata and credentials: link-local networks, and the addresses that clouds use instead.
 * No policy allows them, in any IPv6 notation.
 */
const LINK_LOCAL_IPV4: [string, number][] = [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
];
const LINK_LOCAL_IPV6: [string, number][] = [
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
  ['fd00:c1::', 32],
];

function listOf(family: 'ipv4' | 'ipv6', networks: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}

const specialIpv4 = listOf('ipv4', SPECIAL_IPV4);
const globalIpv6 = listOf('ipv6', [GLOBAL_IPV6]);
const specialIpv6 = listOf('ipv6', SPECIAL_IPV6);
const linkLocalIpv4 = listOf('ipv4', LINK_LOCAL_IPV4);
const linkLocalIpv6 = listOf('ipv6', LINK_LOCAL_IPV6);
const loopbackIpv4 = listOf('ipv4', [['127.0.0.0', 8]]);

/** Parts of an IPv6 address, by the positions of their bytes. */
const LAST = [12, 13, 14, 15];

/** An IPv6 network whose addresses contain an IPv4 address, and where: bytes 0 to 15. */
interface Embedding {
  network: [string, number];
  places: number[][];
  /** Whether every bit is inverted. */
  inverted?: true;
}

/** Networks that routers or the system translate into IPv4. */
const EMBEDDINGS: Embedding[] = [
  // IPv4-compatible (deprecated) and IPv4-translated (RFC 7915). Mapped ones are known to the block lists.
  { network: ['::', 96], places: [LAST] },
  { network: ['::ffff:0:0:0', 96], places: [LAST] },
  // NAT64: the well-known prefix, and the one for local use with prefixes of any length (RFC 6052 §2.2, RFC 8215).
  { network: ['64:ff9b::', 96], places: [LAST] },
  { network: ['64:ff9b:1::', 48], places: [LAST, [6, 7, 9, 10], [7, 9, 10, 11], [9, 10, 11, 12]] },
  // 6to4 (RFC 3056 §2).
  { network: ['2002::', 16], places: [[2, 3, 4, 5]] },
  // Teredo (RFC 4380 §4): the client, inverted.
  { network: ['2001::', 32], places: [LAST], inverted: true },
];
/** ISATAP (RFC 5214 §6.1): any prefix, and an interface identifier that begins with one of these. */
const ISATAP = ['00005efe', '02005efe'];

const embeddings = EMBEDDINGS.map(({ network, ...where }) => ({ ...where, list: listOf('ipv6', [network]) }));

/** The 16 bytes of an IPv6 address. */
function bytesOf(address: string): Buffer {
  // The URL parser writes every notation as groups of hexadecimal digits; a zone is of no interest.
  const written = new URL(`http://[${address.split('%', 1)[0]}]`).hostname.slice(1, -1);
  const groups = ipv6Groups(written).map((group) => group.padStart(4, '0'));
  return Buffer.from(groups.join(''), 'hex');
}

/** The IPv4 addresses that an IPv6 address may stand for. */
function embeddedIn(address: string): string[] {
  const bytes = bytesOf(address);
  const found = embeddings
    .filter(({ list }) => list.check(address.split('%', 1)[0]!, 'ipv6'))
    .flatMap(({ places, inverted }) =>
      places.map((place) => place.map((at) => (inverted ? 255 - bytes[at]! : bytes[at]!)).join('.')),
    );
  const isIsatap = ISATAP.includes(bytes.subarray(8, 12).toString('hex'));
  return isIsatap ? [...found, LAST.map((at) => bytes[at]).join('.')] : found;
}
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether an IP address may belong to a metadata service. */
function isLinkLocalAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return linkLocalIpv4.check(address, 'ipv4');
    case 6:
      // An IPv4 block list also matches addresses in the IPv4-mapped form.
      return (
        linkLocalIpv6.check(address, 'ipv6') ||
        linkLocalIpv4.check(address, 'ipv6') ||
        embeddedIn(address).some((embedded) => linkLocalIpv4.check(embedded, 'ipv4'))
      );
    default:
      return false;
  }
}

/** Whether an IP address is on the public Internet. Anything that is not an IP address is not. */
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

/** Whether a connection to a resolved IP address is allowed. Host names are not examined here. */
export function allows(policy: AddressPolicy, address: string): boolean {
  if (isLinkLocalAddress(address)) return false;
  switch (policy) {
    case 'any':
      return true;
    case 'loopback':
      return isLoopbackAddress(address);
    case 'public':
      return isPublicAddress(address);
  }
}

/**
 * Whether a host may be reached, as far as its written form tells: it is an IP address, or a name of this machine. Any
 * other name is checked when it is resolved.
 * @param host `name`, `address` or `[address]`, with or without a port
 */
export function allowsHost(policy: AddressPolicy, host: string): boolean {
  // A dot at the end of a name only says that it is complete.
  const name = URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$|\.$/g, '') ?? '';
  if (name === 'localhost' || name.endsWith('.localhost')) return allows(policy, '127.0.0.1');
  return isIP(name) === 0 || allows(policy, name);
}
