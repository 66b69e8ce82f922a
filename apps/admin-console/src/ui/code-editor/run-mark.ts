import type { Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type EditorState } from '@codemirror/state';

/** An error of the last run. Lines are counted from 1. */
export interface RunMark {
  line: number;
  message: string;
}

export const setRunMark = StateEffect.define<RunMark | undefined>();

/** The mark of the last run. It is removed as soon as the text differs from the one that ran. */
export const runMark = StateField.define<RunMark | undefined>({
  create: () => undefined,
  update: (mark, transaction) => {
    const set = transaction.effects.find((effect) => effect.is(setRunMark));
    if (set) return set.value;
    return transaction.docChanged ? undefined : mark;
  },
});

/** Converts the mark to a diagnostic for its line. Empty if there is no mark or the text has no such line. */
export function runMarkFinding(state: EditorState): Diagnostic[] {
  const mark = state.field(runMark, false);
  if (!mark || mark.line < 1 || mark.line > state.doc.lines) return [];
  const { from, to } = state.doc.line(mark.line);
  return [{ from, to, severity: 'error', source: 'Test run', message: mark.message }];
}
