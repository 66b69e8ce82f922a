import { MAX_JSON_DEPTH, OAuthError, depthOfJson, holdsStorableText } from '@passant/protocol';
import type { FastifyBodyParser, FastifyInstance } from 'fastify';

/**
 * Reads `application/x-www-form-urlencoded` bodies. RFC 6749 §3.1: no parameter may be repeated, and one without a
 * value counts as absent.
 */
export function parseForm(text: string): Record<string, string> {
  const form: Record<string, string> = Object.create(null) as Record<string, string>;
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (seen.has(name)) throw new OAuthError('invalid_request', 'A parameter is repeated.');
    seen.add(name);
    if (value.includes('\0')) throw new OAuthError('invalid_request', 'A parameter holds a NUL character.');
    if (value !== '') form[name] = value;
  }
  return { ...form };
}

/** Reads JSON bodies; prototype attacks and text that no database can hold are refused. */
function parseJson(fastify: FastifyInstance): FastifyBodyParser<string> {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request, text, done) => {
    if (depthOfJson(text) > MAX_JSON_DEPTH) {
      done(new OAuthError('invalid_request', 'The body is nested too deeply.'));
      return;
    }
    void parse(request, text, (error: Error | null, body?: unknown) => {
      if (error) done(error);
      else if (holdsStorableText(text, body)) done(null, body);
      else done(new OAuthError('invalid_request', 'The body holds a NUL character or half a surrogate pair.'));
    });
  };
}

/** Takes JSON and forms, and nothing else. */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson(fastify));
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseForm(body as string));
    } catch (error) {
      done(error as Error);
    }
  });
}
