import { availableParallelism } from 'node:os';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';

/** Both processes, the database and the load need a core each before a second process can show what it is good for. */
const CORES = 4;

/** What a second process on the same port and the same database adds. */
export const processes: Figure = {
  name: 'processes',
  title: 'Introspection by two processes on one port',
  async measure({ laboratory, scale, ...options }) {
    const two = await Passant.start(laboratory, 2);
    const one = await Passant.start(laboratory);
    const contestants = [two.introspection(scale.tokens), one.introspection(scale.tokens)];
    const standings = await compete(contestants, { ...scale, ...options });
    const target = availableParallelism() >= CORES ? { atLeast: 1.7 } : undefined;
    return { rows: rowsOf(standings), verdicts: [rateAgainst(standings, one.name, target)] };
  },
};
