import { SECRET_METHODS } from '../clients/client-credentials.js';
import { jwksUriProblem } from '../clients/client-keys.js';
import type { Client } from '../clients/client-records.js';
import { matchesRedirectUri } from '../redirect-uris/redirect-uri.js';
import type { ClientDocumentPolicy } from './client-document-records.js';
import { withoutUnset } from './client-registration-metadata.js';
import { canonicalJson } from '../canonical-json.js';
import { readObject } from '../json-object.js';

// draft-ietf-oauth-client-id-metadata-document-03: a client identifier that is an address, at which a document
// describes the client. The section numbers below are those of this draft.

/** Maximum size of a document in bytes: the size that the draft recommends to read at most. */
export const MAX_DOCUMENT_BYTES = 5 * 1024;

/** Maximum length of any client identifier, in characters. */
const MAX_IDENTIFIER = 255;

/** Members that this server or a registration token defines, which no document can decide about. */
const NOT_OF_DOCUMENTS = new Set([
  'client_id',
  'preferred_client_id',
  'preferred_client_secret',
  'data',
  'software_statement',
  'app_platform',
  'registration_access_token',
  'registration_client_uri',
]);

/** Whether an identifier is an address. Those that this server generates, or lets others choose, never are. */
export function isDocumentIdentifier(clientId: string): boolean {
  return /^https?:\/\//.test(clientId);
}

/**
 * What is wrong with an address as a client identifier, as the end of a sentence; `undefined` if nothing is. Identifiers
 * are compared as text, and addresses are asked as their parser reads them. Both must mean the same, so an identifier
 * has to be in its normal form, which includes a path and excludes dot segments (§3).
 * @param allowPrivate as for the addresses of keys
 */
export function documentIdentifierProblem(clientId: string, allowPrivate: boolean): string | undefined {
  const problem = jwksUriProblem(clientId, allowPrivate);
  if (problem !== undefined) return problem;
  if (clientId.length > MAX_IDENTIFIER) return `must have at most ${MAX_IDENTIFIER} characters`;
  return new URL(clientId).href === clientId ? undefined : 'must be in its normal form, with a path';
}

/** The host that a document's identifier names, as it is shown to people. */
export function hostOfDocument(clientId: string): string {
  return new URL(clientId).host;
}

/** Whether documents of any client are taken at all. */
export function takesDocuments({ enabled, domains }: Pick<ClientDocumentPolicy, 'enabled' | 'domains'>): boolean {
  return enabled && domains.length > 0;
}

/**
 * The domain that lets in an identifier, as an administrator wrote it; `undefined` if none does. The port is its owner's
 * business.
 */
export function allowedDomain(
  clientId: string,
  policy: Pick<ClientDocumentPolicy, 'enabled' | 'domains'>,
): string | undefined {
  const host = URL.parse(clientId)?.hostname;
  if (!takesDocuments(policy) || !host) return undefined;
  return policy.domains.find((domain) => (domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : host === domain));
}

/** Whether an administrator allows the domain of an identifier. */
export function isAllowedDocument(
  clientId: string,
  policy: Pick<ClientDocumentPolicy, 'enabled' | 'domains'>,
): boolean {
  return allowedDomain(clientId, policy) !== undefined;
}

/** What a document says about its client, or why it says nothing: the end of a sentence. */
export type DocumentContent = { metadata: Record<string, unknown> } | { problem: string };

/**
 * Reads a document (§4). `client_id` must be the identifier, character by character (RFC 3986 §6.2.1). There is no way
 * to agree on a secret, so neither secrets nor methods that need one are taken. Everything else is judged as the
 * metadata of any registration.
 */
export function readClientDocument(body: string, clientId: string): DocumentContent {
  const document = readObject(body);
  if (!document) return { problem: 'answered no JSON object' };
  if (document.client_id !== clientId) return { problem: 'names another client_id, or none' };
  const members = withoutUnset(document);
  if ('client_secret' in members || 'client_secret_expires_at' in members) {
    return { problem: 'holds a secret, which a public document cannot keep' };
  }
  const method = methodOf(members);
  if (typeof method !== 'string') return method;
  const taken = Object.entries(members).filter(([name]) => !NOT_OF_DOCUMENTS.has(name));
  return { metadata: { ...Object.fromEntries(taken), token_endpoint_auth_method: method } };
}

const isSecretMethod = (method: unknown): boolean =>
  method === 'client_secret_jwt' || SECRET_METHODS.some((known) => known === method);

/**
 * How the client of a document authenticates. A document may list what it can do instead of deciding (OpenID Connect RP
 * Metadata Choices); the stronger method is taken. If it says nothing, its keys decide: RFC 7591 would default to a
 * secret.
 */
function methodOf(members: Record<string, unknown>): string | { problem: string } {
  const { token_endpoint_auth_method: named, token_endpoint_auth_methods_supported: listed } = members;
  if (isSecretMethod(named)) return { problem: 'asks for a method that needs a shared secret' };
  if (named === 'none' || named === 'private_key_jwt') return named;
  const choices: unknown[] = Array.isArray(listed) ? listed : [];
  const hasKeys = 'jwks' in members || 'jwks_uri' in members;
  if (hasKeys && (choices.includes('private_key_jwt') || (named === undefined && choices.length === 0))) {
    return 'private_key_jwt';
  }
  if (choices.includes('none') || (named === undefined && choices.length === 0)) return 'none';
  return { problem: 'offers no method of authentication that is taken here' };
}

/**
 * Whether an answer with this status leaves a stored document in use, as an outage does. Everything but 200 says nothing
 * about the client (§5.1), except that its owner withdrew the document or keeps it from us.
 */
export function isOutage(status: number): boolean {
  return status >= 500 || status === 404 || status === 408 || status === 429;
}

/** Redirect URIs, of those that grants were sent to, that a client no longer has. */
export function redirectUrisGone(
  given: readonly string[],
  client: Pick<Client, 'redirectUris' | 'metadata'>,
): string[] {
  const kind = client.metadata.application_type === 'native' ? 'native' : 'web';
  return given.filter((uri) => !client.redirectUris.some((registered) => matchesRedirectUri(registered, uri, kind)));
}

/** A member of a registration that differs. */
export interface MemberDifference {
  member: string;
  before?: unknown;
  after?: unknown;
}

/** What a change of a registration changes, member by member in the order of their names. */
export function differencesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): MemberDifference[] {
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return members
    .filter((member) => canonicalJson(before[member]) !== canonicalJson(after[member]))
    .map((member) => ({
      member,
      ...(before[member] === undefined ? {} : { before: before[member] }),
      ...(after[member] === undefined ? {} : { after: after[member] }),
    }));
}
