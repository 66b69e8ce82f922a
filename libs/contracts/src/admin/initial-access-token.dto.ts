import { z } from 'zod';
import { Identifier, Timestamp, pageOf } from './common.js';

/** `POST initial-access-tokens`. One registration within a day unless told otherwise. */
export const CreateInitialAccessToken = z.strictObject({
  application: Identifier,
  scope: z.array(z.string().min(1).max(255)).max(20).optional(),
  registrations: z.int().min(1, 'must be at least 1').max(1_000_000).default(1),
  /** Seconds. */
  expires_in: z.int().min(60, 'must be at least 60 seconds').max(31_536_000, 'must be at most a year').default(86_400),
  label: z.string().trim().max(128).optional(),
});
export type CreateInitialAccessToken = z.input<typeof CreateInitialAccessToken>;

/** A token as the list shows it: never the token itself. */
export const InitialAccessToken = z.strictObject({
  id: z.string(),
  application: Identifier.optional(),
  label: z.string().optional(),
  scope: z.array(z.string()),
  registrations: z.int(),
  uses: z.int(),
  expires_at: Timestamp,
  revoked: z.boolean(),
  created_by: z.string(),
  created_at: Timestamp,
});
export type InitialAccessToken = z.infer<typeof InitialAccessToken>;
export const InitialAccessTokenPage = pageOf(InitialAccessToken);

/** The answer that shows the token, once. */
export const CreatedInitialAccessToken = InitialAccessToken.extend({ initial_access_token: z.string() });
export type CreatedInitialAccessToken = z.infer<typeof CreatedInitialAccessToken>;
