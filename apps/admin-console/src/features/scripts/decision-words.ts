import { SHADOW_DECISIONS, type ScriptRunOutcome, type ShadowDecision } from '@passant/contracts';
import { word } from '../../lib/sentence.js';
import type { Tone } from '../../ui/status.js';

/** Display words for the outcomes of a run. */
export const OUTCOME_WORDS: Record<ScriptRunOutcome, { tone: Tone; word: string }> = {
  valid: { tone: 'on', word: 'Success' },
  retry: { tone: 'warn', word: 'Retry' },
  unrecoverable: { tone: 'bad', word: 'Ended' },
  invalid_result: { tone: 'bad', word: 'Unusable result' },
  threw: { tone: 'bad', word: 'Error' },
  timed_out: { tone: 'bad', word: 'Took too long' },
  out_of_memory: { tone: 'bad', word: 'Out of memory' },
  failed: { tone: 'bad', word: 'Did not run' },
};

export const DECISION_WORDS: Record<ShadowDecision, { word: string; means: string }> = {
  '2xxx': { word: '2xxx', means: word('success') },
  '4xxx': { word: '4xxx', means: 'try again' },
  '5xxx': { word: '5xxx', means: word('ended') },
  error: { word: 'Error', means: 'no usable answer' },
  unanswered: { word: 'Unanswered', means: 'it asked for something that the version in use did not ask for' },
  skipped: { word: 'Skipped', means: 'there was no room to run it' },
};

export interface Matrix {
  columns: ShadowDecision[];
  rows: { live: ShadowDecision; cells: number[]; sum: number }[];
  /** `compared`: runs for which both decisions are known; `agreed`: those in which both are the same. */
  compared: number;
  agreed: number;
}

interface Cell {
  live: ShadowDecision;
  candidate: ShadowDecision;
  runs: number;
}

/** Builds the decision table: a row per decision of the version in use, a column per decision of the candidate. */
export function matrixOf(cells: readonly Cell[]): Matrix {
  const used = (side: 'live' | 'candidate') =>
    SHADOW_DECISIONS.filter((decision) => cells.some((cell) => cell[side] === decision));
  const columns = used('candidate');
  const rows = used('live').map((live) => {
    const counts = columns.map((candidate) =>
      sumOf(cells.filter((cell) => cell.live === live && cell.candidate === candidate)),
    );
    return { live, cells: counts, sum: counts.reduce((sum, count) => sum + count, 0) };
  });
  const known = cells.filter(({ candidate }) => candidate !== 'unanswered' && candidate !== 'skipped');
  return {
    columns,
    rows,
    compared: sumOf(known),
    agreed: sumOf(known.filter(({ live, candidate }) => live === candidate)),
  };
}

function sumOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { runs }) => sum + runs, 0);
}
