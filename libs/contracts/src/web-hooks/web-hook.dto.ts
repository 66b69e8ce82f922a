import { z } from 'zod';
import { ScopeList } from '../scopes/scope.js';
import { DisplayName, Identifier, Timestamp, pageOf } from '../admin/fields.js';

/** When a hook is called: before a token is issued, to remove scopes or add claims, or to change user details. */
export const WEB_HOOK_TYPES = ['CUSTOMIZE_TOKEN', 'USER_DETAILS_CUSTOMIZATION'] as const;
export const WebHookType = z.enum(WEB_HOOK_TYPES);
export type WebHookType = z.infer<typeof WebHookType>;

/** Path relative to a hook's base URI. */
export const WEB_HOOK_PATHS: Record<WebHookType, string> = {
  CUSTOMIZE_TOKEN: '/v1/customize-access-token',
  USER_DETAILS_CUSTOMIZATION: '/v1/customize-user-details',
};

/** How the server authenticates to a hook: with a JWT signed with the server's key, with HTTP Basic, or not at all. */
export const WEB_HOOK_AUTHENTICATIONS = ['JWT', 'BASIC', 'NONE'] as const;
export const WebHookAuthentication = z.enum(WEB_HOOK_AUTHENTICATIONS);
export type WebHookAuthentication = z.infer<typeof WebHookAuthentication>;

/**
 * Outcome of a call. `timed_out`, `unreachable`, and `refused` with a status of 500 or above count as failures for the
 * circuit breaker.
 */
export const WEB_HOOK_OUTCOMES = [
  'succeeded',
  'timed_out',
  'unreachable',
  'address_refused',
  'refused',
  'redirected',
  'too_large',
  'invalid_answer',
  'circuit_open',
  'saturated',
] as const;
export const WebHookOutcome = z.enum(WEB_HOOK_OUTCOMES);
export type WebHookOutcome = z.infer<typeof WebHookOutcome>;

const BaseUri = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2048)
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { search, hash, username, password } = new URL(text);
    return !search && !hash && !username && !password;
  }, 'must have no query, fragment or user')
  .transform((text) => text.replace(/\/+$/, ''));

const fields = {
  name: DisplayName,
  base_uri: BaseUri,
  authentication_method: WebHookAuthentication,
  /** Only with BASIC. */
  username: z
    .string()
    .min(1, 'is required')
    .max(255)
    .regex(/^[^:\p{Cc}]+$/u, 'may hold no colon and no control characters')
    .nullable(),
  /** Only with BASIC. Never returned. */
  password: z
    .string()
    .min(1, 'is required')
    .max(1024)
    .regex(/^\P{Cc}+$/u, 'may hold no control characters'),
};

/** `POST web-hooks`. */
export const CreateWebHook = z
  .strictObject({
    id: Identifier.optional(),
    type: WebHookType,
    name: fields.name,
    base_uri: fields.base_uri,
    authentication_method: fields.authentication_method.default('JWT'),
    username: fields.username.default(null),
    password: fields.password.optional(),
  })
  .superRefine((hook, context) => {
    if (hook.authentication_method !== 'BASIC') return;
    for (const member of ['username', 'password'] as const) {
      if (!hook[member]) context.addIssue({ code: 'custom', path: [member], message: 'is required for BASIC' });
    }
  });
export type CreateWebHook = z.input<typeof CreateWebHook>;

/** `PATCH web-hooks/{id}`: only the members that change. The type cannot change. */
export const UpdateWebHook = z.strictObject(fields).partial();
export type UpdateWebHook = z.infer<typeof UpdateWebHook>;

/**
 * A hook as returned by the admin API. `circuit` is the circuit breaker's state in the server instance that answers:
 * the breaker shared by all clients or, while that one is closed, the worst of the breakers of single clients.
 */
export const WebHook = z.strictObject({
  id: Identifier,
  type: WebHookType,
  name: DisplayName,
  base_uri: z.string(),
  authentication_method: WebHookAuthentication,
  username: z.string().nullable(),
  has_password: z.boolean(),
  circuit: z.enum(['closed', 'open', 'half_open']),
  used_by: z.array(Identifier),
  etag: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type WebHook = z.infer<typeof WebHook>;
export const WebHookPage = pageOf(WebHook);

/** `POST web-hooks/{id}/test`: calls the hook as saved, for a fictitious person. */
export const TestWebHookRequest = z.strictObject({
  scopes: ScopeList.default(['openid', 'profile']),
});
export type TestWebHookRequest = z.input<typeof TestWebHookRequest>;

export const TestWebHookResult = z.strictObject({
  outcome: WebHookOutcome,
  /** One sentence, present if the call did not succeed. */
  error: z.string().optional(),
  http_status: z.int().optional(),
  duration_ms: z.number(),
  /**
   * The scopes that the hook removed and, in `claims`, the names of the claims it added. Names may be shown because the
   * person is fictitious; values are not.
   */
  removed_scopes: z.array(z.string()),
  claims: z.array(z.string()),
});
export type TestWebHookResult = z.infer<typeof TestWebHookResult>;

/** One past call: only its outcome, status, duration and counts, no content. */
export const WebHookDelivery = z.strictObject({
  /** Milliseconds since the epoch. */
  occurred: z.int(),
  outcome: WebHookOutcome,
  http_status: z.int().optional(),
  duration_ms: z.int(),
  removed_scopes: z.int(),
  claims: z.int(),
});
export type WebHookDelivery = z.infer<typeof WebHookDelivery>;

/** Newest first. */
export const WebHookDeliveries = z.strictObject({ items: z.array(WebHookDelivery) });
export type WebHookDeliveries = z.infer<typeof WebHookDeliveries>;
