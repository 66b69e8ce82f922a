import { z } from 'zod';
import { REGISTER_ANYTHING, isRegistrationScope } from '../client-registration.scopes.js';
import { Identifier, PageQuery, Timestamp, pageOf } from './common.js';

const RegistrationScopeName = z.string().refine(isRegistrationScope, 'is no registration scope');

/** A host that redirect URIs may name: a name or an address, without scheme, port or path. */
const RedirectHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/,
    'is not a host',
  );

const DAY = 86_400;
const YEAR = 365 * DAY;

/** `POST initial-access-tokens`. One registration of anything within a day unless told otherwise. */
export const CreateInitialAccessToken = z
  .strictObject({
    /** The clients become instances of it; without one they belong to no application. */
    application: Identifier.optional(),
    scope: z.array(RegistrationScopeName).min(1, 'permits nothing').max(20).default([REGISTER_ANYTHING]),
    /** Which registration endpoints it is good for: the issuer, or one of this server's. Empty: all of them. */
    audience: z.array(z.url().max(2048)).max(10).default([]),
    /** `SELF_CONTAINED`: a signed JWT that says what it is good for. Spent in the same way. */
    encoding: z.enum(['IDENTIFIER', 'SELF_CONTAINED']).default('IDENTIFIER'),
    registrations: z.int().min(1, 'must be at least 1').max(1_000_000).default(1),
    /** Seconds. */
    expires_in: z.int().min(60, 'must be at least 60 seconds').max(YEAR, 'must be at most a year').default(86_400),
    /** Seconds that a client made with it stays without being used. */
    client_lifetime: z.int().min(60, 'must be at least 60 seconds').max(YEAR, 'must be at most a year').optional(),
    /** Hosts that redirect URIs may name. Empty: any. */
    redirect_hosts: z.array(RedirectHost).max(50).default([]),
    label: z.string().trim().max(128).optional(),
  })
  .superRefine(({ encoding, expires_in: lifetime }, context) => {
    // The key it is signed with has to be there as long as the token.
    if (encoding === 'SELF_CONTAINED' && lifetime > DAY) {
      context.addIssue({
        code: 'custom',
        path: ['expires_in'],
        message: 'must be at most a day for a self-contained token',
      });
    }
  });
export type CreateInitialAccessToken = z.input<typeof CreateInitialAccessToken>;

/** Whether a token still registers clients, and if not, why. */
export const INITIAL_ACCESS_TOKEN_STATES = ['usable', 'used', 'expired', 'revoked'] as const;
export type InitialAccessTokenState = (typeof INITIAL_ACCESS_TOKEN_STATES)[number];

/** `GET initial-access-tokens`, newest first. `q`: part of a label, of a developer's name or of an issuer. */
export const InitialAccessTokenQuery = PageQuery.extend({
  application: Identifier.optional(),
  state: z.enum(INITIAL_ACCESS_TOKEN_STATES).optional(),
});
export type InitialAccessTokenQuery = z.infer<typeof InitialAccessTokenQuery>;

/** A token as the list shows it: never the token itself. */
export const InitialAccessToken = z.strictObject({
  id: z.string(),
  application: Identifier.optional(),
  label: z.string().optional(),
  /** What whoever asked for it calls the developer it is meant for. */
  subject: z.string().optional(),
  /** The client it was formally issued to. */
  client_id: z.string().optional(),
  scope: z.array(z.string()),
  audience: z.array(z.string()),
  encoding: z.enum(['IDENTIFIER', 'SELF_CONTAINED']),
  registrations: z.int(),
  uses: z.int(),
  /** Clients that were made with it and are there. */
  clients: z.int(),
  client_lifetime: z.int().optional(),
  redirect_hosts: z.array(z.string()),
  expires_at: Timestamp,
  revoked: z.boolean(),
  /** Who issued it: an administrator, or the client whose token did. */
  created_by: z.string(),
  created_at: Timestamp,
});
export type InitialAccessToken = z.infer<typeof InitialAccessToken>;
export const InitialAccessTokenPage = pageOf(InitialAccessToken);

/** The answer that shows the token, once. */
export const CreatedInitialAccessToken = InitialAccessToken.extend({ initial_access_token: z.string() });
export type CreatedInitialAccessToken = z.infer<typeof CreatedInitialAccessToken>;

/** `DELETE initial-access-tokens/{id}`: `with_clients` deletes the clients that were made with it, too. */
export const RevokeInitialAccessTokenQuery = z.strictObject({ with_clients: z.enum(['true', 'false']).optional() });
export type RevokeInitialAccessTokenQuery = z.infer<typeof RevokeInitialAccessTokenQuery>;
