import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';
import { StepFailed } from '../../lib/run.mjs';
import { holdsWithin } from './holds-within.js';
import type { Installation, Server } from './installation.js';
import { Ledger } from './ledger.js';
import type { Load } from './load.js';
import { OUTAGES, type Outage } from './outages.js';
import { type Lean, type Leaning, TOLD } from './outside.js';
import type { Tally } from './tally.js';

/** What happens to an installation under load. */
export type Fault = 'server' | 'database' | 'primary' | 'disk' | 'ahead' | 'behind' | Outage | Leaning;

export interface FaultReport {
  fault: Fault;
  /** Requests acknowledged before the fault, and those answered with 503 or not at all since. */
  acknowledgedBefore: number;
  unavailable: number;
  unanswered: number;
  /** Requests from before that were sent again. */
  replayed: number;
  /** Seconds from when everything was running again until every server served. */
  recovered: number;
  /** Seconds from the fault until every server served again. */
  gap: number;
  /** What was measured while the database was of no use, if that is the fault. */
  outage?: OutageReport;
  /** What was measured while somebody outside was slow, if that is the fault. */
  slowness?: SlownessReport;
}

/** What was measured while something that servers need was of no use. */
interface HardshipReport {
  /** Seconds that the longest answer took to a request that needs it. */
  longest: number;
  /** Seconds that a server took for a request that needs nothing: as late as that is the machine. */
  lateness: number;
  /** Resident memory in MiB of the largest server, before and after. */
  memory: [number, number];
}

export interface OutageReport extends HardshipReport {
  /** Seconds until every server said that it is not ready. */
  red: number;
}

export interface SlownessReport extends HardshipReport {
  /** Seconds that the longest answer took to a request that does not need whoever is slow. */
  others: number;
  /** Seconds from the end of it until such requests were served again by every server. */
  again: number;
}

/** Milliseconds of load before a fault, and milliseconds for which the killed process stays away. */
const BUSY = 1500;
const AWAY = 1500;

/** Milliseconds for which a database is of no use: longer than anybody may wait for it. */
const OF_NO_USE = 8_000;

/** Milliseconds in which a server looks for what has expired, and a margin. */
const SWEPT = 25_000;

/** Milliseconds within which every server must serve again without intervention. */
export const PATIENCE = 30_000;

/** What is kept about the load. */
export interface Books {
  ledger: Ledger;
  tally: Tally;
  /** Requests that lean on somebody outside, where there is somebody. */
  lean?: Record<Leaning, Lean>;
}

/** Breaks something in the middle of the load, brings it back, and waits until all servers serve again. */
export async function strike(fault: Fault, to: Installation, load: Load, books: Books): Promise<FaultReport> {
  const { ledger } = books;
  await untilMore(ledger, 20);
  await pause(BUSY);
  const before = { ...ledger };
  const struck = performance.now();
  const found = (await CAUSES[fault](to, { ...books, load })) ?? {};
  const since = performance.now();
  for (const server of to.servers) {
    if (!(await load.untilServed(server, PATIENCE))) {
      ledger.violate(`${server.name} did not serve within ${PATIENCE / 1000} seconds after the ${fault} was back`);
    }
  }
  return {
    ...{ fault, acknowledgedBefore: before.acknowledged },
    replayed: 0,
    unavailable: ledger.unavailable - before.unavailable,
    unanswered: ledger.unanswered - before.unanswered,
    recovered: (performance.now() - since) / 1000,
    gap: (performance.now() - struck) / 1000,
    ...found,
  };
}

/** What a fault is given to work with, and to write down. */
type Means = Books & { load: Load };

/** Kills a server and restarts it. Meanwhile the others carry on alone. */
async function killServer({ servers }: Installation, { tally }: Books): Promise<void> {
  const victim = servers.at(-1)!;
  const gone = tally.noteKill(victim.url);
  await victim.kill();
  gone();
  await pause(AWAY);
  await victim.start();
}

/** Kills every process of PostgreSQL. Meanwhile the servers must answer 503, and not fail in any other way. */
async function killDatabase({ cluster }: Installation, { ledger, tally }: Books): Promise<void> {
  if (!cluster) throw new Error('The embedded database dies with its server.');
  const before = ledger.unavailable;
  const gone = tally.noteOutage();
  await cluster.crash();
  gone();
  await pause(AWAY);
  if (ledger.unavailable === before) ledger.violate('no server answered 503 while the database was away');
  const problem = await cluster.start();
  if (problem !== undefined) throw new StepFailed(`PostgreSQL did not come back: ${problem}.`);
}

