import { OAuthError } from './errors.js';

/** What an application is that people are sent back to: a site, or software on the person's own device. */
export type RedirectKind = 'web' | 'native';

export interface RedirectUriOptions {
  /** Where the address stands in the message, for the refusal. */
  member?: string;
  /** This server itself serves only its own machine: sites under development may live there, too. */
  onLoopback?: boolean;
}

const MAX_LENGTH = 2048;

/** The names of this machine that RFC 8252 §7.3 and §8.3 know; nothing that merely leads there. */
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whatever a resolver or a URL parser would take for this machine. */
const THIS_MACHINE =
  /^(.+\.)?localhost\.*$|^127(\.\d+){3}\.?$|^0\.0\.0\.0$|^\[::1?\]$|^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]$/;

/** Schemes that run or show what is in the address instead of leading anywhere. */
const NEVER = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:', 'filesystem:']);

/** A reversed domain name of the app's maker, one slash, no host (RFC 8252 §7.1). */
const PRIVATE_USE = /^(?=[a-z])[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)+:\/(?!\/)/;

/** Parameters that an authorization answer adds. */
const ANSWER_PARAMETERS = ['code', 'state', 'response', 'error', 'iss'];

/** An http address of this machine: its host, and what follows the port. */
const LOOPBACK_ADDRESS = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?((?:[/?].*)?)$/s;

/**
 * What is wrong with an address that people shall be sent back to, as the end of a sentence; `undefined` if nothing is.
 * RFC 6749 §3.1.2, RFC 8252 §7 and §8, RFC 9700 §2.1 and §2.6.
 */
export function redirectUriProblem(uri: string, kind: RedirectKind, onLoopback = false): string | undefined {
  if (uri.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  if (!URL.canParse(uri)) return 'must be an absolute URI';
  const url = new URL(uri);
  if (NEVER.has(url.protocol)) return `must not have the scheme ${url.protocol}`;
  if (uri.includes('#')) return 'must have no fragment';
  if (uri.includes('*')) return 'must have no wildcard';
  if (url.username !== '' || url.password !== '') return 'must hold no user name or password';
  // What is compared is text; what a browser visits was read by a parser. Both must see the same address.
  if (url.href !== uri && url.href !== `${uri}/`) return `must be in its normal form, which ${formOf(url)}`;
  const taken = ANSWER_PARAMETERS.find((name) => url.searchParams.has(name));
  if (taken !== undefined) return `must have no query parameter named ${taken}, which the answer adds`;
  return placeProblem(url, uri, kind, onLoopback);
}

/** The address for a refusal. Its parameters are not repeated: refusals are logged, and what is in them is the client's. */
function formOf({ href, search }: URL): string {
  return search === '' ? `is ${href}` : `begins with ${href.slice(0, href.indexOf('?') + 1)}`;
}

function placeProblem(url: URL, uri: string, kind: RedirectKind, onLoopback: boolean): string | undefined {
  const loopback = LOOPBACK_HOSTS.has(url.hostname);
  if (url.protocol === 'https:') {
    if (!THIS_MACHINE.test(url.hostname) || (loopback && onLoopback)) return undefined;
    return kind === 'native' ? 'must be http where it names this machine' : 'must not name this machine';
  }
  if (kind === 'web') {
    return url.protocol === 'http:' && loopback && onLoopback ? undefined : 'must be https';
  }
  if (url.protocol === 'http:') {
    return loopback ? undefined : 'must be https, or http on localhost, 127.0.0.1 or [::1]';
  }
  return PRIVATE_USE.test(uri)
    ? undefined
    : 'must be https, http on this machine, or a private scheme with a dot and one slash, as com.example.app:/callback';
}

/**
 * Accepts an address that people may be sent back to.
 * Throws `invalid_redirect_uri` that says which member and why.
 */
export function requireRedirectUri(uri: string, kind: RedirectKind, options: RedirectUriOptions = {}): void {
  const problem = redirectUriProblem(uri, kind, options.onLoopback);
  if (problem !== undefined) {
    throw new OAuthError('invalid_redirect_uri', `${options.member ?? 'The redirect URI'} ${problem}.`);
  }
}

/**
 * Whether a request names the registered address: the same text, character for character. The port of an http address
 * of the person's own machine may differ, because a native app listens wherever it finds room (RFC 8252 §7.3).
 */
export function matchesRedirectUri(registered: string, given: string): boolean {
  if (registered === given) return true;
  const expected = LOOPBACK_ADDRESS.exec(registered);
  const actual = LOOPBACK_ADDRESS.exec(given);
  return expected !== null && actual !== null && expected[1] === actual[1] && expected[2] === actual[2];
}

/** Whether an address leads to the person's own machine, or to an app on it. */
export function staysOnDevice(uri: string): boolean {
  return !uri.startsWith('https://');
}
