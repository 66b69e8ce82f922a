import { z } from 'zod';
import { Platform } from '../client-registration.dto.js';
import { ScopeList } from '../scope.js';
import { AudiencePolicy } from './api-client.dto.js';
import { DisplayName, Identifier, Timestamp, pageOf } from './common.js';

/** What an app version may still do: everything, only log in with what it has, nothing. */
export const VERSION_STATUSES = ['LOGIN_REGISTRATION', 'LOGIN_ONLY', 'DISABLED'] as const;
export const ApplicationVersion = z.strictObject({
  platform: Platform,
  version: z.string().trim().min(1, 'is required').max(64),
  status: z.enum(VERSION_STATUSES),
});
export type ApplicationVersion = z.infer<typeof ApplicationVersion>;

/** The switches of the section *User authentication*. */
export const UserAuthentication = z.strictObject({
  stateless_authentication: z.boolean(),
  implicit_authentication: z.boolean(),
  mobile_authentication: z.boolean(),
  refresh_tokens: z.boolean(),
});
export type UserAuthentication = z.infer<typeof UserAuthentication>;

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
  /** Seconds an access token lives. */
  access_token_validity: z.int().min(30, 'must be at least 30 seconds').max(86_400, 'must be at most 86400 seconds'),
  identity_providers: z.array(Identifier).max(50),
  default_identity_provider: Identifier.nullable(),
  versions,
  /** Audiences that client assertions of its installations may name; one installation may have a policy of its own. */
  audience_policy: AudiencePolicy,
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
    implicit_authentication: false,
    mobile_authentication: false,
    refresh_tokens: false,
  },
  default_scopes: [],
  additional_scopes: [],
  access_token_validity: 900,
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
  identity_providers: fields.identity_providers.default([]),
  default_identity_provider: fields.default_identity_provider.default(null),
  versions: fields.versions.default([]),
  audience_policy: fields.audience_policy.default(defaults.audience_policy),
  access_token_web_hook: fields.access_token_web_hook.default(null),
  user_details_web_hook: fields.user_details_web_hook.default(null),
});
export type CreateApplication = z.input<typeof CreateApplication>;

/** `PATCH applications/{identifier}`: only the members that change; an array is replaced whole. */
export const UpdateApplication = z
  .strictObject({ ...fields, user_authentication: UserAuthentication.partial() })
  .partial();
export type UpdateApplication = z.infer<typeof UpdateApplication>;

/**
 * Why a switched-on stateless authentication cannot work yet. Derived on every read, so that the console never guesses.
 */
export const STATELESS_BLOCKERS = [
  'not_mobile',
  'application_disabled',
  'no_identity_provider',
  'no_enabled_identity_provider',
] as const;

/** An application as the admin API shows it. `etag` is sent back in `If-Match`. */
export const Application = z.strictObject({
  identifier: Identifier,
  ...fields,
  stateless_blockers: z.array(z.enum(STATELESS_BLOCKERS)),
  etag: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Application = z.infer<typeof Application>;
export const ApplicationPage = pageOf(Application);
