import type { IncomingHttpHeaders } from 'node:http';
import { RouteConfig } from '@nestjs/platform-fastify';
import { MAX_JSON_DEPTH, OAuthError, depthOfJson, holdsStorableText, mayBeRepeated } from '@passant/protocol';
import type { FastifyBodyParser, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jsonFault } from './json-fault.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route receives its form as `URLSearchParams` and decides itself how to treat repeated parameters. */
    keepsRepeated?: boolean;
    /** Form parameters that may be repeated and are parsed as lists (RFC 8707 §2). */
    lists?: readonly string[];
    /** Whether the URL and the body may contain text that the database cannot store. */
    anyText?: boolean;
  }
}

/**
 * For endpoints that are asked about values received from somebody else and store nothing: there, text that the
 * database cannot store leads to a normal answer and is not the caller's fault. Also for endpoints that refuse such
 * text themselves, in a form of their own.
 */
export const TakesAnyText = () => RouteConfig({ anyText: true });

export function takesAnyText({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config?.anyText === true;
}

/**
 * Parses `application/x-www-form-urlencoded` bodies. RFC 6749 §3.1: parameters must not be repeated, and a parameter
 * without a value counts as absent. Where a standard allows a parameter to be repeated, its first value is kept.
 * @param anyText whether values may contain NUL characters
 * @param lists parameters that may be repeated and are always parsed as lists
 */
export function parseForm(
  text: string,
  { anyText = false, lists = [] }: { anyText?: boolean; lists?: readonly string[] | undefined } = {},
): Record<string, string | string[]> {
  const form = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of parsePairs(text, anyText)) {
    if (value === '') continue;
    if (lists.includes(name)) {
      form[name] = [...(form[name] ?? []), value];
      continue;
    }
    if (name in form && mayBeRepeated(name)) continue;
    if (name in form) throw new OAuthError('invalid_request', 'A parameter is repeated.');
    form[name] = value;
  }
  return { ...form };
}

/** The form parameters as received, including repeated ones. */
function parsePairs(text: string, anyText: boolean): URLSearchParams {
  const pairs = new URLSearchParams(text);
  for (const value of pairs.values()) {
    if (!anyText && value.includes('\0')) throw new OAuthError('invalid_request', 'A parameter holds a NUL character.');
  }
  return pairs;
}

/**
 * Parses JSON bodies. Refuses prototype pollution and text that the database cannot store. An empty body counts as no
 * body.
 */
function parseJson(fastify: FastifyInstance): FastifyBodyParser<string> {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    // RFC 8259 §8.1: a parser may ignore a byte order mark.
    const text = body.startsWith('\ufeff') ? body.slice(1) : body;
    if (text === '') {
      done(null, undefined);
      return;
    }
    if (depthOfJson(text) > MAX_JSON_DEPTH) {
      done(new OAuthError('invalid_request', 'The body is nested too deeply.'));
      return;
    }
    void parse(request, text, (error: Error | null, parsed?: unknown) => {
      if (error) done(jsonFault(text));
      else if (takesAnyText(request) || holdsStorableText(text, parsed)) done(null, parsed);
      else done(new OAuthError('invalid_request', 'The body holds a NUL character or half a surrogate pair.'));
    });
  };
}

/** Whether the request headers announce a body (RFC 9112 §6). */
export function announcesBody({ 'content-length': length, 'transfer-encoding': coding }: IncomingHttpHeaders): boolean {
  return coding !== undefined || (length !== undefined && Number(length) !== 0);
}

/** Bytes of a body up to which what is not taken of it is read nevertheless. */
const MOST_READ_OUT = 16 * 1024 * 1024;

/**
 * Serves a connection on whose request was refused before all of its body was there. Fastify has it closed, and if the
 * rest arrives after that, the system resets it: whoever sends everything before they listen, as proxies do, would never
 * read why. Node throws away what is left, for as long as a request may take to arrive.
 */
export function readOut({ raw }: FastifyRequest, reply: FastifyReply): void {
  const announced = Number(raw.headers['content-length'] ?? 0);
  if (!raw.complete && announced <= MOST_READ_OUT) void reply.removeHeader('connection');
}

/** Accepts JSON and form bodies only. Without a body, the Content-Type is ignored. */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!announcesBody(request.headers)) delete request.headers['content-type'];
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson(fastify));
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    try {
      if (body === '') {
        done(null, undefined);
        return;
      }
      const { keepsRepeated, lists } = request.routeOptions.config;
      const anyText = takesAnyText(request);
      done(null, keepsRepeated ? parsePairs(body as string, anyText) : parseForm(body as string, { anyText, lists }));
    } catch (error) {
      done(error as Error);
    }
  });
}
