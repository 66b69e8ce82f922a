import { z } from 'zod';
import { Identifier, Timestamp } from './common.js';

/** One registration of a person on one client that was kept. */
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
 * `GET users/{id}`: a person who has at least one profile, found by exactly the identifier that a provider's script
 * gave. Whoever passed statelessly has none, and is not found.
 */
export const User = z.strictObject({ id: z.string(), profiles: z.array(UserProfile) });
export type User = z.infer<typeof User>;
