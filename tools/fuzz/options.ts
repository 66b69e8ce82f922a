import { parseArgs } from 'node:util';
import { StepFailed } from '../lib/run.mjs';
import type { Surface } from './document.js';

export interface Options {
  /** Number of requests to draw. Shrinking a finding, and making what is asked about, take more. */
  requests: number;
  seed: number;
  only: Surface | undefined;
  /** The operation to draw requests for; absent: all. */
  operation: string | undefined;
}

/** Requests that are drawn unless it is said how many. */
const USUAL = 4000;

export const USAGE = `npm run fuzz                          ${USUAL} requests at a temporary server of its own
  --requests NUMBER                 more or fewer
  --seed NUMBER                     other requests than the usual ones
  --only protocol|admin             the operations of one document
  --operation ID                    one operation, by its operationId`;

/** @throws {StepFailed} for an unknown option or value */
export function readOptions(args: string[]): Options | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const { only } = given;
  if (only !== undefined && only !== 'protocol' && only !== 'admin')
    throw new StepFailed(`There is no document "${only}".`, USAGE);
  return {
    requests: whole('requests', given.requests, 1) ?? USUAL,
    seed: whole('seed', given.seed, 0) ?? 1,
    ...{ only, operation: given.operation },
  };
}

function whole(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new StepFailed(`--${name} wants a whole number from ${least}, not "${text}".`, USAGE);
}

function parse(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { requests: text, seed: text, only: text, operation: text, help: { type: 'boolean' } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}
