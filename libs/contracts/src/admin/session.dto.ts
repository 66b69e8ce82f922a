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

/** The administrator who is signed in. */
export const AdminSession = z.strictObject({ email: z.string(), role: AdminRole, csrf_token: z.string() });
export type AdminSession = z.infer<typeof AdminSession>;

/** `POST sessions/end`: for when a session may have been hijacked. Ends all sessions, including the caller's own. */
export const EndSessions = z.strictObject({ reason: Reason });
export type EndSessions = z.infer<typeof EndSessions>;

/** How many sessions were ended. */
export const EndedSessions = z.strictObject({ sessions: z.int().nonnegative() });
export type EndedSessions = z.infer<typeof EndedSessions>;
