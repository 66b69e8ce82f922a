import type { AttackCase } from './case.js';
import { NotTested, Wrong } from './judge.js';
import { shortened } from './shorten.js';
import type { World } from './world.js';

export const RESULTS = ['passed', 'failed', 'not tested'] as const;
export type Result = (typeof RESULTS)[number];

/** What came of a case. */
export interface Finding {
  attack: AttackCase;
  result: Result;
  /** Why, without secrets; absent if it passed. */
  reason: string | undefined;
  /** Milliseconds. */
  duration: number;
}

/**
 * Fires the cases one after the other.
 * @param stop ends the run before the next case
 * @param tell is called with every finding
 */
export async function fire(
  suite: readonly AttackCase[],
  world: World,
  stop: AbortSignal,
  tell: (finding: Finding) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const attack of suite) {
    if (stop.aborted) break;
    const since = performance.now();
    const outcome = await fireOne(attack, world);
    if (stop.aborted) break;
    const finding = { attack, ...outcome, duration: Math.round(performance.now() - since) };
    findings.push(finding);
    tell(finding);
  }
  return findings;
}

async function fireOne(attack: AttackCase, world: World): Promise<Pick<Finding, 'result' | 'reason'>> {
  if (attack.thorough === true && !world.thorough) {
    return { result: 'not tested', reason: 'It waits for or loads the server: run with --thorough.' };
  }
  try {
    await attack.run(world);
    return { result: 'passed', reason: undefined };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Wrong) return { result: 'failed', reason: shortened(message) };
    if (error instanceof NotTested) return { result: 'not tested', reason: shortened(message) };
    // An answer that the case cannot even read is not known to be right.
    return { result: 'not tested', reason: shortened(`The case could not go on: ${message}`) };
  }
}

/** How many cases ended how. */
export function counted(findings: readonly Finding[]): Record<Result, number> {
  const of = (result: Result) => findings.filter((finding) => finding.result === result).length;
  return { passed: of('passed'), failed: of('failed'), 'not tested': of('not tested') };
}
