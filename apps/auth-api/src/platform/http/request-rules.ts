import { OAuthError } from '@passant/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Refuses what no endpoint takes, before anybody looks at the request. Throws `invalid_request`. */
export function watchRules(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(problemOf(request));
  });
}

function problemOf({ url, raw: { rawHeaders }, headers }: FastifyRequest): OAuthError | undefined {
  if (url.includes('%00')) return new OAuthError('invalid_request', 'The address holds a NUL character.');
  // Node keeps the first of two and drops the other; whoever stands in front of this server may do it the other way.
  if (isRepeated(rawHeaders, 'authorization')) {
    return new OAuthError('invalid_request', 'The Authorization header is repeated.');
  }
  // A few bytes that expand to many are not read. RFC 9110 §15.5.16: the answer says which codings would be taken.
  if (isCoded(headers['content-encoding'])) {
    const options = { status: 415, headers: { 'accept-encoding': 'identity' } };
    return new OAuthError('invalid_request', 'The body must not be compressed.', options);
  }
  return undefined;
}

function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let found = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index]!;
    if (header.length === name.length && header.toLowerCase() === name) found += 1;
  }
  return found > 1;
}

function isCoded(coding: string | undefined): boolean {
  return coding !== undefined && coding.trim() !== '' && coding.trim().toLowerCase() !== 'identity';
}
