import { type Exchange, send } from '@passant/mobile-client';

/**
 * Splits a shell command into words as a POSIX shell would: single quotes, backslashes, and line continuations. Any
 * other shell syntax would be a mistake in a command that is meant to be copied.
 */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part] of command.matchAll(/'[^']*'|\\\n|\\.|\s+|[^\s'\\]+/g)) {
    if (part === '\\\n' || /^\s+$/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (part.startsWith("'")) word = (word ?? '') + part.slice(1, -1);
    else word = (word ?? '') + (part.startsWith('\\') ? part.slice(1) : part);
  }
  return word === undefined ? words : [...words, word];
}

/** Sends the request of a `curl` command as the console shows it, and nothing that the command does not show. */
export async function runCurl(command: string): Promise<Exchange<Record<string, unknown>>> {
  const [program, ...rest] = wordsOf(command);
  if (program !== 'curl') throw new Error(`Not a curl command: ${command}`);
  let method = 'GET';
  let url = '';
  let body: string | undefined;
  const headers: Record<string, string> = {};
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index]!;
    if (word === '-X') method = rest[(index += 1)]!;
    else if (word === '-d') body = rest[(index += 1)]!;
    else if (word === '-H') {
      const [name, value] = rest[(index += 1)]!.split(/: (.*)/s);
      headers[name!.toLowerCase()] = value!;
    } else url = word;
  }
  const { 'content-type': type, ...others } = headers;
  if (body !== undefined && type !== 'application/json') throw new Error('A body without its content type.');
  return send(method as 'POST', url, {
    headers: others,
    ...(body === undefined ? {} : { json: JSON.parse(body) as unknown }),
  });
}
