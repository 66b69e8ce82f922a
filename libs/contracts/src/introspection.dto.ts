import { z } from 'zod';
import { TOKEN_TYPES } from './grant-types.js';

/** RFC 7662 §2.1; an unknown hint changes nothing. */
export const IntrospectionRequest = z.object({
  token: z.string({ error: 'is required' }).min(1, 'is required').max(16_384),
  token_type_hint: z.string().optional(),
});
export type IntrospectionRequest = z.infer<typeof IntrospectionRequest>;

/** Members of an active answer, in the order of the customer's sample (seeds 000–002). A web hook may add further ones. */
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

/** RFC 7662 §2.2: nothing more is said about an inactive token. */
export const InactiveToken = z.strictObject({ active: z.literal(false) });

export const IntrospectionResponse = z.union([ActiveToken, InactiveToken]);
export type IntrospectionResponse = z.infer<typeof IntrospectionResponse>;

/** `POST …/introspect/batch`: many tokens of one caller at once. */
export const BatchIntrospectionRequest = z.object({
  tokens: z.array(z.string().min(1, 'holds an empty token').max(16_384)).max(100, 'holds more than 100 tokens'),
});
export type BatchIntrospectionRequest = z.infer<typeof BatchIntrospectionRequest>;

/** One answer per token, in the order they were asked about. */
export const BatchIntrospectionResponse = z.strictObject({ results: z.array(IntrospectionResponse) });
export type BatchIntrospectionResponse = z.infer<typeof BatchIntrospectionResponse>;
