import type { LoadGenerator } from './load/load.js';
import type { Laboratory } from './laboratory.js';

/** How long and how often is measured. */
export interface Scale {
  rounds: number;
  /** Seconds of a round. */
  seconds: number;
  /** Distinct live tokens that are introspected. */
  tokens: number;
  /** Live tokens in all, where it is looked what many of them cost. */
  crowd: number;
}

export interface FigureContext {
  laboratory: Laboratory;
  scale: Scale;
  send: LoadGenerator;
  /** Whether progress is shown. */
  quiet: boolean;
}

/** One measured number: of a subject, or of Passant alone. */
export interface Row {
  subject: string;
  /** What was measured: "per second", "p99, ms". */
  what: string;
  /** The median of the rounds. */
  value: number;
  /** Every round, in order. */
  rounds: number[];
}

/** What is promised: a relation between two rows, or one row as it is. */
export interface Verdict {
  what: string;
  value: number;
  /** Absent: told, and nothing promised. */
  target?: { atLeast: number } | { atMost: number };
}

export interface FigureReport {
  rows: Row[];
  verdicts: Verdict[];
}

/** Something that can be measured, alone or with all the others. */
export interface Figure {
  name: string;
  title: string;
  /** Takes long, and is measured only where somebody asks for it by name. */
  onRequest?: boolean;
  measure: (context: FigureContext) => Promise<FigureReport>;
}

/** Whether what was promised holds. What is not promised always does. */
export function isMet({ value, target }: Verdict): boolean {
  if (!target) return true;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}
