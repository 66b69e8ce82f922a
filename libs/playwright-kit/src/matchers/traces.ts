import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { currentTest } from '../evidence/current.js';
import type { Phone } from '../phone/phone.js';
import { type Outcome, outcome } from './outcome.js';

/** Shorter texts would match by chance. */
const SHORTEST = 6;

/** The encodings in which a text may have been stored. */
function writings(text: string): [how: string, bytes: Buffer][] {
  const bytes = Buffer.from(text, 'utf8');
  // The Base64 encoding depends on the offset modulo 3. Its ends are cut off, because they depend on the neighbouring
  // bytes.
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return Buffer.from(shifted.slice(shift === 0 ? 0 : shift + 1, shifted.length - 4));
  });
  return [
    ['as it is', bytes],
    ['in an address', Buffer.from(encodeURIComponent(text))],
    ['in JSON', Buffer.from(JSON.stringify(text).slice(1, -1))],
    ['in hex', Buffer.from(bytes.toString('hex'))],
    ['in UTF-16', Buffer.from(text, 'utf16le')],
    ...base64.filter(({ length }) => length >= SHORTEST).map((encoded): [string, Buffer] => ['in base64', encoded]),
  ];
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/**
 * Asserts that nothing that the person on this phone said, and nothing that the scheme said about them, is in the
 * server's files, log or events. Needs access to the server's data, so it must be one that the worker has started.
 */
export async function toHaveLeftNoTrace(received: Phone, alsoSaid: readonly string[] = []): Promise<Outcome> {
  const { passant } = currentTest();
  if (passant.dataDirectory === undefined) {
    throw new Error('Traces are looked for in the files of a server of one’s own: set program instead of url.');
  }
  const said = [...new Set([...received.said, ...alsoSaid])].filter((text) => text.length >= SHORTEST);
  if (said.length === 0) throw new Error('The person on this phone said nothing that could leave a trace.');
  const places: [place: string, bytes: () => Buffer][] = [...filesBelow(passant.dataDirectory)].map((path) => [
    path.slice(passant.dataDirectory!.length + 1),
    () => readFileSync(path),
  ]);
  const { items } = await passant.admin.call('listEvents', { query: { limit: '200' } });
  places.push(['the events', () => Buffer.from(JSON.stringify(items))]);
  places.push(['the log', () => Buffer.from(passant.logSince(0))]);
  const found: string[] = [];
  const wanted = said.flatMap((text) => writings(text).map(([how, bytes]) => ({ text, how, bytes })));
  for (const [place, read] of places) {
    const bytes = bytesOf(read);
    for (const one of wanted) if (bytes.includes(one.bytes)) found.push(`“${one.text}” is in ${place}, ${one.how}.`);
  }
  const clean = `Nothing of ${said.length} things is in ${places.length} places.`;
  return outcome('toHaveLeftNoTrace', found.length === 0, found.length > 0 ? found : [clean]);
}

/** Files may disappear while they are being searched. */
function bytesOf(read: () => Buffer): Buffer {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
