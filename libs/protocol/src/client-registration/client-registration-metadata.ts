import { type ClientMetadata, isOneLine } from '@passant/contracts';
import { jwksUriProblem } from '../clients/client-keys.js';
import { shown } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';
import { requireRedirectUri } from '../redirect-uris/redirect-uri.js';

/** Human-readable members, which may be repeated with a language tag (RFC 7591 §2.2). */
const READABLE = ['client_name', 'client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] as const;
const TAGGED = /^(client_name|client_uri|logo_uri|policy_uri|tos_uri)#([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)$/;
/** At least one visible character: a name of only spaces, joiners and marks counts as no name. */
const VISIBLE = /(?![\u115f\u1160\u3164\uffa0\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
const UNRULY_PROBLEM = 'must have no control characters';
const MOST_TAGGED = 50;
const MAX_TEXT = 2048;
/** Maximum length of `data` as JSON, in characters. */
const MAX_DATA = 8192;

/** The refusal of a member (RFC 7591 §3.2.2). */
export function refuseMetadata(why: string, cause?: SectorFault): OAuthError {
  return new OAuthError('invalid_client_metadata', why, cause === undefined ? {} : { cause });
}

/**
 * The members of a message that are set. RFC 7592 §2.2: a null member is treated as omitted. An empty string is treated
 * likewise, since it says no more. Both also apply to a first registration. Empty contacts are dropped as well.
 */
export function withoutUnset(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const set = Object.entries(message).filter(([, value]) => isSet(value));
  return Object.fromEntries(
    set.map(([name, value]) => [name, name === 'contacts' && Array.isArray(value) ? value.filter(isSet) : value]),
  );
}

function isSet(value: unknown): boolean {
  return value !== null && value !== '';
}

/**
 * The human-readable description of a client, checked, in the form in which it is stored and returned. The untagged
 * name is not included, because it is a property of the client itself.
 * Throws `invalid_client_metadata` that says which member and why.
 */
export function readDescription(metadata: ClientMetadata): Record<string, unknown> {
  const description: Record<string, unknown> = {};
  for (const member of READABLE) {
    const value = metadata[member];
    if (value === undefined) continue;
    const problem = readableProblem(member, value);
    if (problem !== undefined) throw refuseMetadata(`${member} ${problem}.`);
    if (member !== 'client_name') description[member] = value;
  }
  const tagged = Object.entries(metadata).filter(([name]) => TAGGED.test(name));
  if (tagged.length > MOST_TAGGED) throw refuseMetadata(`At most ${MOST_TAGGED} members may have a language tag.`);
  for (const [name, value] of tagged) {
    const member = TAGGED.exec(name)![1]!;
    const problem = readableProblem(member, value);
    if (problem !== undefined) {
      const options = { told: `It is ${shown(name)}.` };
      throw new OAuthError('invalid_client_metadata', `${member} with a language tag ${problem}.`, options);
    }
    description[name] = value;
  }
  if (metadata.contacts?.length) {
    for (const [index, contact] of metadata.contacts.entries()) requireOneLine(`contacts[${index}]`, contact);
    description.contacts = [...new Set(metadata.contacts)];
  }
  return description;
}

/** What is wrong with a text that people read, or follow as a link: the end of a sentence. */
function readableProblem(member: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be a string, not ${kindOfValue(value)}`;
  if (member === 'client_name') return value.length > 255 ? 'must have at most 255 characters' : nameProblem(value);
  if (value.length > MAX_TEXT) return `must have at most ${MAX_TEXT} characters`;
  // Parsers leave out line breaks and encode the rest, but what is stored and shown is the text.
  if (!isOneLine(value)) return UNRULY_PROBLEM;
  // These become links on a page, so only web URLs are allowed.
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an http or https URL';
  return url.username !== '' || url.password !== '' ? 'must hold no user name or password' : undefined;
}

/** The type of a value that should have been a string, as a hint for the developer of the client. */
function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** What is wrong with the name that somebody gives a client or a device: the end of a sentence. */
export function nameProblem(name: string): string | undefined {
  if (!isOneLine(name)) return UNRULY_PROBLEM;
  return VISIBLE.test(name) ? undefined : 'must have something to see';
}

/** Throws `invalid_client_metadata` for a text that is not {@link isOneLine}. */
export function requireOneLine(member: string, value: string): void {
  if (!isOneLine(value)) throw refuseMetadata(`${member} ${UNRULY_PROBLEM}.`);
}

/** Determines which redirect URIs are accepted. */
export interface RedirectTerms {
  /** Hosts they may name; empty means any. */
  redirectHosts: readonly string[];
  /** Private-use schemes without a dot that the operator allows. */
  redirectSchemes: readonly string[];
}

/**
 * The redirect URIs of a client, without duplicates.
 * Throws `invalid_redirect_uri` that says which one and why.
 */
export function readRedirectUris(uris: readonly string[] | undefined, terms: RedirectTerms): string[] {
  const hosts = new Set(terms.redirectHosts.map((host) => host.toLowerCase()));
  for (const [index, uri] of (uris ?? []).entries()) {
    const member = `redirect_uris[${index}]`;
    requireRedirectUri(uri, { member, schemes: terms.redirectSchemes });
    const { protocol, hostname } = new URL(uri);
    // In a private-use scheme, the host part means nothing: whichever app claims the scheme gets the code.
    const isOnHost = /^https?:$/.test(protocol) && hosts.has(hostname);
    if (hosts.size > 0 && !isOnHost) {
      const allowed = [...hosts].join(', ');
      throw new OAuthError('invalid_redirect_uri', `${member} must be on one of the hosts ${allowed}.`);
    }
  }
  return [...new Set(uris)];
}

/**
 * What says something about the operator's network: which of its names exist, and who answers there. Only the operator
 * learns it.
 */
export type SectorFault =
  | 'the address is not one this server may connect to'
  | 'the name does not resolve, or nobody takes the connection'
  | 'nobody answered in time';

/**
 * The result of fetching a `sector_identifier_uri`: the published list, or why there is none. `problem` is for the
 * caller, as the end of a sentence; `cause` is for the log.
 */
export type SectorAnswer = { uris: string[] } | { problem: string; cause?: SectorFault };

/** Parses the response of a `sector_identifier_uri`: a JSON array of strings (OpenID Connect Registration §5). */
export function readSector(body: string): SectorAnswer {
  try {
    const list: unknown = JSON.parse(body);
    if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return { uris: list };
  } catch {
    // Not JSON, so not a list either.
  }
  return { problem: 'did not answer a JSON array of texts' };
}

/** What is wrong with the URL itself, before it is fetched; phrased as the end of a sentence. */
export function sectorUriProblem(uri: string, allowPrivate: boolean): string | undefined {
  return jwksUriProblem(uri, allowPrivate);
}

/**
 * Checks that the list of a `sector_identifier_uri` contains every redirect URI.
 * Throws `invalid_client_metadata`.
 * @param answer the result of fetching it; absent if it was not fetched because the URL itself is invalid
 */
export function requireSector(
  uri: string,
  redirectUris: readonly string[],
  allowPrivate: boolean,
  answer: SectorAnswer | undefined,
): void {
  const problem = sectorUriProblem(uri, allowPrivate) ?? (answer === undefined ? 'was not asked' : undefined);
  if (problem !== undefined) throw refuseMetadata(`sector_identifier_uri ${problem}.`);
  const answered = answer as SectorAnswer;
  if ('problem' in answered) throw refuseMetadata(`sector_identifier_uri ${answered.problem}.`, answered.cause);
  const { uris } = answered;
  const missing = redirectUris.findIndex((redirectUri) => !uris.includes(redirectUri));
  if (missing >= 0) throw refuseMetadata(`sector_identifier_uri does not list redirect_uris[${missing}].`);
}

/** Returns `data` if the client sent any. Throws `invalid_client_metadata`. */
export function readData(data: Record<string, unknown> | undefined): Record<string, unknown> {
  if (data === undefined) return {};
  if (JSON.stringify(data).length > MAX_DATA) throw refuseMetadata(`data must have at most ${MAX_DATA} characters.`);
  return { data };
}
