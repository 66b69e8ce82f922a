import { z } from 'zod';
import { Timestamp } from './common.js';

/** What the server can sign with. */
export const SigningAlgorithm = z.enum(['ES256', 'RS256']);
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>;

/**
 * A key the server signs with, never its private part. `current` signs, `next` is announced so that everybody knows it
 * before it does, `previous` ones are still published for what they signed.
 */
export const SigningKey = z.strictObject({
  kid: z.string(),
  algorithm: SigningAlgorithm,
  state: z.enum(['previous', 'current', 'next']),
  created_at: Timestamp,
  /** Of a previous key: when the last thing it signed has expired. It is published until the rotation after that. */
  published_until: Timestamp.optional(),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** The keys in the order of their lives. */
export const SigningKeys = z.strictObject({ items: z.array(SigningKey) });
export type SigningKeys = z.infer<typeof SigningKeys>;

/**
 * `POST keys/rotate`. `algorithm` is that of the new next key, so it is announced before it signs: two rotations make
 * it the current one. Without it the server stays with the algorithm of the key that was next so far.
 */
export const RotateKeys = z.strictObject({ algorithm: SigningAlgorithm.optional() });
export type RotateKeys = z.infer<typeof RotateKeys>;
