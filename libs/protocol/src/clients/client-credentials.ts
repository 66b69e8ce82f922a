import { timingSafeEqual } from 'node:crypto';
import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import type { Check } from '../refusals/check.js';
import { OAuthError, clientAuthenticationFailed } from '../refusals/errors.js';
import { hashOf } from '../tokens/opaque-token.js';
import type { ClientAuthMethod } from './client-records.js';

/** A client identifier and the secret presented with it. */
export interface Credentials {
  clientId: string;
  secret: string;
}

/** How a request authenticates its client, not yet verified. */
export type PresentedCredentials =
  | { method: 'client_secret_basic' | 'client_secret_post'; credentials: Credentials }
  | { method: 'private_key_jwt' | 'assertion_as_bearer'; assertion: string }
  | { method: 'none'; clientId: string };

/** A client with a secret may send it in the header or in the body, however it is registered (RFC 6749 §2.3.1). */
export const SECRET_METHODS: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];

/** Whether clients with this method have a secret. */
export function hasSecret(authMethod: ClientAuthMethod): boolean {
  return SECRET_METHODS.includes(authMethod);
}

/** The methods that a client registered with this one may use. */
export function methodsOf(registered: ClientAuthMethod): readonly ClientAuthMethod[] {
  return hasSecret(registered) ? SECRET_METHODS : [registered];
}

/** Checks that one of these methods was used. The check names only the methods, not the credentials. */
export function checkAuthenticationMethod(
  methods: readonly ClientAuthMethod[],
  presented: PresentedCredentials['method'],
): Check {
  const method = presented === 'assertion_as_bearer' ? 'private_key_jwt' : presented;
  return {
    check: 'authentication method',
    expected: methods.join(' or '),
    actual: presented,
    passed: methods.includes(method),
  };
}

/**
 * What the log says about a refusal: which check failed. The expected and actual values are in the
 * trace of the refusal.
 */
export function causeOf({ check }: Pick<Check, 'check'>): string {
  return `${check}: not as expected`;
}

function formDecode(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/**
 * Parses `Basic` credentials. RFC 6749 §2.3.1: both halves are form-encoded before they are joined. Clients that skip
 * the encoding work as well, because no identifier or secret of this server contains a character that it would change.
 * @returns `undefined` if the header does not have that form
 */
export function readBasic(header: string): Credentials | undefined {
  const match = /^Basic +([A-Za-z0-9+/_-]+=*)$/i.exec(header.trim());
  if (!match) return undefined;
  const text = Buffer.from(match[1]!, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const clientId = formDecode(text.slice(0, colon));
  const secret = formDecode(text.slice(colon + 1));
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret };
}

/** RFC 6749 §3.1: a parameter without a value is treated as omitted. So is a null member. */
function said(value: unknown): unknown {
  return value === null || value === '' ? undefined : value;
}

/** The authentication method a header is meant for, judging by its scheme. */
function methodOfHeader(header: string): string {
  if (/^Basic /i.test(header)) return 'client_secret_basic';
  return /^Bearer /i.test(header) ? 'assertion_as_bearer' : 'a header of another scheme';
}

/** The parts of a request that concern client authentication, and the methods they belong to. */
function shownBy(authorization: string | undefined, body: unknown) {
  const members = (body ?? {}) as Record<string, unknown>;
  const header = said(authorization) as string | undefined;
  const [assertion, type, secret, clientId] = [
    members.client_assertion,
    members.client_assertion_type,
    members.client_secret,
    members.client_id,
  ].map(said);
  const methods = [
    ...(header === undefined ? [] : [methodOfHeader(header)]),
    ...(secret === undefined ? [] : ['client_secret_post']),
    ...(assertion === undefined && type === undefined ? [] : ['private_key_jwt']),
  ];
  return { header, assertion, type, secret, clientId, methods };
}

/** The client authentication methods that appear in a request, in words for an administrator. */
export function methodsShown(authorization: string | undefined, body: unknown): string {
  return shownBy(authorization, body).methods.join(' and ') || 'none';
}

/** RFC 6749 §2.3, RFC 7521 §4.2: a request must use only one authentication method. */
function severalMethods(methods: readonly string[]): OAuthError {
  const actual = methods.join(' and ');
  return new OAuthError('invalid_request', 'More than one method of client authentication is used.', {
    cause: 'authentication method: several that do not say the same',
    checks: [{ check: 'authentication method', expected: 'one', actual, passed: false }],
  });
}

const BEARER = /^Bearer +(\S+)$/i;

/** Whether a secret in the body equals the one in the header, for the same client if the body names one. */
function saysTheSame(basic: Credentials | undefined, clientId: unknown, secret: unknown): boolean {
  if (!basic || typeof secret !== 'string' || (clientId !== undefined && clientId !== basic.clientId)) return false;
  // Compares hashes, so that the time taken reveals nothing about the secrets.
  return timingSafeEqual(hashOf(basic.secret), hashOf(secret));
}

/**
 * Reads the client authentication of a request, which must use one method. The same credentials in two places count
 * once; a client that only sends its identifier uses the method `none`. Null and empty members count as absent.
 * Throws `invalid_request` for more than one method (RFC 6749 §2.3, RFC 7521 §4.2), `invalid_client` for
 * none or a malformed one.
 * @param body the form or JSON body, if there is one
 */
export function presentedCredentials(authorization: string | undefined, body: unknown): PresentedCredentials {
  const { header, assertion, type, secret, clientId, methods } = shownBy(authorization, body);
  const signed = assertion !== undefined || type !== undefined;
  const basic = header === undefined ? undefined : readBasic(header);
  const bearer = header === undefined ? undefined : BEARER.exec(header)?.[1];
  if (methods.length > 1) {
    const repeated = signed ? bearer !== undefined && bearer === assertion : saysTheSame(basic, clientId, secret);
    if (methods.length > 2 || !repeated) throw severalMethods(methods);
  }
  if (signed) {
    if (type !== JWT_BEARER_ASSERTION_TYPE || typeof assertion !== 'string') {
      throw clientAuthenticationFailed('unsupported client_assertion_type');
    }
    return { method: 'private_key_jwt', assertion };
  }
  if (basic) return { method: 'client_secret_basic', credentials: basic };
  if (bearer !== undefined) return { method: 'assertion_as_bearer', assertion: bearer };
  if (header !== undefined) throw clientAuthenticationFailed('the header is neither Basic nor Bearer');
  if (secret !== undefined) {
    if (typeof secret !== 'string' || typeof clientId !== 'string') {
      throw clientAuthenticationFailed('client_secret without client_id');
    }
    return { method: 'client_secret_post', credentials: { clientId, secret } };
  }
  if (typeof clientId === 'string') return { method: 'none', clientId };
  throw clientAuthenticationFailed('no credentials');
}
