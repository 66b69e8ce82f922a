import { z } from 'zod';
import { Identifier, Timestamp } from '../admin/fields.js';
import { Platform } from '../client-registration/client-registration.dto.js';
import { REGISTRATION_GRANTS } from '../custom-registration/grant-types.js';
import { ADMIN_ERROR_CODES, OAUTH_ERROR_CODES } from '../refusals/errors.js';

/**
 * The requests whose shapes are counted: the two steps of a custom registration, a refresh of a profile's tokens, one
 * of a stateless session, and an implicit authentication.
 */
export const COUNTED_REQUESTS = ['init', 'complete', 'refresh', 'session_refresh', 'implicit_authentication'] as const;
export type CountedRequest = (typeof COUNTED_REQUESTS)[number];

/** Which registration grant a request asked for: `default` without a `grant_type`, `unknown` with any other. */
export const ASKED_GRANTS = [...REGISTRATION_GRANTS, 'unknown'] as const;
export type AskedGrant = (typeof ASKED_GRANTS)[number];

/** Seconds for which a count is kept, from the beginning of its hour. */
export const SHAPE_LIFETIME = 86_400;

/** How what a request gets may differ after a change, although it is still accepted. */
export const IMPACT_DIFFERENCES = ['no_refresh_token', 'refresh_token', 'other_scopes', 'other_lifetime'] as const;

/**
 * What a change would do to a request: it would be refused that is accepted now, or accepted that is refused now, or
 * still be accepted, but get something else. `uncertain`: the records do not say enough about it to tell.
 */
export const IMPACT_EFFECTS = ['refused', 'admitted', 'changed', 'uncertain'] as const;

const RequestCounts = z.strictObject({
  request: z.enum(COUNTED_REQUESTS),
  /** All that were counted. */
  requests: z.int(),
  refused: z.int(),
  admitted: z.int(),
  changed: z.int(),
  uncertain: z.int(),
});

/** Requests that a change affects alike. */
export const ImpactGroup = z.strictObject({
  effect: z.enum(IMPACT_EFFECTS),
  request: z.enum(COUNTED_REQUESTS),
  application: Identifier,
  /** null: the request named none of this server. */
  identity_provider: Identifier.nullable(),
  /** null: the request is none that asks for a registration grant. */
  grant: z.enum(ASKED_GRANTS).nullable(),
  /** null: the client is no app installation. */
  platform: Platform.nullable(),
  /** null: there is none, or the application did not list it. */
  version: z.string().nullable(),
  /** How many. */
  requests: z.int(),
  /** Of `refused`: the code of the answer, and why, in words for administrators. */
  error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]).optional(),
  reason: z.string().optional(),
  /** Of `changed`. */
  differences: z.array(z.enum(IMPACT_DIFFERENCES)).optional(),
});
export type ImpactGroup = z.infer<typeof ImpactGroup>;

/** What a change that is not saved yet would have done to recent requests. */
export const Impact = z.strictObject({
  /** The beginning of the first hour that was looked at, less than a day ago. */
  since: Timestamp,
  /** One per kind of request of which there were any. */
  requests: z.array(RequestCounts),
  /** The largest first. */
  groups: z.array(ImpactGroup),
  /** Affected requests in groups that are left out, because there are too many. */
  requests_left_out: z.int(),
  /** Requests that were counted without their shape, because there were too many shapes in an hour. */
  requests_not_judged: z.int(),
  /** Changed members that the records say nothing about, for example `scripts`. */
  members_not_judged: z.array(z.string()),
});
export type Impact = z.infer<typeof Impact>;
