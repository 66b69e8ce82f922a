import { availableParallelism } from 'node:os';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';

/**
 * A second process can show its benefit only if both processes, the database and the load generator have a core each.
 */
const CORES = 4;

/** What a second process on the same port and database adds, and two more. */
export const processes: Figure = {
  name: 'processes',
  title: 'Introspection by several processes on one port',
  async measure({ laboratory, scale, ...options }) {
    const two = await Passant.start(laboratory, { processes: 2 });
    const one = await Passant.start(laboratory);
    const four = await Passant.start(laboratory, { processes: 4 });
    const contestants = [two, one, four].map((passant) => passant.introspection(scale.tokens));
    const standings = await compete(contestants, { ...scale, ...options });
    const target = availableParallelism() >= CORES ? { atLeast: 1.7 } : undefined;
    return {
      rows: rowsOf(standings),
      verdicts: [rateAgainst(standings, one.name, target), rateAgainst(standings, four.name)],
    };
  },
};
