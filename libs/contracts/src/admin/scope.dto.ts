import { z } from 'zod';
import { ScopeValue } from '../scope.js';
import { Identifier, Timestamp, pageOf } from './common.js';

const Description = z.string().trim().max(512, 'is longer than 512 characters');

/**
 * `POST scopes`. A scope that an application names without its having been made here is made with the application,
 * without a description.
 */
export const CreateScope = z.strictObject({ identifier: ScopeValue, description: Description.default('') });
export type CreateScope = z.input<typeof CreateScope>;

/** `PATCH scopes/{identifier}`. The identifier stands in tokens and in apps, so it never changes. */
export const UpdateScope = z.strictObject({ description: Description }).partial();
export type UpdateScope = z.infer<typeof UpdateScope>;

/** A scope as the admin API shows it. `used_by` names the applications that give it. */
export const Scope = z.strictObject({
  identifier: ScopeValue,
  description: Description,
  used_by: z.array(Identifier),
  etag: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Scope = z.infer<typeof Scope>;
export const ScopePage = pageOf(Scope);
