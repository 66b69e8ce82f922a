import { z } from 'zod';
import { Platform } from '../client-registration/client-registration.dto.js';
import { ScopeList } from '../scopes/scope.js';
import { AudiencePolicy, LenientUntil, NewAudiencePolicy } from '../clients/api-client.dto.js';
import { DisplayName, Identifier, Timestamp, pageOf } from '../admin/fields.js';

/** What an app version may do: everything, only log in (no new installation or profile), or nothing at all. */
export const VERSION_STATUSES = ['LOGIN_REGISTRATION', 'LOGIN_ONLY', 'DISABLED'] as const;
export const ApplicationVersion = z.strictObject({
  platform: Platform,
  version: z.string().trim().min(1, 'is required').max(64),
  status: z.enum(VERSION_STATUSES),
});
export type ApplicationVersion = z.infer<typeof ApplicationVersion>;

/** The switches in the console's section *User authentication*. */
export const UserAuthentication = z.strictObject({
  stateless_authentication: z.boolean(),
  /** A stateless registration also gives a refresh token. Without effect while stateless authentication is off. */
  stateless_session: z.boolean(),
  implicit_authentication: z.boolean(),
  mobile_authentication: z.boolean(),
  refresh_tokens: z.boolean(),
});
export type UserAuthentication = z.infer<typeof UserAuthentication>;

/** In seconds. Also applies to clients without an application. */
export const DEFAULT_REFRESH_TOKEN_GRACE = 30;

/** In seconds. */
export const DEFAULT_STATELESS_SESSION_DURATION = 3600;

const versions = z
  .array(ApplicationVersion)
  .max(200)
  .refine(
    (list) => new Set(list.map((entry) => `${entry.platform} ${entry.version}`)).size === list.length,
    'names a platform and version twice',
  );

const fields = {
  name: DisplayName,
  enabled: z.boolean(),
  client_type: z.enum(['mobile', 'web']),
  user_authentication: UserAuthentication,
  default_scopes: ScopeList,
  additional_scopes: ScopeList,
  /** Lifetime of an access token in seconds. */
  access_token_validity: z.int().min(30, 'must be at least 30 seconds').max(86_400, 'must be at most 86400 seconds'),
  /** Seconds during which a client may resend a refresh token, in case the response was lost. 0: never. */
  refresh_token_grace: z.int().min(0, 'must be at least 0 seconds').max(120, 'must be at most 120 seconds'),
  /** Seconds from a stateless registration to the end of everything that was issued for it, however often refreshed. */
  stateless_session_duration: z
    .int()
    .min(60, 'must be at least 60 seconds')
    .max(86_400, 'must be at most 86400 seconds'),
  /**
   * Where a browser is sent back to after a stateless registration on the login pages. Empty: there is none. Without
   * effect while stateless authentication is off.
   */
  stateless_redirect_uris: z.array(z.string().min(1).max(2048)).max(10),
  identity_providers: z.array(Identifier).max(50),
  default_identity_provider: Identifier.nullable(),
  versions,
  /** Audiences accepted in client assertions of its installations. An installation may have its own policy. */
  audience_policy: AudiencePolicy,
  lenient_until: LenientUntil,
  /** Identifier of a web hook of type CUSTOMIZE_TOKEN. */
  access_token_web_hook: Identifier.nullable(),
  /** Identifier of a web hook of type USER_DETAILS_CUSTOMIZATION. */
  user_details_web_hook: Identifier.nullable(),
};

const defaults = {
  enabled: true,
  client_type: 'mobile',
  user_authentication: {
    stateless_authentication: false,
    stateless_session: false,
    implicit_authentication: false,
    mobile_authentication: false,
    refresh_tokens: false,
  },
  default_scopes: [],
  additional_scopes: [],
  access_token_validity: 900,
  refresh_token_grace: DEFAULT_REFRESH_TOKEN_GRACE,
  stateless_session_duration: DEFAULT_STATELESS_SESSION_DURATION,
  identity_providers: [],
  default_identity_provider: null,
  versions: [],
  audience_policy: 'STRICT',
} as const;

/** `POST applications`: everything but `identifier` and `name` has a default. */
export const CreateApplication = z.strictObject({
  identifier: Identifier,
  name: fields.name,
  enabled: fields.enabled.default(defaults.enabled),
  client_type: fields.client_type.default(defaults.client_type),
  user_authentication: UserAuthentication.partial()
    .transform((chosen) => ({ ...defaults.user_authentication, ...chosen }))
    .default({ ...defaults.user_authentication }),
  default_scopes: fields.default_scopes.default([]),
  additional_scopes: fields.additional_scopes.default([]),
  access_token_validity: fields.access_token_validity.default(defaults.access_token_validity),
  refresh_token_grace: fields.refresh_token_grace.default(defaults.refresh_token_grace),
  stateless_session_duration: fields.stateless_session_duration.default(defaults.stateless_session_duration),
  stateless_redirect_uris: fields.stateless_redirect_uris.default([]),
  identity_providers: fields.identity_providers.default([]),
  default_identity_provider: fields.default_identity_provider.default(null),
  versions: fields.versions.default([]),
  audience_policy: NewAudiencePolicy.default(defaults.audience_policy),
  access_token_web_hook: fields.access_token_web_hook.default(null),
  user_details_web_hook: fields.user_details_web_hook.default(null),
});
export type CreateApplication = z.input<typeof CreateApplication>;

/** `PATCH applications/{identifier}`: only the members that change. Arrays are replaced as a whole. */
export const UpdateApplication = z
  .strictObject({ ...fields, user_authentication: UserAuthentication.partial() })
  .partial();
export type UpdateApplication = z.infer<typeof UpdateApplication>;

/**
 * Why stateless authentication cannot work yet although it is enabled. Computed on every read, so that the console
 * never has to guess.
 */
export const STATELESS_BLOCKERS = [
  'not_mobile',
  'application_disabled',
  'no_identity_provider',
  'no_enabled_identity_provider',
] as const;

/** An application as returned by the admin API. Clients send `etag` back in `If-Match`. */
export const Application = z.strictObject({
  identifier: Identifier,
  ...fields,
  /**
   * When the policy `LEGACY` was set: it is for clients that were registered then or before. `null` if and only if
   * `lenient_until` is.
   */
  lenient_since: Timestamp.nullable(),
  stateless_blockers: z.array(z.enum(STATELESS_BLOCKERS)),
  etag: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Application = z.infer<typeof Application>;
export const ApplicationPage = pageOf(Application);
