import { javascriptLanguage } from '@codemirror/lang-javascript';
import { meaningOfStatus, type ScriptStep } from '@passant/contracts';

type SyntaxNode = ReturnType<typeof javascriptLanguage.parser.parse>['topNode'];

/** A remark about a range of text. Positions are in characters. */
export interface Remark {
  from: number;
  to: number;
  message: string;
}

/**
 * What the extension engine or the server would reject in a script that is otherwise valid JavaScript.
 * @param step a successful result of *complete* requires a user; the other steps do not
 */
export function remarksOn(text: string, step: ScriptStep = 'complete'): Remark[] {
  const script = javascriptLanguage.parser.parse(text).topNode;
  const remarks: Remark[] = [];
  if (!definesExecute(script, text)) {
    const firstLine = text.split('\n', 1)[0] ?? '';
    const message = 'The engine calls a function named execute; there is none here.';
    remarks.push({ from: 0, to: firstLine.length, message });
  }
  script.cursor().iterate(({ node }) => {
    if (node.name === 'ObjectExpression') remarks.push(...remarksOnResult(node, text, step));
    if (node.name === 'RegExp') remarks.push(...remarksOnPattern(node, text));
  });
  return remarks;
}

/** The engine accepts the flag v, but treats such a pattern as if it had no Unicode flag at all, without an error. */
function remarksOnPattern(pattern: SyntaxNode, text: string): Remark[] {
  const [flags] = /[a-z]*$/.exec(textOf(pattern, text))!;
  if (!flags.includes('v')) return [];
  const message = 'With the flag v the engine matches no Unicode properties: write u.';
  return [{ from: pattern.to - flags.length, to: pattern.to, message }];
}

/** Whether `execute` is declared at the top level: the engine finds it only there. */
function definesExecute(script: SyntaxNode, text: string): boolean {
  for (let node = script.firstChild; node; node = node.nextSibling) {
    if (node.name === 'FunctionDeclaration' || node.name === 'VariableDeclaration') {
      const named = node.getChildren('VariableDefinition').some((name) => textOf(name, text) === 'execute');
      if (named) return true;
    }
    if (node.name === 'ExpressionStatement' && /^(globalThis\.)?execute\s*=[^=]/.test(textOf(node, text))) return true;
  }
  return false;
}

function remarksOnResult(object: SyntaxNode, text: string, step: ScriptStep): Remark[] {
  const status = memberOf(object, 'status', text)?.getChild('Number');
  if (!status) return [];
  const meaning = meaningOfStatus(Number(textOf(status, text)));
  if (!meaning) {
    const ranges = '2000–2999 succeeds, 4000–4999 lets the person retry, 5000–5999 ends it.';
    return [{ from: status.from, to: status.to, message: `${textOf(status, text)} is in no range: ${ranges}` }];
  }
  if (meaning !== 'valid' || step !== 'complete' || spreads(object)) return [];
  const user = memberOf(object, 'user', text);
  if (!user) {
    const message = 'Success of complete needs user.id: who it is.';
    return [{ from: status.from, to: status.to, message }];
  }
  const person = user.getChild('ObjectExpression');
  if (!person || spreads(person) || memberOf(person, 'id', text)) return [];
  return [{ from: person.from, to: person.to, message: 'The user has no id: that is who it is.' }];
}

function memberOf(object: SyntaxNode, name: string, text: string): SyntaxNode | undefined {
  return object.getChildren('Property').find((property) => {
    const key = property.getChild('PropertyDefinition') ?? property.getChild('String');
    return key !== null && textOf(key, text).replace(/^['"]|['"]$/g, '') === name;
  });
}

/** Whether the object has a spread, which may supply the member that seems to be missing. */
function spreads(object: SyntaxNode): boolean {
  return object.getChildren('Property').some((property) => property.getChild('Spread') !== null);
}

function textOf({ from, to }: SyntaxNode, text: string): string {
  return text.slice(from, to);
}
