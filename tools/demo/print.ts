import { STATUS_CODES } from 'node:http';
import type { Exchange } from '@passant/mobile-client';
import { formWithoutSecrets, headerWithoutSecrets, withoutSecrets } from './shorten.js';

const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 };

const coloured = process.stdout.isTTY && !process.env.NO_COLOR;

function paint(colour: keyof typeof COLOURS, text: string): string {
  return coloured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
}

/** Maximum line length of JSON and prose, in characters. */
const WIDTH = 100;

/** Request headers that are worth showing. */
const REQUEST_HEADERS = ['authorization', 'cookie', 'x-csrf-token', 'if-match', 'content-type'];

/** Response headers that are worth showing. */
const ANSWER_HEADERS = [
  'content-type',
  'cache-control',
  'set-cookie',
  'www-authenticate',
  'retry-after',
  'x-request-id',
];

/** Formats JSON in few lines: a value that fits on one line stays on one line. */
export function layOut(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value, null, 1)?.replace(/\n\s*/g, ' ') ?? 'undefined';
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = Object.entries(value).map(([name, entry]) => {
    const label = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
    return `${inner}${label}${layOut(entry, inner)}`;
  });
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** Wraps prose into lines. */
function wrapped(text: string): string {
  let line = '';
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    if (line && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line].join('\n');
}

function block(text: string, margin: string): string {
  return text.replace(/^/gm, margin);
}

function requestBody({ headers, body }: Exchange['request']): string | undefined {
  if (body === undefined) return undefined;
  return headers['content-type'] === 'application/json'
    ? layOut(withoutSecrets(JSON.parse(body)))
    : formWithoutSecrets(body);
}

/** Prints the demo. Everything goes to standard output; secrets are shortened first. */
export class Printer {
  private chapters = 0;

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** A numbered heading, with a sentence or two on what happens and why. */
  chapter(title: string, why: string): void {
    this.chapters += 1;
    const heading = `${this.chapters}. ${title}`;
    this.print(`\n${paint('bold', `── ${heading} ${'─'.repeat(Math.max(3, WIDTH - heading.length - 4))}`)}`);
    this.print(wrapped(why));
  }

  /** Something that happens outside the HTTP exchanges. */
  remark(text: string): void {
    this.print(`\n${paint('dim', block(wrapped(text), '  '))}`);
  }

  /** A request and its response. */
  exchange(exchange: Exchange): void {
    const { request, status } = exchange;
    this.print(`\n  ${paint('cyan', '→')} ${paint('bold', `${request.method} ${new URL(request.url).pathname}`)}`);
    this.headers(REQUEST_HEADERS, (name) => request.headers[name]);
    const body = requestBody(request);
    if (body !== undefined) this.print(block(body, '    '));
    this.print(`  ${paint('cyan', '←')} ${paint('bold', `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd())}`);
    // The request ID matters only if a request was refused: it leads to the cause in the server's log.
    const shown = status < 400 ? ANSWER_HEADERS.filter((name) => name !== 'x-request-id') : ANSWER_HEADERS;
    this.headers(shown, (name) => exchange.headers.get(name) ?? undefined);
    if (exchange.body !== undefined) this.print(block(layOut(withoutSecrets(exchange.body)), '    '));
  }

  /** An expectation, and whether it was met. */
  check(passed: boolean, expectation: string, difference?: string): void {
    const mark = passed ? paint('green', '✓') : paint('red', '✗');
    this.print(`  ${mark} ${expectation}`);
    if (difference !== undefined) this.print(paint('red', block(difference, '    ')));
  }

  private headers(names: string[], valueOf: (name: string) => string | undefined): void {
    for (const name of names) {
      const value = valueOf(name);
      if (value !== undefined) this.print(paint('dim', `    ${name}: ${headerWithoutSecrets(name, value)}`));
    }
  }
}
