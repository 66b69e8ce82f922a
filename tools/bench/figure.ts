import type { LoadGenerator } from './load/load.js';
import type { Laboratory } from './laboratory.js';

/** How long and how often to measure. */
export interface Scale {
  rounds: number;
  /** Length of a round in seconds. */
  seconds: number;
  /** Concurrent requests, the same number for every contestant. */
  users: number;
  /** Leaves the warm-up rounds out. */
  cold: boolean;
  /** How many distinct live tokens are introspected. */
  tokens: number;
  /** Total number of live tokens, for the figure that measures what many of them cost. */
  crowd: number;
}

export interface FigureContext {
  laboratory: Laboratory;
  scale: Scale;
  send: LoadGenerator;
  /** Suppresses progress output. */
  quiet: boolean;
}

/** One measured value of one subject. */
export interface Row {
  subject: string;
  /** What was measured: "per second", "p99, ms". */
  what: string;
  /** Median of the rounds. */
  value: number;
  /** The value of every round, in order. */
  rounds: number[];
}

/** A result that may have a target: the ratio of two rows, or a single row. */
export interface Verdict {
  what: string;
  value: number;
  /** Absent if the result is only reported and has no target. */
  target?: { atLeast: number } | { atMost: number };
}

export interface FigureReport {
  rows: Row[];
  verdicts: Verdict[];
}

/** Something that can be measured, alone or together with all the others. */
export interface Figure {
  name: string;
  title: string;
  /** Takes long, and is measured only if requested by name. */
  onRequest?: boolean;
  measure: (context: FigureContext) => Promise<FigureReport>;
}

/** Whether the target is met. True if there is none. */
export function isMet({ value, target }: Verdict): boolean {
  if (!target) return true;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}
