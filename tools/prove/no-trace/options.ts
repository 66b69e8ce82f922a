import { parseArgs } from 'node:util';
import { StepFailed } from '../../lib/run.mjs';
import type { Place } from './evidence.js';

export const USAGE = `npm run prove:no-trace                 on both kinds of database
npm run prove:no-trace -- --only embedded
npm run prove:no-trace -- --json       the report as JSON, and nothing else
npm run prove:no-trace -- --plant all  plants a leak in every place afterwards, and looks whether it is seen
npm run prove:no-trace -- --plant server-log
                                       leaks there on purpose: the report has to be red`;

const KINDS = ['embedded', 'postgresql'] as const;

export interface Options {
  kinds: readonly (typeof KINDS)[number][];
  json: boolean;
  /** Where to plant a leak on purpose. */
  plant?: Place | 'all';
}

/**
 * Reads the command line.
 * @returns `'help'` if only the usage was requested
 * @throws {StepFailed} for an unknown option, kind of database or place
 */
export function readOptions(args: string[], places: readonly Place[]): Options | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const kinds = KINDS.filter((kind) => given.only === undefined || given.only === kind);
  if (kinds.length === 0) throw new StepFailed(`--only wants ${KINDS.join(' or ')}, not "${given.only}".`);
  const plant = given.plant as Options['plant'];
  if (plant !== undefined && plant !== 'all' && !places.includes(plant)) {
    throw new StepFailed(`There is no place "${plant}"; the places are ${places.join(', ')}.`);
  }
  return { kinds, json: given.json ?? false, ...(plant === undefined ? {} : { plant }) };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string' },
        json: { type: 'boolean' },
        plant: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}