/**
 * Kills the primary, promotes its standby and moves the address to it. The servers, which know nothing of all this, must
 * answer 503 meanwhile, and go on by themselves.
 */
async function failOver(to: Installation, { ledger, tally }: Books): Promise<void> {
  const { cluster, standby, servers } = to;
  if (!cluster || !standby) throw new Error('Only a primary with a standby fails over.');
  const before = ledger.unavailable;
  const gone = tally.noteOutage();
  await cluster.crash();
  gone();
  await pause(AWAY);
  const problem = await standby.cluster.promote();
  if (problem !== undefined) throw new StepFailed(`The standby was not promoted: ${problem}.`);
  standby.address.moveTo(standby.cluster.port);
  if (ledger.unavailable === before) ledger.violate('no server answered 503 while the database was away');
  for (const { name, isRunning } of servers) if (!isRunning) ledger.violate(`${name} ended`);
  to.cluster = standby.cluster;
  delete to.standby;
}

/**
 * Fills the disk of the database up, and makes room again. Meanwhile servers must answer 503 and not be ready. A PostgreSQL
 * that cannot write its log gives up, and is started again like by a supervisor.
 */
async function fillDisk({ disk, cluster, servers }: Installation, { ledger, tally }: Books): Promise<void> {
  if (!disk) throw new Error('There is no disk that may be filled up.');
  const before = ledger.unavailable;
  const over = tally.noteOutage();
  disk.fill();
  for (const server of servers) {
    if (!(await isReady(server, false))) ledger.violate(`${server.name} was ready on a full disk`);
  }
  await pause(AWAY);
  disk.clear();
  over();
  if (ledger.unavailable === before) ledger.violate('no server answered 503 while the disk was full');
  if (cluster && !cluster.isRunning) {
    const problem = await cluster.start();
    if (problem !== undefined) throw new StepFailed(`PostgreSQL did not come back: ${problem}.`);
  }
}

/**
 * Lets the database be of no use for a while, one way or another. Meanwhile every request must be answered, servers must
 * say that they are not ready, and none may end.
 */
const outage =
  (kind: Outage) =>
  async ({ cluster, address, servers }: Installation, { ledger, tally }: Means): Promise<Partial<FaultReport>> => {
    if (!cluster || !address) throw new Error('There is no way to the database that something may happen on.');
    const before = ledger.unavailable;
    const watched = watch(servers);
    ledger.longest = 0;
    const over = tally.noteOutage();
    const since = performance.now();
    const end = await OUTAGES[kind]({ cluster, address });
    const noticed = servers.map(async (server) => {
      if (!(await isReady(server, false))) ledger.violate(`${server.name} was ready while PostgreSQL was ${kind}`);
    });
    await Promise.all(noticed);
    const red = (performance.now() - since) / 1000;
    await pause(OF_NO_USE);
    if (ledger.unavailable === before) ledger.violate(`no server answered 503 while PostgreSQL was ${kind}`);
    for (const { name, isRunning } of servers) if (!isRunning) ledger.violate(`${name} ended`);
    const longest = ledger.longest;
    await end();
    over();
    return { outage: { red, longest, ...(await watched()) } };
  };

/** Requests at a time that lean on whoever is slow. */
const LEANERS = 32;

/** Seconds for which a hook that failed is left alone, and within which such requests must be served again. */
const HOOK_REST = 30;
const ASKED_AGAIN = 60;

/**
 * Lets somebody outside be slow. Whoever leans on it must be told, and nobody else may notice.
 */
