import { ALL, type LookupAddress, lookup, promises as dns } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

/** Timeout in milliseconds, and number of tries, for one DNS query. */
const PATIENCE = { timeout: 1_000, tries: 2 };
const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
/** RFC 6761 §6.3: localhost names are never sent to a name server. */
const LOCAL: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Resolves a host name. Rejects when the signal aborts, which must also cancel the work itself, not just the waiting.
 */
export type NameLookUp = (name: string, signal: AbortSignal) => Promise<LookupAddress[]>;

/**
 * For names chosen by untrusted parties: queries the name servers directly. `getaddrinfo` would block one of the few
 * threads that the whole process shares, for as long as name servers under the control of such a party take to answer.
 */
export const lookUpForeignName: NameLookUp = async (name, signal) => {
  if (name === 'localhost' || name.endsWith('.localhost')) return LOCAL;
  const known = await inHostsFile(name);
  if (known.length > 0) return known;
  const resolver = new dns.Resolver(PATIENCE);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    signal.throwIfAborted();
    const found = answers.flatMap((answer, index) =>
      answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })) : [],
    );
    if (found.length > 0) return found;
    throw answers.find((answer) => answer.status === 'rejected')!.reason;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/** For names configured by an operator or administrator: resolved by the system, including its search domains. */
export const lookUpOwnName: NameLookUp = (name, signal) =>
  new Promise((resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    signal.addEventListener('abort', give, { once: true });
    lookup(name, { all: true, hints: ALL }, (error, addresses) => {
      signal.removeEventListener('abort', give);
      if (error) reject(error);
      else resolve(addresses);
    });
  });

async function inHostsFile(name: string): Promise<LookupAddress[]> {
  const text = await readFile(HOSTS_FILE, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    return family !== 0 && names.some((other) => other.toLowerCase() === name.toLowerCase())
      ? [{ address, family }]
      : [];
  });
}
