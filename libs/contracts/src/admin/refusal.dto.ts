import { z } from 'zod';
import { ADMIN_ERROR_CODES, OAUTH_ERROR_CODES } from '../errors.js';
import { Timestamp } from './common.js';

/** One question the server asked about a request, with what would have been right and what came. */
export const RefusalCheck = z.strictObject({
  check: z.string(),
  expected: z.string(),
  actual: z.string(),
  passed: z.boolean(),
});
export type RefusalCheck = z.infer<typeof RefusalCheck>;

/** Why a request was refused. Known for fifteen minutes, and to administrators only: the caller is told much less. */
export const Refusal = z.strictObject({
  error_id: z.string(),
  error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]),
  status: z.int(),
  method: z.string(),
  /** The route with its parameters unnamed; absent where nothing is at the address. */
  route: z.string().optional(),
  /** What the caller was told. */
  description: z.string(),
  /** What really happened. */
  cause: z.string().optional(),
  client_id: z.string().optional(),
  application: z.string().optional(),
  identity_provider: z.string().optional(),
  /** Milliseconds since the epoch. */
  occurred: z.int(),
  expires_at: Timestamp,
  /** In the order they were asked. Empty where the request was refused before the first question. */
  checks: z.array(RefusalCheck),
});
export type Refusal = z.infer<typeof Refusal>;
