/** A name available to scripts, with its type and its documentation. */
export interface ReferenceEntry {
  name: string;
  /** Its type, on one line. */
  signature: string;
  doc: string;
}

export interface ReferenceObject {
  name: string;
  doc: string;
  members: ReferenceEntry[];
}

/** The API that the server offers to scripts, parsed from its TypeScript declarations. */
export interface ScriptReference {
  globals: ReferenceObject[];
  /** The members of the object that `execute` returns. */
  result: ReferenceEntry[];
}

export const NO_REFERENCE: ScriptReference = { globals: [], result: [] };

const DECLARATION = /(\/\*\*(?:(?!\*\/)[^])*\*\/\s*)?(declare const|interface) (\w+):? \{/g;
const COMMENT = /^\s*(\/\*\*[^]*?\*\/)/;
const OPENING = '({[';
const CLOSING = ')}]';

/**
 * Parses declarations in the form the server writes them: constants and interfaces whose members end with semicolons.
 */
export function readReference(definitions: string): ScriptReference {
  const reference: ScriptReference = { globals: [], result: [] };
  for (const match of definitions.matchAll(DECLARATION)) {
    const [whole, doc = '', kind, name = ''] = match;
    const members = membersOf(definitions.slice(match.index + whole.length));
    if (kind === 'declare const') reference.globals.push({ name, doc: wordsOf(doc), members });
    else if (name === 'ScriptResult') reference.result = members;
  }
  return reference;
}

/** The members of an object type, up to its closing brace. */
function membersOf(text: string): ReferenceEntry[] {
  const members: ReferenceEntry[] = [];
  let rest = text;
  while (rest.trim() !== '' && !rest.trimStart().startsWith('}')) {
    const comment = COMMENT.exec(rest);
    if (comment) rest = rest.slice(comment[0].length);
    const end = endOfMember(rest);
    const [, name, type] = /^\s*(?:readonly )?(\w+)\??:\s*([^]*)$/.exec(rest.slice(0, end)) ?? [];
    if (name !== undefined && type !== undefined) {
      members.push({ name, signature: onOneLine(type), doc: wordsOf(comment?.[1] ?? '') });
    }
    rest = rest.slice(end + 1);
  }
  return members;
}

/** Index of the semicolon that ends the first member. */
function endOfMember(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1;
    else if (OPENING.includes(sign)) depth += 1;
    else if (CLOSING.includes(sign)) depth -= 1;
    else if (sign === ';' && depth === 0) return at;
  }
  return text.length;
}

function onOneLine(type: string): string {
  return type
    .replace(/\/\*[^]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/([({[]) | (?=[)\]])/g, '$1')
    .trim();
}

/** The text of a doc comment, without comment markers. */
function wordsOf(comment: string): string {
  return comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join(' ')
    .trim();
}
