import { z } from 'zod';
import { Identifier, Timestamp } from '../admin/fields.js';
import { EventName } from '../events/events.js';
import { ADMIN_ERROR_CODES, OAUTH_ERROR_CODES } from '../refusals/errors.js';
import { INITIAL_ACCESS_TOKEN_STATES } from '../client-registration/initial-access-token.dto.js';
import { SigningKey } from '../tokens/signing-key.dto.js';

/**
 * `POST search`: an identifier as a log or an answer shows it, alone or with its name (`error_id=…`, `"kid":"…"`), or
 * the SHA-256 of a token in hexadecimal or base64url. It is in the body, because addresses end up in logs and
 * histories, and somebody will paste a token.
 */
export const SearchRequest = z.strictObject({
  identifier: z.string().trim().min(1, 'is required').max(4096, 'is longer than 4096 characters'),
});
export type SearchRequest = z.infer<typeof SearchRequest>;

/** The kinds of tokens that can be recognised by their hash. */
export const FOUND_TOKENS = ['access', 'refresh', 'authorization_code'] as const;
export type FoundToken = (typeof FOUND_TOKENS)[number];

/** What was searched for. `token`: the token itself, which should not be anywhere but with its holder. */
export const FOUND_BY = ['id', 'hash', 'token'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/**
 * Why a token is not live. `used`: a code that was redeemed. `replaced`: a refresh token that was exchanged for the next.
 * `ended`: it ended before it expired. `suspended`: its application, its version or its identity provider does not stand
 * behind it at the moment.
 */
export const TOKEN_ENDS = ['expired', 'used', 'replaced', 'ended', 'suspended'] as const;
export type TokenEnd = (typeof TOKEN_ENDS)[number];

/** A client, wherever it came from. */
export const FoundClient = z.strictObject({
  client_id: z.string(),
  /** `instance`: an installation of an app. `dynamic`: a client that registered itself for no application. */
  client_kind: z.enum(['instance', 'dynamic', 'web', 'api']),
  name: z.string().optional(),
  application: Identifier.optional(),
  enabled: z.boolean(),
});
export type FoundClient = z.infer<typeof FoundClient>;

/** What an identifier stands for. Never says who a person is. */
export const Finding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('application'), identifier: z.string(), name: z.string(), enabled: z.boolean() }),
  z.strictObject({
    kind: z.literal('identity_provider'),
    identifier: z.string(),
    name: z.string(),
    enabled: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('scope'), identifier: z.string() }),
  z.strictObject({ kind: z.literal('web_hook'), id: z.string(), name: z.string() }),
  FoundClient.extend({ kind: z.literal('client') }),
  /** A client that no longer exists, but about which there are still events. */
  z.strictObject({
    kind: z.literal('former_client'),
    client_id: z.string(),
    application: z.string().optional(),
    /** Milliseconds since the epoch, of its latest event. */
    last_seen: z.int(),
  }),
  z.strictObject({
    kind: z.literal('initial_access_token'),
    id: z.string(),
    by: z.enum(FOUND_BY),
    label: z.string().optional(),
    application: Identifier.optional(),
    state: z.enum(INITIAL_ACCESS_TOKEN_STATES),
    expires_at: Timestamp,
  }),
  z.strictObject({
    kind: z.literal('software_statement'),
    id: z.string(),
    application: Identifier,
    app_platform: z.enum(['ios', 'android']),
    app_version: z.string(),
    revoked: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('signing_key'),
    ...SigningKey.pick({ kid: true, algorithm: true, state: true }).shape,
  }),
  /** A refused request whose checks can still be read. */
  z.strictObject({
    kind: z.literal('refusal'),
    error_id: z.string(),
    error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]),
    status: z.int(),
    description: z.string(),
    /** Milliseconds since the epoch. */
    occurred: z.int(),
  }),
  /** A request with the events that it caused, oldest first. */
  z.strictObject({
    kind: z.literal('request'),
    request_id: z.string(),
    events: z.array(EventName).min(1),
    /** Milliseconds since the epoch, of the first event. */
    occurred: z.int(),
    client_id: z.string().optional(),
    application: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('token'),
    token: z.enum(FOUND_TOKENS),
    by: z.enum(FOUND_BY).exclude(['id']),
    live: z.boolean(),
    /** Present unless the token is live. */
    end: z.enum(TOKEN_ENDS).optional(),
    /** Absent for an access token that ended: only its application is remembered. */
    client: FoundClient.optional(),
    application: z.string().optional(),
    issued_at: Timestamp.optional(),
    expires_at: Timestamp,
  }),
]);
export type Finding = z.infer<typeof Finding>;

/** Everything that the identifier stands for; empty if nothing is known of it. */
export const SearchResult = z.strictObject({ items: z.array(Finding) });
export type SearchResult = z.infer<typeof SearchResult>;
