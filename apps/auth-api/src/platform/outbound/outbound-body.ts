import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { OutboundError } from './outbound-error.js';

/** Removes a content coding. Fails when the output exceeds the limit. */
type Decode = (bytes: Buffer, limits: { maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: Record<string, Decode> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Maximum number of stacked codings; each costs a pass over the whole body. */
const MAX_CODINGS = 2;

function tooLarge(maxBytes: number): OutboundError {
  return new OutboundError('too_large', `answered more than ${maxBytes} bytes`);
}

async function bytesOf(reply: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      reply.destroy();
      throw tooLarge(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The content codings of a response, last applied first (RFC 9110 §8.4). */
function codingsOf(header: string | undefined): string[] {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity').reverse();
}

async function decode(bytes: Buffer, codings: string[], maxBytes: number): Promise<Buffer> {
  let decoded = bytes;
  for (const coding of codings) {
    try {
      decoded = await DECODERS[coding]!(decoded, { maxOutputLength: maxBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
      throw new OutboundError(
        'unreadable',
        `answered with Content-Encoding "${coding}", but the body is not in it`,
        error,
      );
    }
  }
  return decoded;
}

/**
 * The body of a response as UTF-8 text, without a byte order mark. The server requests uncompressed bodies, but storage
 * services and CDNs deliver compressed what they store compressed, so that is decoded as well. Both the received and
 * the decoded body are limited to `maxBytes`. Throws {@link OutboundError}.
 */
export async function textOf(reply: IncomingMessage, maxBytes: number): Promise<string> {
  const codings = codingsOf(reply.headers['content-encoding']);
  if (codings.length > MAX_CODINGS || codings.some((coding) => !Object.hasOwn(DECODERS, coding))) {
    reply.destroy();
    throw new OutboundError('unreadable', 'answered with a Content-Encoding that was not asked for and is not known');
  }
  const bytes = await bytesOf(reply, maxBytes);
  // Responses to HEAD requests, and those without content, may name a coding although they have no body.
  const decoded = bytes.length === 0 ? bytes : await decode(bytes, codings, maxBytes);
  return new TextDecoder().decode(decoded);
}
