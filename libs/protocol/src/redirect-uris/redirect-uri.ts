import { shown } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';

/**
 * What a redirect URI leads to: a website, or software on the person's own device. It only matters for the port of
 * loopback addresses, which a native app learns when it starts listening.
 */
export type RedirectKind = 'web' | 'native';

export interface RedirectUriOptions {
  /** Path of the URI in the message, for the refusal. */
  member?: string;
  /** Private-use schemes without a dot that the operator allows. */
  schemes?: readonly string[];
}

const MAX_LENGTH = 2048;

/** Names and addresses that always mean this machine (RFC 8252 §7.3 and §8.3, RFC 1122 §3.2.1.3). */
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The same at the start of an http URL, with the port. */
const LOOPBACK_PORT = /^(http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])):\d+(?=[/?]|$)/;

/** Schemes that execute or display their content instead of leading anywhere. */
const NEVER = new Set(['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'view-source', 'jar']);

/** Generic schemes that do not belong to an app. */
const OF_EVERYBODY = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'mailto', 'tel', 'sms', 'urn', 'intent']);

/** RFC 3986 §3.1. */
const SCHEME = /^[a-z][a-z0-9+.-]*$/;

/** The reversed domain name of the app's developer (RFC 8252 §7.1), with labels that are valid in a domain name. */
const DOMAIN_SCHEME = /^(?=[a-z])[a-z0-9+]+(-+[a-z0-9+]+)*(\.[a-z0-9+]+(-+[a-z0-9+]+)*)+$/;

/** Parameters that an authorization response adds. */
const ANSWER_PARAMETERS = ['code', 'state', 'response', 'error', 'iss'];

/** The fault of which only the address itself shows how to mend it. */
const NOT_NORMAL = 'must be in its normal form';

/**
 * What is wrong with a redirect URI, and how to fix it, as the end of a sentence; `undefined` if nothing is. The result
 * depends only on the URI, not on who registers it or where this server runs, and repeats nothing of it. RFC 6749
 * §3.1.2, RFC 8252 §7 and §8, RFC 9700 §2.1 and §2.6.
 * @param schemes private-use schemes without a dot that the operator allows
 */
