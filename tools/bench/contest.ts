import { withTemporaryFolder } from '../lib/temporary.mjs';
import { StepFailed } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import type { Job, LoadGenerator, LoadResult } from './load/load.js';
import { type Cost, type Subject, costOf, usageOf } from './usage.js';

/**
 * Rate, in answers per second, to prepare requests for while the actual rate is unknown. If the requests run out, the
 * round is repeated with more.
 */
const UNKNOWN_RATE = 2000;

/** Seconds of the warm-up round, which does not count: long enough for the JIT compiler to have seen the hot path. */
const WARM_UP = 2;

/** Single-use requests to prepare for a round, as a multiple of what the last round's rate would use up. */
const RESERVE = 1.5;

/** A server that answers the requests of a figure. */
export interface Contestant {
  name: string;
  url: string;
  subject: Subject;
  /** Makes the requests. Single-use requests are made anew for every round, before its clock starts. */
  prepare: (count: number) => Promise<Job>;
  /** Whether the answer to such a request is a real success and not merely a 200. */
  accepts: (body: Record<string, unknown>) => boolean;
  /** Reads the text of an answer; it is JSON unless this says otherwise. */
  read?: (text: string) => Record<string, unknown>;
  /** How many successes its database contains. Every acknowledged success must be in there. */
  committed?: () => Promise<number>;
}

export interface ContestOptions {
  rounds: number;
  /** Length of a round in seconds. */
  seconds: number;
  /** Concurrent requests, the same number for every contestant. */
  users: number;
  send: LoadGenerator;
  /** Leaves the warm-up round out: the figures are of servers that have just started. */
  cold: boolean;
  /** Suppresses progress output. */
  quiet: boolean;
}

export interface Standing {
  name: string;
  /** Successes per second, one number per round. */
  rates: number[];
  /** Milliseconds, one number per round. */
  p50: number[];
  p95: number[];
  p99: number[];
  /** What one answer cost, one entry per round; fewer if the system does not report it. */
  costs: Cost[];
}

/**
 * Lets the contestants take turns, so that whatever else the machine does affects all of them equally. A warm-up round
 * comes first and does not count, unless it is left out.
 * @throws {StepFailed} as soon as a contestant refuses a request or loses a success: such a run yields no figure
 */
export async function compete(contestants: Contestant[], options: ContestOptions): Promise<Standing[]> {
  const standings = contestants.map(({ name }): Standing => ({
    name,
    rates: [],
    p50: [],
    p95: [],
    p99: [],
    costs: [],
  }));
  const expected = contestants.map(() => UNKNOWN_RATE);
  for (let round = options.cold ? 1 : 0; round <= options.rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const seconds = round === 0 ? Math.min(WARM_UP, options.seconds) : options.seconds;
      const result = await play(contestant, expected[index]!, { ...options, seconds });
      expected[index] = result.rate;
      if (round === 0) continue;
      const standing = standings[index]!;
      standing.rates.push(result.rate);
      standing.p50.push(result.p50);
      standing.p95.push(result.p95);
      standing.p99.push(result.p99);
      if (result.cost) standing.costs.push(result.cost);
    }
    if (!options.quiet) say(round === 0 ? '  warm' : `  round ${round}: ${latest(standings)}`);
  }
  return standings;
}

/** Runs one round of one contestant. If single-use requests run out, repeats it with more. */
async function play(
  contestant: Contestant,
  rate: number,
  options: ContestOptions,
): Promise<LoadResult & { cost: Cost | undefined }> {
  const { seconds, send, users } = options;
  for (let count = Math.ceil(rate * seconds * RESERVE); ; count *= 2) {
    const job = await contestant.prepare(count);
    await requireSuccess(contestant, job);
    const before = await contestant.committed?.();
    const used = await usageOf(contestant.subject);
    const result = await withTemporaryFolder('load', (folder) =>
      send({ url: contestant.url, job, seconds, connections: users, folder }),
    );
    if (result.ranOut) continue;
    if (result.failed > 0 || result.answered === 0) {
      // Send one request by hand: if that fails too, the error shows the answer.
      await requireSuccess(contestant, await contestant.prepare(1));
      throw new StepFailed(`${contestant.name} failed ${result.failed} requests and answered ${result.answered}.`);
    }
    const cost = costOf(used, await usageOf(contestant.subject), result.answered);
    const after = await contestant.committed?.();
    if (before !== undefined && after !== undefined && after - before < result.answered) {
      throw new StepFailed(`${contestant.name} acknowledged ${result.answered} and committed ${after - before}.`);
    }
    return { ...result, cost };
  }
}

/** Sends the first request of a job by hand. A single-use request is then removed from the job. */
async function requireSuccess({ name, url, accepts, read = readJson }: Contestant, job: Job): Promise<void> {
  const { authorization, body } = (job.once ? job.requests.shift() : job.requests[0])!;
  const headers = {
    ...{ 'content-type': job.contentType, accept: job.accept ?? '*/*' },
    ...(authorization ? { authorization } : {}),
  };
  const answer = await fetch(url + job.path, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok || !accepts(read(text))) {
    throw new StepFailed(`${name} answered ${answer.status} where it should have succeeded.`, text);
  }
}

const readJson = (text: string) => JSON.parse(text) as Record<string, unknown>;

const latest = (standings: Standing[]) =>
  standings.map(({ name, rates }) => `${name} ${Math.round(rates.at(-1) ?? 0)}/s`).join(', ');
