import { javascriptLanguage } from '@codemirror/lang-javascript';
import { meaningOfStatus, type ScriptStep } from '@passant/contracts';

type SyntaxNode = ReturnType<typeof javascriptLanguage.parser.parse>['topNode'];

/** A remark about a stretch of text, counted in characters. */
export interface Remark {
  from: number;
  to: number;
  message: string;
}

/**
 * What the extension engine or the server would refuse about a script that is otherwise good JavaScript.
 * @param step success of *complete* needs somebody, success of the others does not
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
  });
  return remarks;
}

/** A declaration at the top level: only there the engine finds it. */
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

/** What is spread into it may bring the member that seems to be missing. */
function spreads(object: SyntaxNode): boolean {
  return object.getChildren('Property').some((property) => property.getChild('Spread') !== null);
}

function textOf({ from, to }: SyntaxNode, text: string): string {
  return text.slice(from, to);
}
