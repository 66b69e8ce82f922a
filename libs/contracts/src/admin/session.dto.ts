import { z } from 'zod';

export const ADMIN_ROLES = ['Admin', 'Operator', 'Auditor', 'Helpdesk'] as const;
export const AdminRole = z.enum(ADMIN_ROLES);
export type AdminRole = z.infer<typeof AdminRole>;

export const SignInRequest = z.strictObject({
  email: z.string().trim().min(1, 'is required').max(254),
  password: z.string().min(1, 'is required').max(1024),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/** Who is signed in. Every changing call sends `csrf_token` in the `X-CSRF-Token` header. */
export const AdminSession = z.strictObject({ email: z.string(), role: AdminRole, csrf_token: z.string() });
export type AdminSession = z.infer<typeof AdminSession>;
