import { z } from 'zod';
import { Reason } from '../admin/fields.js';

/**
 * `POST applications/{identifier}/end-tokens` and `POST identity-providers/{identifier}/end-tokens`: for when tokens
 * may be in the wrong hands. Everyone affected must sign in again. Their profiles and devices remain.
 */
export const EndTokens = z.strictObject({ reason: Reason });
export type EndTokens = z.infer<typeof EndTokens>;

/** How many of each kind were ended. */
export const EndedTokenCounts = z.strictObject({
  access_tokens: z.int().nonnegative(),
  refresh_tokens: z.int().nonnegative(),
  /** Authorization codes that had not been exchanged. */
  codes: z.int().nonnegative(),
  /** Registrations in progress and unanswered mobile authentications. */
  transactions: z.int().nonnegative(),
});
export type EndedTokenCounts = z.infer<typeof EndedTokenCounts>;
