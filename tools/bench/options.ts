import { parseArgs } from 'node:util';
import { StepFailed } from '../lib/run.mjs';
import type { Scale } from './figure.js';

export const USAGE = `npm run bench                          every figure; takes some minutes
npm run bench -- --only introspection,registration
                                       some of them
npm run bench -- --only growth         among ten million live tokens; takes some minutes more
npm run bench -- --quick               fewer and shorter rounds
npm run bench -- --rounds 9 --seconds 10
                                       as many and as long as you say
npm run bench -- --cold                no round to warm up: the figures only show that there are some
npm run bench -- --users 600           as many requests under way at any time; 64 unless you say
npm run bench -- --against FOLDER      another checkout of Passant, built there, competes as well
npm run bench -- --load autocannon     load from this, although wrk is there
npm run bench -- --json                the report as JSON, and nothing else
npm run bench -- --profile FOLDER      a CPU profile of Passant in this folder`;

export interface Options {
  scale: Scale;
  /** Names of the figures to measure. */
  only: readonly string[];
  json: boolean;
  /** Name of the load generator; by default the best one available. */
  load?: string;
  /** Root of another, built checkout that takes part as well. */
  against?: string;
  /** Folder for a CPU profile of Passant. */
  profile?: string;
}

const FULL: Scale = { rounds: 5, seconds: 5, users: 64, cold: false, tokens: 10_000, crowd: 10_000_000 };
const QUICK: Scale = { rounds: 3, seconds: 2, users: 64, cold: false, tokens: 2_000, crowd: 100_000 };

/**
 * Reads the command line.
 * @param figures names of all figures
 * @param onRequest those that are measured only if named
 * @returns `'help'` if only the usage was requested
 * @throws {StepFailed} for an unknown option or figure, and for an invalid number
 */
export function readOptions(
  args: string[],
  figures: readonly string[],
  onRequest: readonly string[] = [],
): Options | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const only = given.only?.split(',') ?? figures.filter((name) => !onRequest.includes(name));
  const unknown = only.find((name) => !figures.includes(name));
  if (unknown !== undefined) {
    throw new StepFailed(`There is no figure "${unknown}"; the figures are ${figures.join(', ')}.`);
  }
  const scale = given.quick ? QUICK : FULL;
  return {
    scale: {
      ...scale,
      rounds: readCount('--rounds', given.rounds) ?? scale.rounds,
      seconds: readCount('--seconds', given.seconds) ?? scale.seconds,
      users: readCount('--users', given.users) ?? scale.users,
      cold: given.cold ?? false,
    },
    only,
    json: given.json ?? false,
    ...(given.load === undefined ? {} : { load: given.load }),
    ...(given.against === undefined ? {} : { against: given.against }),
    ...(given.profile === undefined ? {} : { profile: given.profile }),
  };
}

function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new StepFailed(`${name} wants a whole number from 1 to 9999, not "${text}".`, USAGE);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        against: { type: 'string' },
        cold: { type: 'boolean' },
        json: { type: 'boolean' },
        only: { type: 'string' },
        quick: { type: 'boolean' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        users: { type: 'string' },
        load: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}
