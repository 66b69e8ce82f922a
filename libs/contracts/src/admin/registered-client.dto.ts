import { z } from 'zod';
import { JsonWebKeySet, Platform } from '../client-registration.dto.js';
import { AudiencePolicy } from './api-client.dto.js';
import { Identifier, PageQuery, Timestamp, pageOf } from './common.js';

/** `instance`: of an application; `dynamic`: of none. */
export const REGISTERED_CLIENT_KINDS = ['instance', 'dynamic'] as const;
const Kind = z.enum(REGISTERED_CLIENT_KINDS);

/** A client that registered itself, or was registered with the master token. */
export const RegisteredClient = z.strictObject({
  client_id: z.string(),
  kind: Kind,
  client_name: z.string().optional(),
  enabled: z.boolean(),
  application: Identifier.optional(),
  app_platform: Platform.optional(),
  app_version: z.string().optional(),
  token_endpoint_auth_method: z.string(),
  grant_types: z.array(z.string()),
  created_at: Timestamp,
  /** To the hour; absent: never used. */
  last_used_at: Timestamp.optional(),
  /** When it goes unless it is used. */
  expires_at: Timestamp.optional(),
});
export type RegisteredClient = z.infer<typeof RegisteredClient>;
export const RegisteredClientPage = pageOf(RegisteredClient);

/** With its public keys and whatever else it registered. */
export const RegisteredClientDetails = RegisteredClient.extend({
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().optional(),
  redirect_uris: z.array(z.string()),
  response_types: z.array(z.string()),
  scopes: z.array(z.string()),
  /** Audiences its assertions may name; `null`: those its application says, or the issuer alone where it has none. */
  audience_policy: AudiencePolicy.nullable(),
  /** What the initial access token allowed it for life. */
  registration_lock: z.array(z.string()),
  /** Identifier of the initial access token it was made with. */
  initial_access_token: z.string().optional(),
  /** Identifier of the software statement it was made with. */
  software_statement: z.string().optional(),
  /** The remaining client metadata (RFC 7591 §2). */
  metadata: z.record(z.string(), z.json()),
});
export type RegisteredClientDetails = z.infer<typeof RegisteredClientDetails>;

/** Which registered clients are meant: all members are to be met. */
const filter = {
  kind: Kind.optional(),
  application: Identifier.optional(),
  app_platform: Platform.optional(),
  /** Only clients that were never used. */
  never_used: z.literal('true').optional(),
  /** Only clients that were neither used nor registered since. */
  last_used_before: z.coerce.number().int().min(0).max(99_999_999_999).optional(),
  /** Only clients that were made with this initial access token. */
  initial_access_token: z.uuid().optional(),
};

/** `GET clients`, newest first. */
export const RegisteredClientQuery = PageQuery.extend(filter);
export type RegisteredClientQuery = z.infer<typeof RegisteredClientQuery>;

/** `GET clients/count`: the filter of a clean-up, before it is done. */
export const RegisteredClientFilter = z.strictObject({ q: PageQuery.shape.q, ...filter });
export type RegisteredClientFilter = z.infer<typeof RegisteredClientFilter>;

/** Clients that one clean-up deletes at most; counting stops behind it. */
export const MOST_CLIENTS_DELETED = 10_000;

export const RegisteredClientCount = z.strictObject({ count: z.int() });
export type RegisteredClientCount = z.infer<typeof RegisteredClientCount>;

/**
 * `POST clients/deletions`: deletes what the filter means, if that is exactly as much as whoever deletes it was told.
 * A filter that means every client there is, is none.
 */
export const DeleteRegisteredClients = z.strictObject({
  filter: RegisteredClientFilter.refine(
    ({ kind: _kind, ...narrowing }) => Object.values(narrowing).some((value) => value !== undefined),
    'must narrow by more than the kind',
  ),
  expected_count: z
    .int()
    .min(1, 'must be at least 1')
    .max(MOST_CLIENTS_DELETED, `must be at most ${MOST_CLIENTS_DELETED}`),
});
export type DeleteRegisteredClients = z.input<typeof DeleteRegisteredClients>;

export const DeletedRegisteredClients = z.strictObject({ deleted: z.int() });
export type DeletedRegisteredClients = z.infer<typeof DeletedRegisteredClients>;

/** `PATCH clients/{client_id}`. Switched off, it is refused everywhere and its access tokens end. */
export const UpdateRegisteredClient = z
  .strictObject({ enabled: z.boolean(), audience_policy: AudiencePolicy.nullable() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { path: ['enabled'], message: 'or audience_policy is required' });
export type UpdateRegisteredClient = z.infer<typeof UpdateRegisteredClient>;

/** `GET app-installations`: the registered clients of applications. */
export const AppInstallationQuery = RegisteredClientQuery.omit({ kind: true });
export type AppInstallationQuery = z.infer<typeof AppInstallationQuery>;
