import { z } from 'zod';
import { AdminRole, SignInMethod } from './session.dto.js';
import { OwnerProof } from './second-factor.dto.js';

/** A password that somebody chooses; one that is only compared may be any. Control characters could never be typed. */
export const NewPassword = z
  .string()
  .min(12, 'must have at least 12 characters')
  .max(1024, 'must have at most 1024 characters')
  .regex(/^\P{Cc}*$/u, 'must have no line breaks and no other control characters');

/** An address as accounts are known by: in small letters, as at sign-in. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .refine((text) => /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text), 'is no e-mail address');

/** Somebody who may sign in to the console, or has been invited to. */
export const AdministratorAccount = z.strictObject({
  email: z.string(),
  role: AdminRole,
  state: z.enum(['ACTIVE', 'INVITED']),
  /** Epoch seconds. For an invitation, when it was made. */
  created_at: z.int(),
  /** Epoch seconds after which an invitation is good for nothing. */
  expires_at: z.int().optional(),
  /** Whether the password alone does not sign them in: they have an authenticator app or a passkey. */
  second_factor: z.boolean(),
  /** Present if they come from the OpenID provider of the company, which decides their role. */
  company: z.literal(true).optional(),
  /** Present if they may not sign in. */
  disabled: z.literal(true).optional(),
  /** How many sessions are open. */
  sessions: z.int().nonnegative(),
  /** Epoch seconds of the newest request of an open session. */
  last_used_at: z.int().optional(),
});
export type AdministratorAccount = z.infer<typeof AdministratorAccount>;

export const AdministratorAccounts = z.strictObject({ items: z.array(AdministratorAccount) });
export type AdministratorAccounts = z.infer<typeof AdministratorAccounts>;

/** `POST administrators`: whom to invite. Inviting an address again replaces its invitation. */
export const InviteAdministrator = z.strictObject({ email: Email, role: AdminRole });
export type InviteAdministrator = z.infer<typeof InviteAdministrator>;

/** An invitation, with the token that it is accepted with. It is shown once; only its hash is stored. */
export const Invitation = z.strictObject({
  email: z.string(),
  role: AdminRole,
  token: z.string(),
  expires_at: z.int(),
});
export type Invitation = z.infer<typeof Invitation>;

/** `POST invitations/accept`: makes the account. */
export const AcceptInvitation = z.strictObject({
  token: z.string().min(1, 'is required').max(128),
  password: NewPassword,
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const AcceptedInvitation = z.strictObject({ email: z.string(), role: AdminRole });
export type AcceptedInvitation = z.infer<typeof AcceptedInvitation>;

/** `PATCH administrators/{email}` */
export const UpdateAdministrator = z
  .strictObject({
    role: AdminRole.optional(),
    /** Whether they may sign in. Whoever no longer may is out at once. */
    enabled: z.boolean().optional(),
  })
  .refine(({ role, enabled }) => (role === undefined) !== (enabled === undefined), 'must have either role or enabled');
export type UpdateAdministrator = z.infer<typeof UpdateAdministrator>;

/** `PUT own-password`: all other sessions of the account end. */
export const ChangePassword = OwnerProof.safeExtend({ new_password: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** A session of the administrator who asks. */
export const OwnSession = z.strictObject({
  id: z.string(),
  /** Whether the request itself was made with it. */
  current: z.boolean(),
  created_at: z.int(),
  last_used_at: z.int(),
  expires_at: z.int(),
  /** Absent from a session that was opened before this was noted. */
  signed_in_with: SignInMethod.optional(),
});
export type OwnSession = z.infer<typeof OwnSession>;

export const OwnSessions = z.strictObject({ items: z.array(OwnSession) });
export type OwnSessions = z.infer<typeof OwnSessions>;
