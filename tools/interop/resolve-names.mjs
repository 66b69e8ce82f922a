/** When imported before anything else, lets Node resolve the host names of the run without changes to the system. */
import dns from 'node:dns';
import { HOSTS } from './names.mjs';

const lookup = dns.lookup;

/** @type {(hostname: string, ...rest: unknown[]) => void} */
const lookupHere = (hostname, ...rest) =>
  Reflect.apply(lookup, dns, [HOSTS.includes(hostname) ? '127.0.0.1' : hostname, ...rest]);

// `node:net` reads `dns.lookup` anew for every connection, so replacing it takes effect.
Object.assign(dns, { lookup: lookupHere });
