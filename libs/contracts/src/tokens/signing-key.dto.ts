import { z } from 'zod';
import { Reason, Timestamp } from '../admin/fields.js';

/** Signing algorithms that the server supports. */
export const SigningAlgorithm = z.enum(['ES256', 'RS256']);
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>;

/** Used unless the recipient expects another algorithm. */
export const DEFAULT_SIGNING_ALGORITHM: SigningAlgorithm = 'ES256';

/**
 * A signing key of the server, without its private key. Each algorithm has one `current` and one `next` key. `current`
 * signs. `next` is already published, so that everybody knows it before it signs. `previous` keys are still published,
 * so that existing signatures can be verified. `withdrawn` keys are not published: nothing they signed may be trusted.
 */
export const SigningKey = z.strictObject({
  kid: z.string(),
  algorithm: SigningAlgorithm,
  state: z.enum(['withdrawn', 'previous', 'current', 'next']),
  created_at: Timestamp,
  /**
   * For a previous key: when everything it signed has expired. It stays published until the first rotation after that.
   */
  published_until: Timestamp.optional(),
  withdrawn_at: Timestamp.optional(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** The keys in the order of their life cycle: withdrawn, previous, current, next. */
export const SigningKeys = z.strictObject({ items: z.array(SigningKey) });
export type SigningKeys = z.infer<typeof SigningKeys>;

/**
 * `POST keys/rotate`: the next key starts to sign, and a new next key is published. `algorithm` limits the rotation to
 * the keys of that algorithm; without it, the keys of all algorithms are rotated.
 */
export const RotateKeys = z.strictObject({ algorithm: SigningAlgorithm.optional() });
export type RotateKeys = z.infer<typeof RotateKeys>;

/**
 * `POST keys/withdraw`: for leaked keys. They are no longer published, never sign again, and whatever they signed is
 * refused. If the current key is withdrawn, the next key signs immediately; if both are, a new key does.
 */
export const WithdrawKeys = z.strictObject({
  kids: z.array(z.string().min(1, 'is required').max(64, 'is longer than 64 characters')).min(1, 'is empty').max(100),
  reason: Reason,
});
export type WithdrawKeys = z.infer<typeof WithdrawKeys>;
