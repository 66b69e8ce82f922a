import { OAuthError } from '@passant/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { takesAnyText } from './bodies.js';

/** Refuses requests that no endpoint accepts, before any other processing. Throws `invalid_request`. */
export function watchRules(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(problemOf(request));
  });
}

/** `uri-host [ ":" port ]` (RFC 9110 §7.2) with a non-empty host: a name, or an IP address in brackets. */
const HOST = /^(?:[\w.\-~!$&'()*+;=%]+|\[[0-9A-Fa-f:.]+\])(?::(?<port>\d{0,5}))?$/;
const MAX_PORT = 65_535;

function namesHost(host: string): boolean {
  const match = HOST.exec(host);
  return match !== null && Number(match.groups?.port ?? 0) <= MAX_PORT;
}

/** Whether a Host header is one that no rule minds. */
export const isPlainHost = (host: string | undefined): boolean => host !== undefined && namesHost(host);

/** RFC 9112 §3.2: an HTTP/1.1 request must have exactly one Host header, with valid syntax. */
function problemOfHost({ raw: { rawHeaders, httpVersion }, headers: { host } }: FastifyRequest): string | undefined {
  if (host === undefined) return httpVersion === '1.0' ? undefined : 'The Host header is missing.';
  if (isRepeated(rawHeaders, 'host')) return 'The Host header is repeated.';
  return namesHost(host) ? undefined : 'The Host header names no host.';
}

/** RFC 9110 §10.1.1: what a request expects beyond `100-continue` fails. HTTP/1.0 knows no expectations. */
function expectsMore({ raw: { httpVersion }, headers: { expect } }: FastifyRequest): boolean {
  if (expect === undefined) return false;
  const expected = expect.split(',').map((one) => one.trim().toLowerCase());
  return httpVersion !== '1.0' && expected.some((one) => one !== '' && one !== '100-continue');
}

function problemOf(request: FastifyRequest): OAuthError | undefined {
  const { url, raw, headers } = request;
  const { rawHeaders } = raw;
  const problem = problemOfHost(request);
  if (problem !== undefined) return new OAuthError('invalid_request', problem);
  if (expectsMore(request)) {
    // The client may still be holding its body back: what follows on this connection could be that, or a new request.
    const options = { status: 417, headers: { connection: 'close' } };
    return new OAuthError('invalid_request', 'Only 100-continue may be expected.', options);
  }
  if (url.includes('%00') && !takesAnyText(request))
    return new OAuthError('invalid_request', 'The address holds a NUL character.');
  // Node keeps the first of two headers and drops the second; a proxy in front of this server may do the opposite.
  if (isRepeated(rawHeaders, 'authorization')) {
    return new OAuthError('invalid_request', 'The Authorization header is repeated.');
  }
  // Compressed bodies are not read, because a few bytes can expand to many. RFC 9110 §15.5.16: the response says which
  // codings would be accepted.
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
