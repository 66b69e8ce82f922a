import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { currentTest } from '../evidence/current.js';
import { eventsOf } from './events.js';
import type { Phone } from '../phone/phone.js';
import { Scanner, patternsOf, wordsOf } from '../traces/index.js';
import { type Outcome, outcome } from './outcome.js';

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
  const texts = [...received.said, ...alsoSaid].flatMap((text) => [text, ...valuesWithin(text)]);
  const said = [...new Set(texts)].flatMap((text) => wordsOf(text) ?? []);
  if (said.length === 0) throw new Error('The person on this phone said nothing that could leave a trace.');
  // What is not written yet is a trace as well.
  await passant.clock.settle();
  const places: [place: string, bytes: () => Buffer][] = [...filesBelow(passant.dataDirectory)].map((path) => [
    path.slice(passant.dataDirectory!.length + 1),
    () => readFileSync(path),
  ]);
  const events = await eventsOf(passant, {});
  places.push(['the events', () => Buffer.from(JSON.stringify(events))]);
  places.push(['the log', () => Buffer.from(passant.logSince(0))]);
  const scanner = new Scanner(said.flatMap(patternsOf));
  const found = places.flatMap(([place, read]) =>
    scanner.scan(bytesOf(read)).map(({ canary, encoding }) => `“${canary}” is in ${place}: ${encoding}.`),
  );
  const clean = `Nothing of ${said.length} things is in ${places.length} places.`;
  return outcome('toHaveLeftNoTrace', found.length === 0, found.length > 0 ? found : [clean]);
}

/**
 * The values in JSON that was said: a script takes it apart, and what is kept may be one of them. `iss` is who answered (RFC
 * 9207), whom an administrator has configured, and not who passed.
 */
function valuesWithin(text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const leavesOf = (one: unknown): string[] =>
    typeof one === 'object' && one !== null
      ? Object.entries(one).flatMap(([name, value]) => (name === 'iss' ? [] : leavesOf(value)))
      : [String(one)];
  return leavesOf(value);
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
