import { Agent, type IncomingMessage, request as open } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A request exactly as it is sent, whether or not it is valid. */
export interface Shot {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  /**
   * Sent so many times in one packet, over and over, on a connection of which nothing is read. What counts as the answer
   * is that the server closes it.
   */
  unread?: number;
}

/** Instead of a status: the server closed a connection of which nothing was read. */
export const CLOSED = 'closed';

export interface Volley {
  /** Public URL of the server, without a trailing slash. */
  url: string;
  /** Sent in turn, over and over. */
  shots: Shot[];
  /** Requests per second, as long as not too many are unanswered. */
  rate: number;
  seconds: number;
}

/** Result of a volley. */
export interface Account {
  sent: number;
  /** Number of responses by status. */
  statuses: Record<string, number>;
  /** Requests that never got a response: the connection broke, or {@link PATIENCE} ran out. */
  unanswered: number;
  /** Time of the slowest response, in milliseconds. */
  slowest: number;
}

/** Maximum number of concurrent requests: a stranger has no more connections either. */
const UNDER_WAY = 256;
/** Milliseconds to wait for one response. */
const PATIENCE = 30_000;
/** Interval for checking which requests are due, in milliseconds. */
const TICK = 10;

/** Sends requests at a fixed rate, regardless of responses: a slow server gets as many requests as a fast one. */
export async function fire({ url, shots, rate, seconds }: Volley): Promise<Account> {
  const agent = new Agent({ keepAlive: true, maxSockets: UNDER_WAY });
  const account: Account = { sent: 0, statuses: {}, unanswered: 0, slowest: 0 };
  const underWay = new Set<Promise<void>>();
  const begin = performance.now();
  for (let next = 0, passed = 0; passed < seconds;) {
    await pause(TICK);
    // On a busy machine all of the time may be over now. What was due in it is sent.
    passed = Math.min((performance.now() - begin) / 1000, seconds);
    const due = Math.floor(passed * rate);
    // Requests that are more than a second overdue are dropped.
    next = Math.max(next, due - rate);
    while (next < due && underWay.size < UNDER_WAY) {
      const shot = shots[account.sent % shots.length]!;
      next += shot.unread ?? 1;
      const one = shoot(agent, url, shot, account).finally(() => underWay.delete(one));
      underWay.add(one);
    }
  }
  await Promise.all(underWay);
  agent.destroy();
  return account;
}

async function shoot(agent: Agent, url: string, shot: Shot, account: Account): Promise<void> {
  account.sent += 1;
  const begin = performance.now();
  try {
    const status = shot.unread === undefined ? await statusOf(agent, url, shot) : await closing(url, shot, shot.unread);
    account.statuses[status] = (account.statuses[status] ?? 0) + 1;
    account.slowest = Math.max(account.slowest, performance.now() - begin);
  } catch {
    account.unanswered += 1;
  }
}

/** Status of a completely received response. Rejects if there is none. */
async function statusOf(agent: Agent, url: string, { method, path, headers, body }: Shot): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body ?? '')) };
    const signal = AbortSignal.timeout(PATIENCE);
    const request = open(url + path, { agent, method, headers: { ...headers, ...length }, signal });
    request.once('error', reject);
    request.once('response', (answer: IncomingMessage) => {
      answer.once('error', reject).once('end', () => resolve(answer.statusCode!));
      answer.resume();
    });
    request.end(body);
  });
}

/** Milliseconds between two packets of a connection of which nothing is read. */
const BETWEEN_PACKETS = 50;

/** Asks over and over without reading, until the server closes the connection. Rejects if it does not. */
async function closing(url: string, { method, path, headers }: Shot, count: number): Promise<typeof CLOSED> {
  const { host, hostname, port } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const packet = `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`.repeat(count);
  const socket = connect(Number(port), hostname).pause();
  // Without reading, the end of a connection is only seen by writing to it.
  const timer = setInterval(() => socket.writableNeedDrain || socket.write(packet), BETWEEN_PACKETS);
  try {
    await new Promise<void>((resolve, reject) => {
      AbortSignal.timeout(PATIENCE).addEventListener('abort', () => reject(new Error('It was not closed.')));
      socket.once('connect', () => socket.write(packet));
      socket.once('close', () => resolve()).once('error', () => resolve());
    });
    if (socket.bytesWritten === 0) throw new Error('It was never open.');
    return CLOSED;
  } finally {
    clearInterval(timer);
    socket.destroy();
  }
}
