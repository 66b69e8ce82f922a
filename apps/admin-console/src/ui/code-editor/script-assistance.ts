import { snippetCompletion, type Completion, type CompletionContext } from '@codemirror/autocomplete';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { linter } from '@codemirror/lint';
import { runMark, runMarkFinding, setRunMark } from './run-mark.js';
import { findings } from './script-findings.js';

/** What the extension engine puts beside the language itself. */
const OFFERED: Completion[] = [
  snippetCompletion("LOG.info('${text}');", { label: 'LOG.info', type: 'function', detail: 'write to the log' }),
  snippetCompletion("LOG.debug('${text}');", { label: 'LOG.debug', type: 'function', detail: 'write to the log' }),
  snippetCompletion("CACHE.store('${key}', ${value});", {
    label: 'CACHE.store',
    type: 'function',
    detail: 'key, value, seconds',
  }),
  snippetCompletion("CACHE.fetch('${key}')", { label: 'CACHE.fetch', type: 'function', detail: 'key' }),
  snippetCompletion("CACHE.delete('${key}');", { label: 'CACHE.delete', type: 'function', detail: 'key' }),
  snippetCompletion('return { status: 2000, user: { id: ${id} } };', {
    label: 'return 2000',
    type: 'keyword',
    detail: 'success',
  }),
  snippetCompletion("return { status: 4000, responsePayload: '${text}' };", {
    label: 'return 4000',
    type: 'keyword',
    detail: 'try again',
  }),
  snippetCompletion("return { status: 5000, responsePayload: '${text}' };", {
    label: 'return 5000',
    type: 'keyword',
    detail: 'end it',
  }),
];

function offer(context: CompletionContext) {
  const word = context.matchBefore(/[\w.]+/);
  if (!word && !context.explicit) return null;
  return { from: word?.from ?? context.pos, options: OFFERED, validFor: /^[\w.]*$/ };
}

/** Completion of the engine's own functions, remarks while one types, and what the last run ran into. */
export const scriptAssistance = [
  javascriptLanguage.data.of({ autocomplete: offer }),
  runMark,
  linter(({ state }) => [...findings(state), ...runMarkFinding(state)], {
    delay: 400,
    needsRefresh: ({ transactions }) => transactions.some(({ effects }) => effects.some((one) => one.is(setRunMark))),
  }),
];
