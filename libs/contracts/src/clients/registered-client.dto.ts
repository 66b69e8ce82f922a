import { z } from 'zod';
import { JsonWebKeySet, Platform } from '../client-registration/client-registration.dto.js';
import { AudiencePolicy, LenientUntil } from './api-client.dto.js';
import { SigningAlgorithm } from '../tokens/signing-key.dto.js';
import { Identifier, PageQuery, Timestamp, pageOf } from '../admin/fields.js';

/** `instance`: belongs to an application. `dynamic`: belongs to none. */
export const REGISTERED_CLIENT_KINDS = ['instance', 'dynamic'] as const;
const Kind = z.enum(REGISTERED_CLIENT_KINDS);

/** A client that registered itself or was registered with the master token. */
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
  /** Accurate to the hour. Absent if never used. */
  last_used_at: Timestamp.optional(),
  /** When the client expires unless it is used; a trial's client expires in any case. */
  expires_at: Timestamp.optional(),
  /**
   * Present if a document at its identifier describes the client: `followed` is read anew by itself, `imported` by an
   * administrator only.
   */
  document: z.enum(['followed', 'imported']).optional(),
  /** When that document was read last. */
  document_fetched_at: Timestamp.optional(),
  /** It was registered in a trial from the console. */
  trial: z.literal(true).optional(),
});
export type RegisteredClient = z.infer<typeof RegisteredClient>;
export const RegisteredClientPage = pageOf(RegisteredClient);

/** A registered client with its public keys and the rest of its metadata. */
export const RegisteredClientDetails = RegisteredClient.extend({
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().optional(),
  redirect_uris: z.array(z.string()),
  response_types: z.array(z.string()),
  scopes: z.array(z.string()),
  /** Audiences accepted in its assertions. `null`: its application's policy applies, or `STRICT` if it has none. */
  audience_policy: AudiencePolicy.nullable(),
  lenient_until: LenientUntil,
  /** `false`: an administrator exempted the client from PKCE. Public clients are never exempted. */
  require_pkce: z.boolean(),
  id_token_signed_response_alg: SigningAlgorithm,
  /** What the initial access token permits the client to register, for the client's whole life. */
  registration_lock: z.array(z.string()),
  /** Identifier of the initial access token it was registered with. */
  initial_access_token: z.string().optional(),
  /** Identifier of the software statement it was registered with. */
  software_statement: z.string().optional(),
  /** The remaining client metadata (RFC 7591 §2). */
  metadata: z.record(z.string(), z.json()),
});
export type RegisteredClientDetails = z.infer<typeof RegisteredClientDetails>;

/** Selects registered clients. A client must match all members. */
const filter = {
  kind: Kind.optional(),
  application: Identifier.optional(),
  app_platform: Platform.optional(),
  /** Only clients that were never used. */
  never_used: z.literal('true').optional(),
  /** Only clients that have been neither used nor registered since then. */
  last_used_before: z.coerce.number().int().min(0).max(99_999_999_999).optional(),
  /** Only clients that were registered with this initial access token. */
  initial_access_token: z.uuid().optional(),
};

/** `GET clients`, newest first. */
export const RegisteredClientQuery = PageQuery.extend(filter);
export type RegisteredClientQuery = z.infer<typeof RegisteredClientQuery>;

/** `GET clients/count`: previews the filter of a clean-up. */
export const RegisteredClientFilter = z.strictObject({ q: PageQuery.shape.q, ...filter });
export type RegisteredClientFilter = z.infer<typeof RegisteredClientFilter>;

/** The most clients that one clean-up deletes. Counting stops above this number. */
export const MOST_CLIENTS_DELETED = 10_000;

export const RegisteredClientCount = z.strictObject({
  count: z.int(),
  /** Of which clients were counted: another as soon as one is gone or has come, also if there are as many. */
  etag: z.string(),
});
export type RegisteredClientCount = z.infer<typeof RegisteredClientCount>;

/**
 * `POST clients/deletions`: deletes the clients that match the filter, provided there are exactly `expected_count` of
 * them. If `If-Match` names the `etag` of the count, they have to be those that were counted. A filter that would match
 * every client is refused.
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

/**
 * `PATCH clients/{client_id}`. A disabled client is refused everywhere, and its access tokens end. Only a client that
 * authenticates and is not an app can be exempted from PKCE.
 */
export const UpdateRegisteredClient = z
  .strictObject({
    enabled: z.boolean(),
    audience_policy: AudiencePolicy.nullable(),
    lenient_until: LenientUntil,
    require_pkce: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, {
    path: ['enabled'],
    message: 'or audience_policy, lenient_until or require_pkce is required',
  });
export type UpdateRegisteredClient = z.infer<typeof UpdateRegisteredClient>;

/** `GET app-installations`: the registered clients of applications. */
export const AppInstallationQuery = RegisteredClientQuery.omit({ kind: true });
export type AppInstallationQuery = z.infer<typeof AppInstallationQuery>;
