import { withTemporaryFolder } from '../lib/temporary.mjs';
import { StepFailed } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import type { Job, LoadGenerator, LoadResult } from './load/load.js';

/** Requests under way at any time, for everybody. */
export const CONNECTIONS = 64;

/** Answers a second to prepare requests for while nobody knows; where they do not suffice, the round is repeated. */
const UNKNOWN_RATE = 2000;

/** Seconds of the round that does not count: enough for the compiler to have seen the hot path. */
const WARM_UP = 2;

/** How many more requests for one use are prepared than the last round took. */
const RESERVE = 1.5;

/** Somebody who answers the requests of a figure. */
export interface Contestant {
  name: string;
  url: string;
  /** Makes requests; what is good for one use is made anew for every round, before its clock starts. */
  prepare: (count: number) => Promise<Job>;
  /** Whether the answer to such a request is a success and not merely a 200. */
  accepts: (body: Record<string, unknown>) => boolean;
  /** How many successes its database holds: every acknowledged one has to be there. */
  committed?: () => Promise<number>;
}

export interface ContestOptions {
  rounds: number;
  /** Seconds of a round. */
  seconds: number;
  send: LoadGenerator;
  /** Whether progress is shown. */
  quiet: boolean;
}

export interface Standing {
  name: string;
  /** Successes a second, one number per round. */
  rates: number[];
  /** Milliseconds, one number per round. */
  p50: number[];
  p99: number[];
}

/**
 * Lets the contestants take turns, so that whatever else the machine does meets all of them: one round that does not
 * count to warm up, then the rounds.
 * @throws {StepFailed} as soon as one of them refuses a request or lost a success: no figure is made of such a run
 */
export async function compete(contestants: Contestant[], options: ContestOptions): Promise<Standing[]> {
  const standings = contestants.map(({ name }): Standing => ({ name, rates: [], p50: [], p99: [] }));
  const expected = contestants.map(() => UNKNOWN_RATE);
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const seconds = round === 0 ? Math.min(WARM_UP, options.seconds) : options.seconds;
      const result = await play(contestant, expected[index]!, { ...options, seconds });
      expected[index] = result.rate;
      if (round === 0) continue;
      standings[index]!.rates.push(result.rate);
      standings[index]!.p50.push(result.p50);
      standings[index]!.p99.push(result.p99);
    }
    if (!options.quiet) say(round === 0 ? '  warm' : `  round ${round}: ${latest(standings)}`);
  }
  return standings;
}

/** One round of one contestant; repeated with more requests where those for one use ran out. */
async function play(contestant: Contestant, rate: number, options: ContestOptions): Promise<LoadResult> {
  const { seconds, send } = options;
  for (let count = Math.ceil(rate * seconds * RESERVE); ; count *= 2) {
    const job = await contestant.prepare(count);
    await requireSuccess(contestant, job);
    const before = await contestant.committed?.();
    const result = await withTemporaryFolder('load', (folder) =>
      send({ url: contestant.url, job, seconds, connections: CONNECTIONS, folder }),
    );
    if (result.ranOut) continue;
    if (result.failed > 0 || result.answered === 0) {
      // Whoever has to find out why gets to see one of them.
      await requireSuccess(contestant, await contestant.prepare(1));
      throw new StepFailed(`${contestant.name} failed ${result.failed} requests and answered ${result.answered}.`);
    }
    const after = await contestant.committed?.();
    if (before !== undefined && after !== undefined && after - before < result.answered) {
      throw new StepFailed(`${contestant.name} acknowledged ${result.answered} and committed ${after - before}.`);
    }
    return result;
  }
}

/** Sends the first request of a job by hand, and takes it out where it is good for one use. */
async function requireSuccess({ name, url, accepts }: Contestant, job: Job): Promise<void> {
  const { authorization, body } = (job.once ? job.requests.shift() : job.requests[0])!;
  const headers = { 'content-type': job.contentType, ...(authorization ? { authorization } : {}) };
  const answer = await fetch(url + job.path, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok || !accepts(JSON.parse(text) as Record<string, unknown>)) {
    throw new StepFailed(`${name} answered ${answer.status} where it should have succeeded.`, text);
  }
}

const latest = (standings: Standing[]) =>
  standings.map(({ name, rates }) => `${name} ${Math.round(rates.at(-1) ?? 0)}/s`).join(', ');
