import { z } from 'zod';
import { ADMIN_ERROR_CODES, OAUTH_ERROR_CODES } from './errors.js';
import { Timestamp } from '../admin/fields.js';

/** One check that the server made on a request, with the expected and the actual value. */
export const RefusalCheck = z.strictObject({
  check: z.string(),
  expected: z.string(),
  actual: z.string(),
  passed: z.boolean(),
});
export type RefusalCheck = z.infer<typeof RefusalCheck>;

/**
 * Why a request was refused. Kept for fifteen minutes and shown only to administrators; the caller learns much less.
 */
export const Refusal = z.strictObject({
  error_id: z.string(),
  /** The caller's `X-Request-Id`. Absent for requests that may be stateless, which must leave no trace. */
  client_request_id: z.string().optional(),
  error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]),
  status: z.int(),
  method: z.string(),
  /** The route pattern, without parameter values. Absent if no route matched. */
  route: z.string().optional(),
  /** The `error_description` that the caller received. */
  description: z.string(),
  /** The actual cause. */
  cause: z.string().optional(),
  client_id: z.string().optional(),
  application: z.string().optional(),
  identity_provider: z.string().optional(),
  /** Milliseconds since the epoch. */
  occurred: z.int(),
  expires_at: Timestamp,
  /** In execution order. Empty if the request was refused before the first check. */
  checks: z.array(RefusalCheck),
});
export type Refusal = z.infer<typeof Refusal>;