export function redirectUriProblem(uri: string, schemes: readonly string[] = []): string | undefined {
  if (uri.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  const url = URL.parse(uri);
  if (!url) return 'must be an absolute URI, as https://app.example.com/callback';
  if (NEVER.has(schemeOf(url))) return `must not have the scheme ${url.protocol} which leads nowhere; use https`;
  if (uri.includes('#')) return 'must have no fragment: leave out # and all that follows it';
  if (uri.includes('*')) return 'must have no wildcard: register each address in full';
  if (url.username !== '' || url.password !== '') {
    return 'must hold no user name or password: leave out what stands before the @';
  }
  if (!hasItsCharacters(uri)) {
    return 'must hold only characters of a URI (RFC 3986 §2): write every other one as %, followed by two hexadecimal digits';
  }
  // URIs are compared as text, but browsers go where their parser leads. Both must mean the same address.
  if (!isInNormalForm(url, uri)) return NOT_NORMAL;
  const taken = ANSWER_PARAMETERS.find((name) => url.searchParams.has(name));
  if (taken !== undefined) {
    return `must have no query parameter named ${taken}, which the answer adds: give it another name`;
  }
  return placeProblem(url, schemes);
}

function schemeOf({ protocol }: URL): string {
  return protocol.slice(0, -1);
}

/** What whoever named a redirect URI is told beside {@link redirectUriProblem}: which one it is, and how to mend it. */
export function redirectUriTold(uri: string, problem: string): string {
  return problem === NOT_NORMAL ? `It is ${shown(uri)}. The normal form ${formOf(uri)}.` : `It is ${shown(uri)}.`;
}

/** Parsers rewrite an apostrophe in a query, although it is allowed there (RFC 3986 §3.4). */
function isInNormalForm({ href }: URL, uri: string): boolean {
  const spellings = [uri, uri.replace(/\?.*$/s, (query) => query.replaceAll("'", '%27'))];
  return spellings.some((text) => href === text || href === `${text}/`);
}

/** What the normal form is, without the parameters: they belong to the client. */
function formOf(uri: string): string {
  const { href, search } = new URL(uri);
  return search === '' ? `is ${href}` : `begins with ${href.slice(0, href.indexOf('?') + 1)}`;
}

/**
 * Whether a text contains only characters allowed in a URI (RFC 3986 §2). Parsers accept others, and differ in
 * what they make of them.
 */
export function hasItsCharacters(uri: string): boolean {
  return /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(uri);
}

function placeProblem(url: URL, schemes: readonly string[]): string | undefined {
  const scheme = schemeOf(url);
  if (scheme === 'https' || isLoopback(url)) return undefined;
  if (scheme === 'http') return 'must be https: http is for localhost, 127.0.0.0/8 and [::1] alone';
  if (schemes.includes(scheme) || DOMAIN_SCHEME.test(scheme)) {
    const isEmpty = url.href.slice(url.protocol.length).replace(/\?.*$/s, '') === '';
    return isEmpty
      ? 'must lead somewhere: put something behind the scheme, as in com.example.app:/callback'
      : undefined;
  }
  if (OF_EVERYBODY.has(scheme)) {
    return `must not have the scheme ${url.protocol} use https, http on this machine, or a private scheme of the app`;
  }
  return (
    "must have a private scheme with a dot, as com.example.app:/callback: any other could be anybody's, unless the " +
    'operator of this server lists it (PASSANT_REDIRECT_SCHEMES)'
  );
}

/**
 * What kind of place a redirect URI leads to. `loopback` is an address of this machine, `localhost` its name; a private
 * scheme is a domain name in reverse order, or any word; `http` is plain http to another machine, which cannot be
 * registered.
 */
export type RedirectPlace = 'https' | 'http' | 'loopback' | 'localhost' | 'domain scheme' | 'other scheme';

/** @param uri a redirect URI in its normal form, or its beginning: the scheme, and the host as well if that is http */
export function redirectPlaceOf(uri: string): RedirectPlace {
  const scheme = uri.split(':', 1)[0]!;
  if (scheme === 'https') return 'https';
  if (scheme !== 'http') return DOMAIN_SCHEME.test(scheme) ? 'domain scheme' : 'other scheme';
  const host = /^http:\/\/(\[[^\]]*\]|[^/?#:]*)/.exec(uri)?.[1] ?? '';
  if (host === 'localhost') return 'localhost';
  return LOOPBACK_HOST.test(host) ? 'loopback' : 'http';
}

/** Whether a URL is plain http to this machine: the only one that needs no TLS, since nothing leaves the machine. */
function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK_HOST.test(hostname);
}

/**
 * What is wrong with a scheme that an operator wants to allow for an app, as the end of a sentence;
 * `undefined` if nothing is.
 */
export function redirectSchemeProblem(scheme: string): string | undefined {
  if (!SCHEME.test(scheme)) return 'is no scheme: give its name in small letters, without ":" and what follows';
  if (NEVER.has(scheme)) return 'leads nowhere: browsers run or show what is in such an address';
  if (OF_EVERYBODY.has(scheme)) return 'is not the scheme of an app';
  return undefined;
}

/**
 * Validates a redirect URI.
 * Throws `invalid_redirect_uri` that says which member, why, and how to fix it.
 */
export function requireRedirectUri(uri: string, { member, schemes }: RedirectUriOptions = {}): void {
  const problem = redirectUriProblem(uri, schemes);
  if (problem === undefined) return;
  const more = problem === NOT_NORMAL ? { told: `The normal form ${formOf(uri)}.` } : {};
  throw new OAuthError('invalid_redirect_uri', `${member ?? 'The redirect URI'} ${problem}.`, more);
}

/**
 * The application type of a client that names none: native if a redirect URI leads to the person's own device
 * (RFC 8252 §7), otherwise web (OpenID Connect Registration §2). Software for the desktop lists loopback addresses beside
 * an https one, and learns the port of the former when it starts listening (§7.3); the type frees no port of the latter.
 * @param uris accepted by {@link requireRedirectUri}
 */
export function kindOfRedirects(uris: readonly string[]): RedirectKind {
  return uris.some((uri) => staysOnDevice(uri)) ? 'native' : 'web';
}

/**
 * Whether a request names the registered redirect URI: the text must be a valid URI and match character for
 * character. For native clients, the port of an http loopback address may differ, because such an app listens on any
 * free port (RFC 8252 §7.3).
 */
export function matchesRedirectUri(registered: string, given: string, kind: RedirectKind): boolean {
  if (!URL.canParse(given)) return false;
  if (registered === given) return true;
  if (kind !== 'native' || !isLoopback(new URL(given))) return false;
  return registered.replace(LOOPBACK_PORT, '$1') === given.replace(LOOPBACK_PORT, '$1');
}

/** Whether a redirect URI leads to the person's own machine, or to an app on it. */
export function staysOnDevice(uri: string): boolean {
  return !uri.startsWith('https://');
}

const PARTS = ['protocol', 'host', 'pathname', 'search', 'hash'] as const;
const PART_NAMES = { protocol: 'scheme', host: 'host or port', pathname: 'path', search: 'query', hash: 'fragment' };

/**
 * How a redirect URI differs from the most similar registered one, without repeating any of it: a URI may
 * contain personal data.
 */
export function differenceOf(uri: string, registered: readonly string[]): string {
  const given = URL.parse(uri);
  if (!given) return 'no absolute URI';
  const differences = registered.flatMap((other) => {
    const known = URL.parse(other);
    return known ? [PARTS.filter((part) => known[part] !== given[part]).map((part) => PART_NAMES[part])] : [];
  });
  const [nearest] = differences.toSorted((a, b) => a.length - b.length);
  if (!nearest) return 'an address';
  return nearest.length === 0 ? 'the same, written otherwise' : `differs in ${nearest.join(', ')}`;
}
