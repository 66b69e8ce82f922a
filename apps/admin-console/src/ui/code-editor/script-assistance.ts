import type { CompletionContext } from '@codemirror/autocomplete';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import type { ScriptStep } from '@passant/contracts';
import type { ScriptReference } from '../../lib/script-reference.js';
import { runMark, runMarkFinding, setRunMark } from './run-mark.js';
import { completionsAt, explanationAt } from './script-completions.js';
import { findings } from './script-findings.js';

function completion(reference: ScriptReference): Extension {
  const offer = ({ state, pos, explicit }: CompletionContext) => {
    const line = state.doc.lineAt(pos);
    return completionsAt(line.text.slice(0, pos - line.from), pos, reference, explicit);
  };
  return javascriptLanguage.data.of({ autocomplete: offer });
}

function explanation(reference: ScriptReference): Extension {
  return hoverTooltip((view, position) => {
    const line = view.state.doc.lineAt(position);
    const found = explanationAt(line.text, position - line.from, reference);
    if (!found) return null;
    return {
      pos: line.from + found.from,
      end: line.from + found.to,
      above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'cm-explanation';
        const title = dom.appendChild(document.createElement('code'));
        title.textContent = found.title;
        if (found.doc !== '') dom.appendChild(document.createElement('p')).textContent = found.doc;
        return { dom };
      },
    };
  });
}

/**
 * Completion and hover documentation for the engine's API, remarks while the user types, and the error of the last run.
 */
export function scriptAssistance(reference: ScriptReference, step: ScriptStep): Extension {
  return [
    completion(reference),
    explanation(reference),
    runMark,
    linter(({ state }) => [...findings(state, step), ...runMarkFinding(state)], {
      delay: 400,
      needsRefresh: ({ transactions }) => transactions.some(({ effects }) => effects.some((one) => one.is(setRunMark))),
    }),
  ];
}
