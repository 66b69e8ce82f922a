import { z } from 'zod';
import { Timestamp } from '../admin/fields.js';

/** Host name as a URL has it; `*.` in front means every name below, and then at least two labels follow. */
const DOMAIN =
  /^(?:\*\.(?=[^.]+\.[^.]))?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
const DOMAIN_PROBLEM = 'must be a host name in small letters, as app.example.com or *.example.com';

export const ClientDocumentDomain = z.string().max(253, DOMAIN_PROBLEM).regex(DOMAIN, DOMAIN_PROBLEM);

const domains = z
  .array(ClientDocumentDomain)
  .max(100, 'must have at most 100 entries')
  .refine((list) => new Set(list).size === list.length, 'must name each domain once');

/**
 * `GET client-document-policy`: whether a client identifier may be the address of a document that describes the client,
 * and on which domains (draft-ietf-oauth-client-id-metadata-document). An empty list admits none.
 */
export const ClientDocumentPolicy = z.strictObject({
  enabled: z.boolean(),
  domains: z.array(z.string()),
  /** Whether such clients are taken: enabled, and a domain is named. This is what the server metadata say. */
  in_force: z.boolean(),
  etag: z.string(),
});
export type ClientDocumentPolicy = z.infer<typeof ClientDocumentPolicy>;

/** `PATCH client-document-policy`. Clients of a domain that is taken from the list are refused at once. */
export const UpdateClientDocumentPolicy = z.strictObject({ enabled: z.boolean(), domains }).partial();
export type UpdateClientDocumentPolicy = z.infer<typeof UpdateClientDocumentPolicy>;

/** The grants of a client that were sent to one redirect URI. */
export const ClientGrants = z.strictObject({
  redirect_uri: z.string(),
  /** Refresh tokens: one per installation and person. */
  grants: z.int(),
  people: z.int(),
  /** When the latest of them was given or used. */
  latest_at: Timestamp,
});
export type ClientGrants = z.infer<typeof ClientGrants>;

/** `GET clients/{client_id}/grants`, the redirect URI with the most grants first, 100 at most. */
export const ClientGrantList = z.strictObject({ items: z.array(ClientGrants) });
export type ClientGrantList = z.infer<typeof ClientGrantList>;

/** `POST clients/{client_id}/end-grants`: ends everything that was given at one redirect URI, and nothing else. */
export const EndClientGrants = z.strictObject({
  redirect_uri: z.string().min(1, 'is required').max(2048, 'must have at most 2048 characters'),
});
export type EndClientGrants = z.infer<typeof EndClientGrants>;

export const EndedClientGrants = z.strictObject({ grants: z.int(), access_tokens: z.int(), codes: z.int() });
export type EndedClientGrants = z.infer<typeof EndedClientGrants>;

const address = z.string().trim().min(1, 'is required').max(255, 'is longer than 255 characters');

/** `POST client-document-previews`: what the document at an address says, and what importing it would change. */
export const PreviewClientDocument = z.strictObject({ client_id: address });
export type PreviewClientDocument = z.infer<typeof PreviewClientDocument>;

/** Client metadata as a registration has it (RFC 7591 §2). */
const Metadata = z.record(z.string(), z.json());

export const ClientDocumentPreview = z.strictObject({
  client_id: z.string(),
  /** The host that publishes the document. */
  host: z.string(),
  /** What is stored; absent for a client that is not known yet. */
  stored: Metadata.optional(),
  /** How the stored client is read: by itself, or by an administrator. */
  document: z.enum(['followed', 'imported']).optional(),
  /** What would be stored: the document as this server takes it. */
  proposed: Metadata,
  /** Names what was shown. An import takes nothing else. */
  digest: z.string(),
});
export type ClientDocumentPreview = z.infer<typeof ClientDocumentPreview>;

/**
 * `POST client-documents`: takes what a preview showed. From then on the document is read when an administrator asks for
 * it, and at no other time.
 */
export const ImportClientDocument = z.strictObject({
  client_id: address,
  digest: z.string().min(1, 'is required').max(64, 'is longer than 64 characters'),
});
export type ImportClientDocument = z.infer<typeof ImportClientDocument>;
