import { snippetCompletion, type Completion, type CompletionResult } from '@codemirror/autocomplete';
import type { ReferenceEntry, ScriptReference } from '../../lib/script-reference.js';

/** The three ways in which a script can end. */
const ENDINGS: Completion[] = [
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

/**
 * Completions at the end of a partial line: members after an object name and a dot, otherwise the names available to
 * scripts. None if no word has been started, unless completion was requested explicitly.
 */
export function completionsAt(
  line: string,
  position: number,
  reference: ScriptReference,
  explicit: boolean,
): CompletionResult | null {
  const [, objectName, begun = ''] = /\b(\w+)\.(\w*)$/.exec(line) ?? [];
  if (objectName !== undefined) {
    const object = reference.globals.find(({ name }) => name === objectName);
    if (!object) return null;
    return { from: position - begun.length, options: object.members.map(asFunction), validFor: /^\w*$/ };
  }
  const [word] = /[\w]*$/.exec(line)!;
  if (word === '' && !explicit) return null;
  const objects = reference.globals.map(({ name, doc }) => ({ label: name, type: 'namespace', info: doc }));
  const members = reference.result.map((entry) => ({ ...asFunction(entry), type: 'property', boost: -1 }));
  return { from: position - word.length, options: [...objects, ...members, ...ENDINGS], validFor: /^\w*$/ };
}

function asFunction({ name, signature, doc }: ReferenceEntry): Completion {
  return { label: name, type: 'function', detail: signature, ...(doc === '' ? {} : { info: doc }) };
}

/**
 * Documentation of the word at a position in a line.
 * @param column in characters from the start of the line
 */
export function explanationAt(
  line: string,
  column: number,
  reference: ScriptReference,
): { from: number; to: number; title: string; doc: string } | undefined {
  for (const match of line.matchAll(/(?:\b(\w+)\.)?\b(\w+)\b/g)) {
    const to = match.index + match[0].length;
    const from = to - match[2]!.length;
    if (column < match.index || column > to) continue;
    const [, objectName, word] = match;
    const onObject = objectName !== undefined && column < from;
    const object = reference.globals.find(({ name }) => name === (objectName ?? word));
    if (!object) return undefined;
    if (onObject || objectName === undefined) {
      return { from: match.index, to: match.index + object.name.length, title: object.name, doc: object.doc };
    }
    const member = object.members.find(({ name }) => name === word);
    return member && { from, to, title: `${object.name}.${member.name}${member.signature}`, doc: member.doc };
  }
  return undefined;
}
