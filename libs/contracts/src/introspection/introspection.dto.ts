import { z } from 'zod';
import { TOKEN_TYPES } from '../custom-registration/grant-types.js';

/** RFC 7662 §2.1. Unknown hints are ignored. A malformed token is not an error: it is simply inactive. */
export const IntrospectionRequest = z.object({
  token: z.string({ error: 'is required' }).min(1, 'is required'),
  token_type_hint: z.string().optional(),
});
export type IntrospectionRequest = z.infer<typeof IntrospectionRequest>;

/**
 * Response for an active token, members in the order of the customer's sample (seeds 000–002). Web hooks may add more.
 */
export const ActiveToken = z
  .object({
    active: z.literal(true),
    scope: z.string(),
    client_id: z.string(),
    token_type: z.literal('Bearer'),
    exp: z.int(),
    iat: z.int(),
    nbf: z.int(),
    sub: z.string(),
    iss: z.string(),
    aud: z.union([z.string(), z.array(z.string())]).optional(),
    app_identifier: z.string().optional(),
    app_version: z.string().optional(),
    app_platform: z.string().optional(),
    usage_limit: z.literal(0),
    user_details: z.record(z.string(), z.json()),
    amr: z.array(z.enum(TOKEN_TYPES)),
  })
  .catchall(z.json());
export type ActiveToken = z.infer<typeof ActiveToken>;

/** RFC 7662 §2.2: the response for an inactive token contains nothing else. */
export const InactiveToken = z.strictObject({ active: z.literal(false) });

export const IntrospectionResponse = z.union([ActiveToken, InactiveToken]);
export type IntrospectionResponse = z.infer<typeof IntrospectionResponse>;

/**
 * The presenter of a token controls its form, so anything but a string is treated as an invalid token, not an error.
 */
const AnyToken = z.preprocess((token) => (typeof token === 'string' ? token : ''), z.string());

/** `POST …/introspect/batch`: introspects many tokens in one request. */
export const BatchIntrospectionRequest = z.object({
  tokens: z.array(AnyToken).max(100, 'holds more than 100 tokens'),
});
export type BatchIntrospectionRequest = z.infer<typeof BatchIntrospectionRequest>;

/** One result per token, in request order. */
export const BatchIntrospectionResponse = z.strictObject({ results: z.array(IntrospectionResponse) });
export type BatchIntrospectionResponse = z.infer<typeof BatchIntrospectionResponse>;

/**
 * `GET …/token/ended`: tokens that have ended since a position. `after` is the position from the last response; the
 * header `Last-Event-ID`, which reconnecting streams send, takes precedence over it. `wait`: seconds to wait until
 * there is something to report. It has no effect on streams, which stay open.
 */
export const EndedTokensQuery = z.object({
  after: z.string().max(128).optional(),
  wait: z.coerce.number().int().min(0).max(30).default(0),
});
export type EndedTokensQuery = z.infer<typeof EndedTokensQuery>;

/** Access tokens that ended before they expired: a complete response, or one message of a stream. */
export const EndedTokens = z.strictObject({
  /** Position up to which this message reports. Send it as `after` to get what came later. */
  position: z.string(),
  /** Any token may have ended: discard all cached introspection responses. */
  all: z.boolean(),
  /** For each token, the SHA-256, in base64url, of the 32 bytes that the token encodes in hexadecimal. */
  ended: z.array(z.string().regex(/^[\w-]{43}$/)),
});
export type EndedTokens = z.infer<typeof EndedTokens>;
