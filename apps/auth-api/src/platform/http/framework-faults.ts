import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';

/**
 * Maximum length of a path segment in characters. A user identifier has up to 255 characters, and each may take nine.
 */
export const MAX_PARAM_LENGTH = 2304;

interface Fault {
  description: string;
  check: string;
  expected: string;
  actual: string;
}

/** Refusals for requests that Fastify rejects before an endpoint sees them, by Fastify's error codes. */
const FAULTS = {
  FST_ERR_CTP_BODY_TOO_LARGE: ({ routeOptions: { bodyLimit } }: FastifyRequest) => ({
    description: `The body holds more than ${bodyLimit} bytes.`,
    check: 'body',
    expected: `at most ${bodyLimit} bytes`,
    actual: 'more',
  }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => ({
    description: 'The body must be application/json or application/x-www-form-urlencoded.',
    check: 'content-type',
    expected: 'application/json or application/x-www-form-urlencoded',
    actual: 'something else, or nothing',
  }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => ({
    description: 'The body is not as long as its Content-Length says.',
    check: 'content-length',
    expected: 'the length of the body',
    actual: 'another length',
  }),
  FST_ERR_BAD_URL: () => ({
    description: 'The address is not percent-encoded UTF-8.',
    check: 'address',
    expected: 'percent-encoded UTF-8 (RFC 3986 §2.5)',
    actual: 'something else',
  }),
  FST_ERR_MAX_PARAM_LENGTH: () => ({
    description: `A part of the address is longer than ${MAX_PARAM_LENGTH} characters.`,
    check: 'address',
    expected: `at most ${MAX_PARAM_LENGTH} characters between two slashes`,
    actual: 'more',
  }),
} satisfies Record<string, (request: FastifyRequest) => Fault>;

function isKnown(code: string): code is keyof typeof FAULTS {
  return Object.hasOwn(FAULTS, code);
}

/** The code of a Fastify error. Nest wraps errors that occur on a route. */
function codeOf(thrown: unknown): string | undefined {
  const { code, cause } = (thrown ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return [code, cause?.code].find((one): one is string => typeof one === 'string');
}

/** The refusal for a request that Fastify rejected; `undefined` if the code is not listed here. */
export function frameworkFault(thrown: unknown, status: number, request: FastifyRequest): OAuthError | undefined {
  const code = codeOf(thrown);
  if (code === undefined || !isKnown(code)) return undefined;
  const { description, ...check } = FAULTS[code](request);
  return new OAuthError('invalid_request', description, { status, cause: code, checks: [{ ...check, passed: false }] });
}
