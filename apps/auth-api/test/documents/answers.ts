import type { Fence } from './fences.js';

/** A response as a page shows it. */
export interface ShownAnswer {
  /** For `http` blocks only. */
  status?: number;
  headers: Record<string, string>;
  body: unknown;
}

/** Parses a response as `curl -i` prints it, or a JSON body alone. */
function takeApart(printed: string): ShownAnswer {
  const whole = printed.replaceAll('\r', '');
  const from = whole.lastIndexOf('HTTP/1.1 ');
  if (from < 0) return { headers: {}, body: JSON.parse(whole.trim().split('\n').at(-1) ?? '') };
  const [head = '', ...body] = whole.slice(from).split('\n\n');
  const [first = '', ...lines] = head.split('\n');
  const headers = lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: JSON.parse(body.join('\n')),
  };
}

export function shownAnswer({ language, text }: Fence): ShownAnswer {
  return language === 'http' ? takeApart(text) : { headers: {}, body: JSON.parse(text) };
}

/** The response in the output of a command; if there are several, the last one. */
export const printedAnswer = takeApart;

/** Replaces every string, number and boolean in a value by its type: the shape that a page promises of a response. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/**
 * Returns the member at a path like `oauth_token.access_token`. JSON inside a string is parsed as well.
 * @returns text, as a shell variable would hold it
 */
export function memberOf(value: unknown, path: string): string {
  const member = path.split('.').reduce<unknown>((inner, name) => {
    const opened: unknown = typeof inner === 'string' ? JSON.parse(inner) : inner;
    return (opened as Record<string, unknown> | undefined)?.[name];
  }, value);
  if (typeof member !== 'string') throw new Error(`The answer has no text "${path}".`);
  return member;
}
