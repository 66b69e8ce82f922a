import { z } from 'zod';
import { Identifier, Timestamp } from './fields.js';

/** One stored registration of a person on a client. */
export const UserProfile = z.strictObject({
  id: z.uuid(),
  client_id: z.string(),
  application: Identifier.optional(),
  identity_provider: Identifier,
  profile_id: z.string(),
  scopes: z.array(z.string()),
  created_at: Timestamp,
});
export type UserProfile = z.infer<typeof UserProfile>;

/**
 * `GET users/{id}`: a person with at least one profile, looked up by the exact identifier that a provider's script
 * returned. People who only registered statelessly have no profile and are not found.
 */
export const User = z.strictObject({ id: z.string(), profiles: z.array(UserProfile) });
export type User = z.infer<typeof User>;