const slowness =
  (whose: Leaning) =>
  async ({ outside, servers }: Installation, { ledger, lean }: Means): Promise<Partial<FaultReport>> => {
    if (!outside || !lean) throw new Error('Nobody outside is asked anything.');
    const told = new Ledger();
    const before = ledger.unavailable;
    const watched = watch(servers);
    ledger.longest = 0;
    outside.slow = whose;
    let refused = 0;
    const leaning = async (_: unknown, index: number) => {
      for (const until = Date.now() + OF_NO_USE; Date.now() < until;) {
        const answer = await lean[whose](servers[index % servers.length]!.url);
        if (!answer) return told.violate(`who leaned on the slow ${whose} was not answered`);
        told.noteTime(answer);
        if (answer.status === 503) told.noteOutage(`who leaned on the slow ${whose}`, answer, HOOK_REST);
        else if (TOLD[whose].includes(answer.status)) refused += 1;
        else told.violate(`who leaned on the slow ${whose} was answered wrongly`, answer);
      }
    };
    await Promise.all(Array.from({ length: LEANERS }, leaning));
    const others = ledger.longest;
    if (ledger.unavailable > before) ledger.violate(`others got 503 while the ${whose} was slow`);
    outside.slow = undefined;
    const since = performance.now();
    for (const { name, url } of servers) {
      const isServed = async () => (await lean[whose](url))?.status === 200;
      if (!(await holdsWithin(ASKED_AGAIN * 1000, isServed)))
        ledger.violate(`${name} did not ask the ${whose} again within ${ASKED_AGAIN} seconds`);
    }
    const again = (performance.now() - since) / 1000;
    ledger.violations.push(...told.violations);
    return {
      unavailable: told.unavailable + refused,
      slowness: { longest: told.longest, others, again, ...(await watched()) },
    };
  };

/** Resident memory in MiB of the largest of them. */
const largest = (servers: Server[]): number => Math.max(...servers.map(({ memory }) => memory));

/** Watches how long a server takes to say that it lives, and how they grow. @returns ends this, and says it */
function watch(servers: Server[]): () => Promise<Pick<HardshipReport, 'lateness' | 'memory'>> {
  const [server] = servers;
  const before = largest(servers);
  let [isOver, longest] = [false, 0];
  const watching = (async () => {
    for (; !isOver; await pause(100)) {
      const since = performance.now();
      await fetch(server!.url + PATHS.live);
      longest = Math.max(longest, (performance.now() - since) / 1000);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return { lateness: longest, memory: [before, largest(servers)] };
  };
}

/** Waits until a server says that it is ready, or not. @returns false if it does not say so in time */
async function isReady({ url }: Server, wanted: boolean): Promise<boolean> {
  return holdsWithin(PATIENCE, async () => (await fetch(url + PATHS.ready)).status === (wanted ? 200 : 503));
}

/**
 * Lets the clock of one of two servers be wrong, for longer than it takes until it would delete what it thinks is over. A
 * load balancer sends nobody there, because it must not be ready.
 * @returns how many requests that had been carried out before were tried again at the other
 */
const missetClock =
  (seconds: number) =>
  async ({ servers }: Installation, { ledger, load }: Means): Promise<Partial<FaultReport>> => {
    const victim = servers.at(-1)!;
    const { spent } = load;
    victim.isAside = true;
    // What it was sent before is answered.
    await pause(AWAY);
    victim.missetClock(seconds);
    if (!(await isReady(victim, false))) ledger.violate(`${victim.name} was ready with a wrong clock`);
    await pause(SWEPT);
    await load.replay(servers[0]!, spent);
    victim.missetClock(0);
    if (!(await isReady(victim, true))) ledger.violate(`${victim.name} was not ready with its clock right again`);
    victim.isAside = false;
    return { replayed: spent.length };
  };

/** What brings each of them about and ends it. They return what they measured. */
const CAUSES: Record<Fault, (to: Installation, means: Means) => Promise<Partial<FaultReport> | void>> = {
  server: killServer,
  database: killDatabase,
  primary: failOver,
  disk: fillDisk,
  ahead: missetClock(3600),
  behind: missetClock(-3600),
  frozen: outage('frozen'),
  unreachable: outage('unreachable'),
  refused: outage('refused'),
  crowded: outage('crowded'),
  'read-only': outage('read-only'),
  scheme: slowness('scheme'),
  hook: slowness('hook'),
  keys: slowness('keys'),
};

/** Waits until the load is flowing: nothing may be broken before that. */
async function untilMore(ledger: Ledger, count: number): Promise<void> {
  const wanted = ledger.acknowledged + count;
  for (const until = Date.now() + PATIENCE; ledger.acknowledged < wanted; await pause(20)) {
    if (Date.now() > until) throw new StepFailed('Nothing is registered any more.', ledger.violations.join('\n'));
  }
}
