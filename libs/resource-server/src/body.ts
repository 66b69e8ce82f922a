import { PassantUnavailable } from './unavailable.js';

/**
 * Bytes of an answer that are read. The longest one the server gives, about a hundred tokens with all that may be said of
 * each, is a small part of it: more is from somebody else, and would only fill the memory.
 */
const LONGEST = 16 * 1024 * 1024;

/** Returns the body of a response as text. Throws {@link PassantUnavailable} for one that is longer than any answer. */
export async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the request, too.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > LONGEST) throw new PassantUnavailable('The server told more than it should.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString('utf8');
}
