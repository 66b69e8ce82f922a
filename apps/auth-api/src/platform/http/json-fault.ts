import { OAuthError } from '@passant/protocol';
import jsonc from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

/**
 * Descriptions of the parser's error codes. The codes are literal numbers because the parser's constants are a const
 * enum, which TypeScript would inline.
 */
const FAULTS: Record<number, string> = {
  1: 'this is no value of JSON',
  2: 'the number has a wrong form',
  3: 'the name of a member is expected',
  4: 'a value is expected',
  5: 'a colon is expected',
  6: 'a comma is expected',
  7: 'a closing brace is expected',
  8: 'a closing bracket is expected',
  9: 'the end is expected',
  10: 'JSON has no comments',
  11: 'JSON has no comments',
  12: 'the text does not end',
  13: 'the number does not end',
  14: 'the number of a character has a wrong form',
  15: 'a backslash stands before the wrong character',
  16: 'a control character has to be escaped',
};

/** Line and column, counted from 1 as in editors. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** The offset of the first member with this name, however the name is escaped. */
function offsetOfMember(node: Node | undefined, name: string): number | undefined {
  if (node?.type === 'property' && node.children?.[0]?.value === name) return node.offset;
  for (const child of node?.children ?? []) {
    const found = offsetOfMember(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Member names that would give access to the prototype shared by all objects. */
const FORBIDDEN_MEMBERS = ['__proto__', 'constructor'];

/**
 * Says why a text cannot be accepted as a JSON body, and at which position. The text itself is never quoted, because it
 * may contain personal data.
 * @param text without a byte order mark, and within the nesting limit
 */
export function jsonFault(text: string): OAuthError {
  const errors: ParseError[] = [];
  const root = jsonc.parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) {
    const actual = `${placeOf(text, first.offset)}: ${FAULTS[first.error] ?? 'it is malformed'}`;
    return faultOf(`The body is no JSON, ${actual}.`, 'JSON', actual);
  }
  for (const name of FORBIDDEN_MEMBERS) {
    const offset = offsetOfMember(root, name);
    if (offset === undefined) continue;
    const actual = placeOf(text, offset);
    return faultOf(`The member ${name} is not taken, ${actual}.`, `no member ${name}`, actual);
  }
  return faultOf('The body is no JSON.', 'JSON', 'something else');
}

function faultOf(sentence: string, expected: string, actual: string): OAuthError {
  return new OAuthError('invalid_request', sentence, {
    // Not the error thrown by the parser: its message quotes the text.
    cause: 'the body is not taken as JSON',
    checks: [{ check: 'body', expected, actual, passed: false }],
  });
}
