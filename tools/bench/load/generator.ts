import { findOnPath } from '../../lib/executables.mjs';
import { StepFailed } from '../../lib/run.mjs';
import { loadFromAutocannon } from './autocannon.js';
import type { LoadGenerator } from './load.js';
import { loadFromWrk } from './wrk.js';

const GENERATORS = new Map<string, LoadGenerator>([
  ['wrk', loadFromWrk],
  ['autocannon', loadFromAutocannon],
]);

/**
 * The load generator and its name: the requested one, else wrk if it is installed, else autocannon.
 * @throws {StepFailed} for an unknown name
 */
export function findLoadGenerator(wanted?: string): { name: string; send: LoadGenerator } {
  const name = wanted ?? (findOnPath(['wrk']) === undefined ? 'autocannon' : 'wrk');
  const send = GENERATORS.get(name);
  if (send) return { name, send };
  throw new StepFailed(`Load does not come from "${name}"; choose ${[...GENERATORS.keys()].join(' or ')}.`);
}
