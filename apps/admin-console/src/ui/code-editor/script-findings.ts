import { syntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';
import type { ScriptStep } from '@passant/contracts';
import { remarksOn } from './script-remarks.js';

/** Diagnostics that can be determined without running the script. */
export function findings(state: EditorState, step: ScriptStep): Diagnostic[] {
  const text = state.doc.toString();
  if (text.trim() === '') return [];
  const syntax = syntaxError(state);
  return syntax ? [syntax] : remarksOn(text, step).map((remark) => ({ severity: 'warning' as const, ...remark }));
}

function syntaxError(state: EditorState): Diagnostic | undefined {
  let found: Diagnostic | undefined;
  syntaxTree(state).iterate({
    enter: (node) => {
      if (found || !node.type.isError) return !found;
      const to = Math.max(node.to, Math.min(node.from + 1, state.doc.length));
      found = { from: Math.min(node.from, to), to, severity: 'error', message: 'This cannot be read as JavaScript.' };
      return false;
    },
  });
  return found;
}
