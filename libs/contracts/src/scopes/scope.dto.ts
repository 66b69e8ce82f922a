import { z } from 'zod';
import { ScopeValue } from './scope.js';
import { Identifier, Timestamp, pageOf } from '../admin/fields.js';

const Description = z.string().trim().max(512, 'is longer than 512 characters');

/**
 * Attributes of a person, named as in the scripts, that the scope releases to clients that use the authorization code
 * flow: in the ID token, at userinfo and at introspection. The claims that OpenID Connect defines for `profile`,
 * `email`, `address` and `phone` need not be repeated. `openid` releases only the subject.
 */
const Claims = z
  .array(z.string().regex(/^[^\s\p{C}]{1,128}$/u, 'must have 1 to 128 visible characters and no space'))
  .max(100);

/**
 * `POST scopes`. A scope that an application names but that does not exist yet is created along with the application,
 * without a description.
 */
export const CreateScope = z.strictObject({
  identifier: ScopeValue,
  description: Description.default(''),
  claims: Claims.default([]),
});
export type CreateScope = z.input<typeof CreateScope>;

/** `PATCH scopes/{identifier}`. The identifier never changes, because tokens and apps refer to it. */
export const UpdateScope = z.strictObject({ description: Description, claims: Claims }).partial();
export type UpdateScope = z.infer<typeof UpdateScope>;

/** A scope as returned by the admin API. `used_by` lists the applications that grant it. */
export const Scope = z.strictObject({
  identifier: ScopeValue,
  description: Description,
  claims: Claims,
  used_by: z.array(Identifier),
  etag: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Scope = z.infer<typeof Scope>;
export const ScopePage = pageOf(Scope);
