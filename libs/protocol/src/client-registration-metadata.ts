import type { ClientMetadata } from '@passant/contracts';
import { jwksUriProblem } from './client-keys.js';
import { OAuthError } from './errors.js';
import { requireRedirectUri } from './redirect-uri.js';

/** Members for people to read, which may come once more with a language tag (RFC 7591 §2.2). */
const READABLE = ['client_name', 'client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] as const;
const TAGGED = /^(client_name|client_uri|logo_uri|policy_uri|tos_uri)#([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)$/;
/** Something to see: spaces, joiners and marks alone are a name that is not there. */
const VISIBLE = /(?![\u115f\u1160\u3164\uffa0\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
/** Characters that change how the text around them is read: controls, line ends, and what turns the direction. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const MOST_TAGGED = 50;
const MAX_TEXT = 2048;
/** Characters of `data`, as JSON. */
const MAX_DATA = 8192;

/** A refusal of a member, as RFC 7591 §3.2.2 has it. */
export function refuseMetadata(why: string): OAuthError {
  return new OAuthError('invalid_client_metadata', why);
}

/**
 * The members of a message that count. RFC 7592 §2.2: a member that is null is treated as left out; so is one at a first
 * registration.
 */
export function withoutNulls(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null));
}

/**
 * What a client says about itself for people to read, checked, in the form it is stored and echoed. The plain name is
 * not among it: it is a member of the client itself.
 * Throws `invalid_client_metadata` that says which member and why.
 */
export function readDescription(metadata: ClientMetadata): Record<string, unknown> {
  const description: Record<string, unknown> = {};
  for (const member of READABLE) {
    const value = metadata[member];
    if (value === undefined) continue;
    requireReadable(member, member, value);
    if (member !== 'client_name') description[member] = value;
  }
  const tagged = Object.entries(metadata).filter(([name]) => TAGGED.test(name));
  if (tagged.length > MOST_TAGGED) throw refuseMetadata(`At most ${MOST_TAGGED} members may have a language tag.`);
  for (const [name, value] of tagged) {
    requireReadable(name, TAGGED.exec(name)![1]!, value);
    description[name] = value;
  }
  if (metadata.contacts?.length) description.contacts = [...new Set(metadata.contacts)];
  return description;
}

function requireReadable(name: string, member: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw refuseMetadata(`${name} must be a text.`);
  if (member === 'client_name') {
    if (value.length > 255) throw refuseMetadata(`${name} must have at most 255 characters.`);
    requireOneLine(name, value);
    if (!VISIBLE.test(value)) throw refuseMetadata(`${name} must have something to see.`);
    return;
  }
  if (value.length > MAX_TEXT) throw refuseMetadata(`${name} must have at most ${MAX_TEXT} characters.`);
  // They become links on a page: what is no web page does not belong there.
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) throw refuseMetadata(`${name} must be an http or https URL.`);
  if (url.username !== '' || url.password !== '') throw refuseMetadata(`${name} must hold no user name or password.`);
}

/** Throws `invalid_client_metadata` for a text that would not stay in its line, or turn around what follows it. */
export function requireOneLine(name: string, value: string): void {
  if (UNRULY.test(value)) throw refuseMetadata(`${name} must have no control characters.`);
}

/** What decides which redirect URIs are taken. */
export interface RedirectTerms {
  /** Hosts they may name; empty: any. */
  redirectHosts: readonly string[];
  /** This server itself serves only its own machine. */
  onLoopback: boolean;
}

/**
 * The redirect URIs of a client, each once.
 * Throws `invalid_redirect_uri` that says which one and why.
 */
export function readRedirectUris(
  uris: readonly string[] | undefined,
  kind: 'web' | 'native',
  terms: RedirectTerms,
): string[] {
  const hosts = new Set(terms.redirectHosts.map((host) => host.toLowerCase()));
  for (const [index, uri] of (uris ?? []).entries()) {
    const member = `redirect_uris[${index}]`;
    requireRedirectUri(uri, kind, { member, onLoopback: terms.onLoopback });
    const host = new URL(uri).hostname;
    if (hosts.size > 0 && !hosts.has(host)) {
      const allowed = [...hosts].join(', ');
      throw new OAuthError('invalid_redirect_uri', `${member} must be on one of the hosts ${allowed}.`);
    }
  }
  return [...new Set(uris)];
}

/** What came of asking a `sector_identifier_uri`: the list it publishes, or why there is none. */
export type SectorAnswer = { uris: string[] } | { problem: string };

/** Reads what a `sector_identifier_uri` answered: a JSON array of texts (OpenID Connect Registration §5). */
export function readSector(body: string): SectorAnswer {
  try {
    const list: unknown = JSON.parse(body);
    if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return { uris: list };
  } catch {
    // Not JSON: no list either.
  }
  return { problem: 'did not answer a JSON array of texts' };
}

/** What is wrong with the address itself, before anybody asks it; as the end of a sentence. */
export function sectorUriProblem(uri: string, allowPrivate: boolean): string | undefined {
  return jwksUriProblem(uri, allowPrivate);
}

/**
 * Holds a `sector_identifier_uri` against the redirect URIs, every one of which has to be in its list.
 * Throws `invalid_client_metadata`.
 * @param answer what it answered; absent where nobody asked it, because the address itself is wrong
 */
export function requireSector(
  uri: string,
  redirectUris: readonly string[],
  allowPrivate: boolean,
  answer: SectorAnswer | undefined,
): void {
  const problem =
    sectorUriProblem(uri, allowPrivate) ??
    (answer === undefined ? 'was not asked' : 'problem' in answer ? answer.problem : undefined);
  if (problem !== undefined) throw refuseMetadata(`sector_identifier_uri ${problem}.`);
  const { uris } = answer as { uris: string[] };
  const missing = redirectUris.findIndex((redirectUri) => !uris.includes(redirectUri));
  if (missing >= 0) throw refuseMetadata(`sector_identifier_uri does not list redirect_uris[${missing}].`);
}

/** `data`, where the client may attach any. Throws `invalid_client_metadata`. */
export function readData(data: Record<string, unknown> | undefined): Record<string, unknown> {
  if (data === undefined) return {};
  if (JSON.stringify(data).length > MAX_DATA) throw refuseMetadata(`data must have at most ${MAX_DATA} characters.`);
  return { data };
}
