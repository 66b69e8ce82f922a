import { z } from 'zod';
import { PasskeyAnswer } from './passkey.dto.js';

/** What somebody types as the second factor: a code of their authenticator app, or a recovery code. */
const Code = z.string().trim().min(1, 'is required').max(64, 'is longer than 64 characters');

const Password = z.string().min(1, 'is required').max(1024);

/** `POST session/second-factor`: ends a sign-in that began with the password, in the same browser. */
export const SecondFactorCode = z.strictObject({ code: Code });
export type SecondFactorCode = z.infer<typeof SecondFactorCode>;

/** The second factor of the administrator who asks: the authenticator app, and what stands beside it. */
export const OwnSecondFactor = z.strictObject({
  /** Of the authenticator app. */
  state: z.enum(['ON', 'OFF']),
  /** Whether this server lets nobody do anything without one. */
  required: z.boolean(),
  /** Epoch seconds since when it counts. */
  since: z.int().optional(),
  /** How many passkeys there are beside it. */
  passkeys: z.int().nonnegative(),
  /** How many recovery codes are not used. */
  recovery_codes: z.int().nonnegative(),
});
export type OwnSecondFactor = z.infer<typeof OwnSecondFactor>;

/** A secret for an authenticator app. It is shown once, and counts only when a code of it was confirmed. */
export const StartedSecondFactor = z.strictObject({
  /** In Base32, for typing it in. */
  secret: z.string(),
  /** The same as a URI of the scheme `otpauth`. */
  uri: z.string(),
  /** The URI as a QR code: an SVG image. */
  qr_code: z.string(),
  /** Epoch seconds after which it can no longer be confirmed. */
  expires_at: z.int(),
});
export type StartedSecondFactor = z.infer<typeof StartedSecondFactor>;

/** Codes for whoever lost the authenticator app, each good once. They are shown once; only their hashes are stored. */
export const RecoveryCodes = z.strictObject({ recovery_codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/**
 * What proves that somebody is the owner of the account, and not only in front of their screen: a passkey alone, or the
 * password, and from whoever has a second factor a code as well.
 */
export const OwnerProof = z
  .strictObject({ current_password: Password.optional(), code: Code.optional(), passkey: PasskeyAnswer.optional() })
  .refine(({ current_password, passkey }) => current_password !== undefined || passkey !== undefined, {
    path: ['current_password'],
    message: 'is required',
  })
  .refine(({ current_password, code, passkey }) => passkey === undefined || !(current_password ?? code), {
    path: ['passkey'],
    message: 'goes without password and code',
  });
export type OwnerProof = z.infer<typeof OwnerProof>;
