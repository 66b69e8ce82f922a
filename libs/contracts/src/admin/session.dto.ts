import { z } from 'zod';
import { Reason } from './fields.js';

export const ADMIN_ROLES = ['Admin', 'Operator', 'Auditor', 'Helpdesk'] as const;
export const AdminRole = z.enum(ADMIN_ROLES);
export type AdminRole = z.infer<typeof AdminRole>;

export const SignInRequest = z.strictObject({
  email: z.string().trim().min(1, 'is required').max(254),
  password: z.string().min(1, 'is required').max(1024),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/**
 * Header that carries the session's `csrf_token` on every state-changing request. If the token is missing or wrong, the
 * refusal names this header in `fields`. That distinguishes it from a refusal because of the role: with the token of
 * the newest session, the same request may succeed.
 */
export const CSRF_HEADER = 'X-CSRF-Token';

/**
 * How a session was opened. A passkey alone counts as both factors, since it asks for a finger, a face or a PIN; which
 * ones the company asks for is its business.
 */
export const SignInMethod = z.enum([
  'PASSWORD',
  'PASSWORD_AND_CODE',
  'PASSWORD_AND_RECOVERY_CODE',
  'PASSWORD_AND_PASSKEY',
  'PASSKEY',
  'COMPANY',
]);
export type SignInMethod = z.infer<typeof SignInMethod>;

/** The administrator who is signed in. */
export const AdminSession = z.strictObject({
  email: z.string(),
  role: AdminRole,
  csrf_token: z.string(),
  /** `MISSING`: there is none, and this server lets them do nothing before they set one up. */
  second_factor: z.enum(['ON', 'OFF', 'MISSING']),
  /** Present if the OpenID provider of the company vouches for them: they have no password and no second factor here. */
  company: z.literal(true).optional(),
});
export type AdminSession = z.infer<typeof AdminSession>;

/** The password was right, and the second factor is asked for: nobody is signed in yet. A cookie keeps the browser that began. */
export const PendingSignIn = z.strictObject({
  second_factor: z.literal('WANTED'),
  /** What the account has. A recovery code takes the place of either. */
  accepts: z.array(z.enum(['CODE', 'PASSKEY'])),
  /** Epoch seconds until which it is taken. */
  expires_at: z.int(),
});
export type PendingSignIn = z.infer<typeof PendingSignIn>;

/** The answer to the right password. */
export const SignInAnswer = z.discriminatedUnion('second_factor', [AdminSession, PendingSignIn]);
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** Why software that has nothing but a password cannot sign in. */
export const PASSWORD_ALONE =
  'this administrator has a second factor, so the password alone signs nobody in. Use an API client, or an administrator without one.';

/** Whether a sign-in goes on with a code. */
export function wantsCode(answer: unknown): boolean {
  return PendingSignIn.safeParse(answer).success;
}

/** The session that a password gave. Throws {@link PASSWORD_ALONE} if it gave none. */
export function requireSession(answer: unknown): AdminSession {
  if (wantsCode(answer)) throw new Error(PASSWORD_ALONE);
  return AdminSession.parse(answer);
}

/** `POST sessions/end`: for when a session may have been hijacked. Ends all sessions, including the caller's own. */
export const EndSessions = z.strictObject({ reason: Reason });
export type EndSessions = z.infer<typeof EndSessions>;

/** How many sessions were ended. */
export const EndedSessions = z.strictObject({ sessions: z.int().nonnegative() });
export type EndedSessions = z.infer<typeof EndedSessions>;
