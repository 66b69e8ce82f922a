import { createHash } from 'node:crypto';
import { Header } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** What anybody may read, and keep for five minutes without asking again. */
export const PublicDocument = () => Header('cache-control', 'public, max-age=300');

/** Characters of an entity tag: 128 bits in base64url. */
const TAG_LENGTH = 22;

/**
 * Gives what anybody may keep an `ETag`, and answers 304 to whoever has it already (RFC 9110 §13.1.2). Nothing else gets
 * one: answers to one caller are not kept, so there is nothing to compare, and a hash of a token says something about it.
 * Files bring their own, and are compared where they are read.
 */
export function revalidatePublicDocuments(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isPublic = String(reply.getHeader('cache-control') ?? '').startsWith('public');
    if (!isPublic || reply.statusCode !== 200 || typeof payload !== 'string') return done(null, payload);
    const etag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, TAG_LENGTH)}"`;
    void reply.header('etag', etag);
    if (!isKnown(request.headers['if-none-match'], etag)) return done(null, payload);
    // RFC 9110 §15.4.5: what describes the content goes with it.
    void reply.code(304).removeHeader('content-type');
    // RFC 9110 §8.6: a length is that of the whole document, which Fastify measures for HEAD, or is not said.
    done(null, request.method === 'HEAD' ? payload : null);
  });
}

/**
 * Whether whoever asks has that version. Weak tags name it as well as strong ones (RFC 9110 §13.1.2).
 * @param ifNoneMatch the header: a list of tags, or `*` for any version; if absent, the caller has none
 */
function isKnown(ifNoneMatch: string | undefined, current: string): boolean {
  if (ifNoneMatch === undefined) return false;
  // RFC 9110 §8.8.3: a tag may contain commas.
  const tags: readonly string[] = ifNoneMatch.match(/"[^"]*"/g) ?? [];
  return ifNoneMatch.trim() === '*' || tags.includes(current);
}
