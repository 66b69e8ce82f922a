/** A fenced code block of a Markdown page. */
export interface Fence {
  language: string;
  text: string;
  /** Line number of the text's first line, for messages. */
  line: number;
  /** The last heading above it; an answer belongs to the commands of its section. */
  section: string;
}

/** Returns every fenced code block of a page, in order. Blocks inside list items lose the indentation of the item. */
export function fencesOf(page: string): Fence[] {
  const lines = page.split('\n');
  const fences: Fence[] = [];
  let section = '';
  for (let at = 0; at < lines.length; at += 1) {
    if (/^#+ /.test(lines[at]!)) section = lines[at]!;
    const [, indent, language] = /^(\s*)```(\w*)$/.exec(lines[at]!) ?? [];
    if (indent === undefined || language === undefined) continue;
    const end = lines.indexOf(`${indent}\`\`\``, at + 1);
    if (end < 0) throw new Error(`The block that begins in line ${at + 1} does not end.`);
    const text = lines.slice(at + 1, end).map((line) => line.slice(indent.length));
    fences.push({ language, text: text.join('\n'), line: at + 2, section });
    at = end;
  }
  return fences;
}

/** The commands of a shell block, and the response that the page shows below it. */
export interface Step {
  commands: string;
  line: number;
  section: string;
  answer?: Fence;
}

/** Languages that show a response. A JSON document that somebody writes and no command answers is `jsonc`. */
const ANSWERS = new Set(['json', 'http']);
/**
 * Languages that are neither commands nor responses: scripts, which have a spec of their own, and files to be filled
 * in.
 */
const OTHERS = new Set(['js', 'ts', 'ini', 'jsonc', 'text', 'yaml', '']);

/** Returns the steps that a page asks its reader to do, in order. Throws if the purpose of a block is unclear. */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  for (const fence of fencesOf(page)) {
    const { language, text, line, section } = fence;
    if (language === 'sh') steps.push({ commands: text, line, section });
    else if (ANSWERS.has(language)) {
      const step = steps.at(-1);
      if (!step || step.answer || step.section !== section)
        throw new Error(`Line ${line}: no command gives this answer.`);
      step.answer = fence;
    } else if (!OTHERS.has(language)) throw new Error(`Line ${line}: a block of commands is called "sh".`);
    else if (/^\s*(\$|curl|npm|npx|node) /m.test(text)) throw new Error(`Line ${line}: commands nobody runs.`);
  }
  return steps;
}
