import { type Document, type Node, isAlias, isCollection, isPair, isScalar, visit } from 'yaml';

/** Tags of what JSON has as well. */
const PLAIN = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/** What no text of the server may hold: NUL, and half a surrogate pair. */
export const UNSTORABLE = /[\0\p{Cs}]/u;

interface Fault {
  /** Characters from the beginning of the file. */
  offset: number;
  sentence: string;
}

/**
 * What is wrong with a document that has to say the same as JSON would. Of what only YAML has, some would be lost on the
 * way to the server, and some grows without end; whoever reviews a file should see all that is in it.
 */
export function faultsOf(document: Document.Parsed): Fault[] {
  const faults: Fault[] = document.errors.map(({ pos, message }) => ({ offset: pos[0], sentence: message }));
  if (faults.length > 0) return faults;
  const note = (node: Node, sentence: string) => void faults.push({ offset: node.range?.[0] ?? 0, sentence });
  visit(document, (_, node) => {
    if (isPair(node)) {
      const { key } = node;
      if (isScalar(key) && typeof key.value === 'string' && !['<<', '__proto__'].includes(key.value)) return undefined;
      note(key as Node, 'must be the name of a member: merge keys and other kinds of keys are not taken');
      return visit.SKIP;
    }
    if (isAlias(node)) note(node, 'is an alias, which is not taken: write it out');
    else if (isScalar(node) || isCollection(node)) {
      if (node.tag !== undefined && !PLAIN.test(node.tag)) note(node, `has the tag ${node.tag}, which is not taken`);
      else if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value)) {
        note(node, 'is no number that can be sent');
      } else if (isScalar(node) && typeof node.value === 'string' && UNSTORABLE.test(node.value)) {
        note(node, 'holds a NUL character or half a surrogate pair');
      }
    }
    return undefined;
  });
  return faults;
}
