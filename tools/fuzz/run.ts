import fc from 'fast-check';
import type { Operation } from './document.js';
import { problemOf } from './judge.js';
import { type Drawn, WHOLE, requestsOf } from './request.js';
import type { Drawer } from './schema.js';
import type { Sender, Sent } from './send.js';
import type { World } from './world.js';

/** Requests that looking for the smallest one may take. */
const SHRINKING = 300;

/** The smallest request found that is answered wrongly. */
export interface Finding {
  operation: Operation;
  problem: string;
  drawn: Drawn;
  sent: Sent | undefined;
}

/** What happened in a run, over all operations. */
export class Tally {
  requests = 0;
  readonly answers = new Map<string, number>();
  readonly succeeded = new Set<string>();
  slowest: { id: string; milliseconds: number } = { id: '', milliseconds: 0 };

  note({ id }: Operation, { status, milliseconds }: Sent): void {
    const kind = `${Math.floor(status / 100)}xx`;
    this.requests += 1;
    this.answers.set(kind, (this.answers.get(kind) ?? 0) + 1);
    if (status < 400) this.succeeded.add(id);
    if (milliseconds > this.slowest.milliseconds) this.slowest = { id, milliseconds };
  }
}

/** Seed of an operation: the same however many others take part. */
const seedOf = (seed: number, id: string) =>
  [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, seed);

/** A request that goes together has to succeed: otherwise nobody would see that it no longer does. */
const refusalOf = ({ isWhole }: Drawn, { status }: Sent): string | undefined =>
  isWhole && status >= 400 ? `${status} for a request that should succeed.` : undefined;

/** Draws requests for one operation until one is answered wrongly. */
export async function tryOperation(
  operation: Operation,
  drawer: Drawer,
  {
    world,
    sender,
    tally,
    seed,
    requests,
  }: { world: World; sender: Sender; tally: Tally; seed: number; requests: number },
): Promise<Finding | undefined> {
  let left = SHRINKING;
  let found: Finding | undefined;
  const holds = async (drawn: Drawn): Promise<boolean> => {
    if (found && (left -= 1) < 0) return true;
    const [sent, trouble] = await sender.send(operation, drawn).then(
      (answer) => [answer, undefined] as const,
      (error: Error) => [undefined, `There was no answer: ${error.message}`] as const,
    );
    if (sent) tally.note(operation, sent);
    const problem = sent ? (problemOf(operation, sent) ?? refusalOf(drawn, sent)) : trouble;
    if (problem !== undefined) found = { operation, problem, drawn, sent };
    return problem === undefined;
  };
  const property = fc.asyncProperty(requestsOf(operation, drawer, world), holds);
  const examples: [Drawn][] = world.wholes.has(operation.id) ? [[WHOLE]] : [];
  await fc.check(property, { seed: seedOf(seed, operation.id), numRuns: requests, examples });
  return found;
}
