import { z } from 'zod';
import { REGISTER_ANYTHING, isRegistrationScope } from './client-registration.scopes.js';
import { Identifier, PageQuery, Timestamp, pageOf } from '../admin/fields.js';

const RegistrationScopeName = z.string().refine(isRegistrationScope, 'is no registration scope');

/** A host that redirect URIs may use: a host name or IP address, without scheme, port or path. */
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

/** `POST initial-access-tokens`. By default the token permits one unrestricted registration within a day. */
export const CreateInitialAccessToken = z
  .strictObject({
    /** Clients registered with the token become instances of this application. Absent: they belong to none. */
    application: Identifier.optional(),
    scope: z.array(RegistrationScopeName).min(1, 'permits nothing').max(20).default([REGISTER_ANYTHING]),
    /** Registration endpoints that accept the token: the issuer, or one of this server's endpoints. Empty: all. */
    audience: z.array(z.url().max(2048)).max(10).default([]),
    /** `SELF_CONTAINED`: a signed JWT that states what it permits. Its uses are counted in the same way. */
    encoding: z.enum(['IDENTIFIER', 'SELF_CONTAINED']).default('IDENTIFIER'),
    registrations: z.int().min(1, 'must be at least 1').max(1_000_000).default(1),
    /** Seconds. */
    expires_in: z.int().min(60, 'must be at least 60 seconds').max(YEAR, 'must be at most a year').default(86_400),
    /** Seconds after which a client registered with the token is deleted if it is not used. */
    client_lifetime: z.int().min(60, 'must be at least 60 seconds').max(YEAR, 'must be at most a year').optional(),
    /** Hosts that redirect URIs may use. Empty: any. */
    redirect_hosts: z.array(RedirectHost).max(50).default([]),
    label: z.string().trim().max(128).optional(),
  })
  .superRefine(({ encoding, expires_in: lifetime }, context) => {
    // The signing key must remain available for as long as the token is valid.
    if (encoding === 'SELF_CONTAINED' && lifetime > DAY) {
      context.addIssue({
        code: 'custom',
        path: ['expires_in'],
        message: 'must be at most a day for a self-contained token',
      });
    }
  });
export type CreateInitialAccessToken = z.input<typeof CreateInitialAccessToken>;

/** Whether a token can still register clients, and if not, why. */
export const INITIAL_ACCESS_TOKEN_STATES = ['usable', 'used', 'expired', 'revoked'] as const;
export type InitialAccessTokenState = (typeof INITIAL_ACCESS_TOKEN_STATES)[number];

/** `GET initial-access-tokens`, newest first. `q` matches part of the label, the developer's name or `created_by`. */
export const InitialAccessTokenQuery = PageQuery.extend({
  application: Identifier.optional(),
  state: z.enum(INITIAL_ACCESS_TOKEN_STATES).optional(),
});
export type InitialAccessTokenQuery = z.infer<typeof InitialAccessTokenQuery>;

/** A token as shown in lists; never includes the token itself. */
export const InitialAccessToken = z.strictObject({
  id: z.string(),
  application: Identifier.optional(),
  label: z.string().optional(),
  /** The requester's name for the developer who receives the token. */
  subject: z.string().optional(),
  /** The client it was formally issued to. */
  client_id: z.string().optional(),
  scope: z.array(z.string()),
  audience: z.array(z.string()),
  encoding: z.enum(['IDENTIFIER', 'SELF_CONTAINED']),
  registrations: z.int(),
  uses: z.int(),
  /** Number of existing clients that were registered with it. */
  clients: z.int(),
  client_lifetime: z.int().optional(),
  redirect_hosts: z.array(z.string()),
  expires_at: Timestamp,
  revoked: z.boolean(),
  /** It belongs to a trial from the console, and goes with it. */
  trial: z.literal(true).optional(),
  /** Who issued it: an administrator, or the client whose token was used. */
  created_by: z.string(),
  created_at: Timestamp,
});
export type InitialAccessToken = z.infer<typeof InitialAccessToken>;
export const InitialAccessTokenPage = pageOf(InitialAccessToken);

/** The only response that contains the token. */
export const CreatedInitialAccessToken = InitialAccessToken.extend({ initial_access_token: z.string() });
export type CreatedInitialAccessToken = z.infer<typeof CreatedInitialAccessToken>;

/** `DELETE initial-access-tokens/{id}`: `with_clients` also deletes the clients that were registered with it. */
export const RevokeInitialAccessTokenQuery = z.strictObject({ with_clients: z.enum(['true', 'false']).optional() });
export type RevokeInitialAccessTokenQuery = z.infer<typeof RevokeInitialAccessTokenQuery>;
