import { CodeChallenge, MAX_RESOURCES, MAX_RESOURCE_LENGTH, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Allowance, isRegisteredFor, requireAllowance } from './allowance.js';
import { Checklist } from '../refusals/checklist.js';
import { OAuthError, type OAuthErrorOptions } from '../refusals/errors.js';
import { rightsOfClient } from '../client-registration/client-registration-rights.js';
import { mayUseGrant, requiresPkce } from '../clients/client.js';
import { vouches } from '../identity-providers/identity-provider.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import { differenceOf, matchesRedirectUri, type RedirectKind } from '../redirect-uris/redirect-uri.js';
import { OFFLINE_ACCESS, grantScopes, readScope } from '../scopes/scope.js';
import { grantAudience } from '../tokens/audience.js';

/** Seconds a person has to complete the login pages. */
export const INTERACTION_VALIDITY = 600;
/**
 * Status of every redirect of the login pages. The browser follows it by GET and leaves the form behind (RFC 9700
 * §4.12).
 */
export const REDIRECT_STATUS = 303;
/** Lifetime of an authorization code, in seconds, once it has been issued. */
export const CODE_VALIDITY = 60;
/** Seconds a used code is remembered, so that a second use is detected. */
export const CODE_MEMORY = 3600;

const MAX_STATE = 2048;
const MAX_NONCE = 512;

/** Where an authorization response is sent. */
export interface AnswerAddress {
  redirectUri: string;
  /** As the client sent it; returned unchanged. */
  state: string | undefined;
  /** Whether the browser may be redirected there before the person has agreed to anything (RFC 9700 §4.11.2). */
  isTrusted: boolean;
}

/**
 * A refusal that is reported to the client through the person's browser, either immediately or once the person agrees.
 */
export class AuthorizationRefusal extends OAuthError {
  constructor(
    code: OAuthError['code'],
    description: string,
    readonly address: AnswerAddress,
    options: OAuthErrorOptions = {},
  ) {
    super(code, description, options);
  }
}

/** The parameters of an authorization request. */
export interface AuthorizationParameters {
  values: Readonly<Record<string, string>>;
  /** Names that occurred more than once; their values are ignored. */
  repeated: ReadonlySet<string>;
  /** Values of `resource`, the only parameter that may be repeated (RFC 8707 §2). */
  resources?: readonly string[];
}

/** RFC 8707 §2: `resource` may occur several times. Everything that reads it must handle that. */
export function mayBeRepeated(parameter: string): boolean {
  return parameter === 'resource';
}

/**
 * Parses the parameters. RFC 6749 §3.1: a parameter without a value is treated as absent, and none may be repeated
 * unless another standard allows it.
 */
export function readAuthorizationParameters(pairs: Iterable<readonly [string, string]>): AuthorizationParameters {
  const values = new Map<string, string>();
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const resources: string[] = [];
  for (const [name, value] of pairs) {
    if (name === 'resource') {
      if (value !== '') resources.push(value);
      continue;
    }
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
    if (value !== '') values.set(name, value);
  }
  for (const name of repeated) values.delete(name);
  return { values: Object.fromEntries(values), repeated, ...(resources.length > 0 ? { resources } : {}) };
}

/** What is issued if the person agrees. */
export interface AuthorizationPlan extends Omit<AnswerAddress, 'isTrusted'> {
  allowance: Allowance;
  scopes: string[];
  /** Resources that tokens for the code may be issued for; empty if none was named or if none is known here. */
  resources: string[];
  nonce: string | undefined;
  /** `undefined`: the client is exempt from PKCE and sent no challenge. */
  codeChallenge: string | undefined;
  /** The code ends in a stateless token. */
  stateless: boolean;
}

/** Returns the client identifier of a request. Throws `invalid_request`, which is shown only to the person. */
export function requireClientId({ values, repeated }: AuthorizationParameters): string {
  if (repeated.has('client_id')) throw new OAuthError('invalid_request', 'The parameter client_id is repeated.');
  const { client_id: clientId } = values;
  if (clientId === undefined) throw new OAuthError('invalid_request', 'The parameter client_id is missing.');
  return clientId;
}

/**
 * Returns what may be issued to the client of a request, and where the response goes. Every refusal is shown only to
 * the person: an unregistered address is never redirected to (RFC 6749 §4.1.2.1).
 * Throws `invalid_client` with status 400, `invalid_request`, `invalid_redirect_uri`.
 */
export function requireAddressee(
  client: Client | undefined,
  application: Application | undefined,
  { values, repeated }: AuthorizationParameters,
): { allowance: Allowance; address: AnswerAddress } {
  const checklist = new Checklist();
  const known = { actual: client ? client.kind : 'unknown', passed: client !== undefined };
  checklist.require({ check: 'client', expected: 'one of this server', ...known }, () => notAClient('unknown client'));
  const allowance = checklist.ask('client may act', 'enabled, with its application', () => {
    try {
      return requireAllowance(client!, application);
    } catch (error) {
      throw error instanceof OAuthError ? notAClient(error.options.cause) : error;
    }
  });
  const { redirect_uri: redirectUri } = values;
  const given = redirectUri !== undefined && !repeated.has('redirect_uri');
  checklist.require(
    { check: 'redirect_uri', expected: 'present, once', actual: given ? 'present' : 'absent', passed: given },
    () => new OAuthError('invalid_request', 'The parameter redirect_uri is missing or repeated.'),
  );
  const registered = redirectUrisOf(allowance);
  checklist.require(
    {
      check: 'redirect_uri registered',
      expected: registered.length > 0 ? registered.join(', ') : 'none is registered',
      actual: differenceOf(redirectUri!, registered),
      passed: mayBeAnsweredAt(allowance, redirectUri!),
    },
    () => new OAuthError('invalid_redirect_uri', 'The redirect_uri is not one that is registered for this client.'),
  );
  // Every other client was registered with somebody's permission. The address of a client that anybody could register
  // may be a trap that exploits this server's reputation. Those of a mobile application are an administrator's.
  const isTrusted = allowance.application?.clientType === 'mobile' || isVouchedFor(allowance.client);
  return { allowance, address: { redirectUri: redirectUri!, state: values.state, isTrusted } };
}

/**
 * Whether people may register statelessly on the login pages: the application names where their browser is sent back to.
 */
export function givesStatelessCodes({
  clientType,
  statelessAuthentication,
  statelessRedirectUris,
}: Application): boolean {
  return clientType === 'mobile' && statelessAuthentication && statelessRedirectUris.length > 0;
}

/** Installations of a mobile app register no redirect URIs: an administrator names those of all of them. */
function redirectUrisOf({ client, application }: Allowance): readonly string[] {
  if (application?.clientType !== 'mobile') return client.redirectUris;
  return givesStatelessCodes(application) ? application.statelessRedirectUris : [];
}

/** Whether a redirect URI is, or still is, one to which answers for a client may be sent. */
export function mayBeAnsweredAt(allowance: Allowance, redirectUri: string): boolean {
  const kind = kindOfClient(allowance.client);
  return redirectUrisOf(allowance).some((registered) => matchesRedirectUri(registered, redirectUri, kind));
}

/** Whether a request asks for a stateless registration, which must leave no trace, even if it is refused. */
export function asksForStateless({ values }: Pick<AuthorizationParameters, 'values'>): boolean {
  return values.grant_type === STATELESS_AUTHENTICATION_GRANT;
}

function kindOfClient({ metadata }: Client): RedirectKind {
  return metadata.application_type === 'native' ? 'native' : 'web';
}

function notAClient(cause: unknown): OAuthError {
  return new OAuthError('invalid_client', 'No client of this name may ask for people here.', { cause, status: 400 });
}

/**
 * Reads an authorization request whose client and redirect URI are already verified.
 * Throws an {@link AuthorizationRefusal} for everything that is wrong with it.
 * @param offered resources the client may request tokens for
 */
export function planAuthorization(
  { allowance, address }: { allowance: Allowance; address: AnswerAddress },
  { values, repeated, resources = [] }: AuthorizationParameters,
  offered: ReadonlySet<string> = new Set(),
): AuthorizationPlan {
  const refuse = (code: OAuthError['code'], description: string, cause?: string) =>
    new AuthorizationRefusal(code, description, address, cause === undefined ? {} : { cause });
  const malformed = (description: string) => refuse('invalid_request', description);

  const [twice] = repeated;
  if (twice !== undefined) throw malformed('A parameter is repeated.');
  if (Object.values(values).some((value) => value.includes('\0')))
    throw malformed('A parameter holds a NUL character.');
  if ((values.state ?? '').length > MAX_STATE) throw malformed(`state must have at most ${MAX_STATE} characters.`);
  if ((values.nonce ?? '').length > MAX_NONCE) throw malformed(`nonce must have at most ${MAX_NONCE} characters.`);
  if (resources.length > MAX_RESOURCES) throw malformed(`resource must be named at most ${MAX_RESOURCES} times.`);
  if (resources.some((resource) => resource.length > MAX_RESOURCE_LENGTH)) {
    throw malformed(`resource must have at most ${MAX_RESOURCE_LENGTH} characters.`);
  }
  if (values.request !== undefined) throw refuse('request_not_supported', 'Request objects are not supported.');
  if (values.request_uri !== undefined) {
    throw refuse('request_uri_not_supported', 'Request objects are not supported.');
  }
  if (values.response_type === undefined) throw malformed('response_type is required.');
  if (values.response_type !== 'code') throw refuse('unsupported_response_type', 'The only response_type is code.');
  if (values.response_mode !== undefined && values.response_mode !== 'query') {
    throw malformed('The only response_mode is query.');
  }
  const stateless = asksForStateless({ values });
  if (stateless) requireStatelessGrant(allowance, refuse);
  else requireCodeGrant(allowance, refuse);
  const codeChallenge = requireChallenge(allowance.client, values, malformed, stateless);
  requirePrompt(values, refuse);
  if (values.max_age !== undefined && !/^\d{1,10}$/.test(values.max_age)) {
    throw malformed('max_age must be a number of seconds.');
  }
  return {
    redirectUri: address.redirectUri,
    state: address.state,
    allowance,
    scopes: orRefused(address, () => grantScopes(readScope(values.scope), stateless ? onlineOf(allowance) : allowance)),
    resources: orRefused(address, () => grantAudience(resources, offered)),
    nonce: values.nonce,
    codeChallenge,
    stateless,
  };
}

type Refuse = (code: OAuthError['code'], description: string, cause?: string) => AuthorizationRefusal;

/**
 * Whether somebody vouched for a client, so that its errors may be sent to its address without asking the person (RFC
 * 9700 §4.11.2). Nobody did for whoever registered openly, or with nothing but a statement that is built into an app.
 */
export function isVouchedFor(client: Parameters<typeof rightsOfClient>[0]): boolean {
  const { by } = rightsOfClient(client);
  return by !== 'open' && by !== 'statement';
}

/** Clients of a mobile application may only do what the application allows, which does not include this. */
function requireCodeGrant({ client, application }: Allowance, refuse: Refuse): void {
  if (application?.clientType === 'mobile') {
    throw refuse('unauthorized_client', 'The client may not ask for a code.', 'it belongs to a mobile application');
  }
  if (!isRegisteredFor(client, 'authorization_code')) {
    const cause = 'authorization_code is none of its grant types';
    throw refuse('unauthorized_client', 'The client may not ask for a code.', cause);
  }
}

/** Stateless tokens are for installations of a mobile application, if it has them and says where browsers go. */
function requireStatelessGrant({ client, application }: Allowance, refuse: Refuse): void {
  const cause =
    !application || !givesStatelessCodes(application)
      ? 'the application has no stateless registration on the login pages'
      : mayUseGrant(client, STATELESS_AUTHENTICATION_GRANT)
        ? undefined
        : 'stateless authentication is none of its grant types';
  if (cause === undefined) return;
  throw refuse('unauthorized_client', 'The client may not ask for a stateless registration here.', cause);
}

/** `offline_access` stands for the refresh token of a profile (OpenID Connect Core §11), which there is none of. */
function onlineOf(allowance: Allowance): Allowance {
  return { ...allowance, additionalScopes: allowance.additionalScopes.filter((scope) => scope !== OFFLINE_ACCESS) };
}

// RFC 9700 §2.1.1: required of every client, confidential ones included, except those an administrator exempted. If an
// exempt client sends a challenge, it is enforced. For a stateless registration nobody is exempt.
function requireChallenge(
  client: Client,
  values: AuthorizationParameters['values'],
  malformed: (description: string) => AuthorizationRefusal,
  stateless: boolean,
): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = values;
  if (challenge === undefined && method === undefined && !stateless && !requiresPkce(client)) {
    return undefined;
  }
  if (challenge === undefined) throw malformed('code_challenge is required.');
  // If omitted, the method would be "plain" (RFC 7636 §4.3), which hides nothing.
  if (method !== 'S256') throw malformed('The only code_challenge_method is S256, and it must be named.');
  if (!CodeChallenge.safeParse(challenge).success) {
    throw malformed('code_challenge must be the SHA-256 of the verifier in base64url.');
  }
  return challenge;
}

/** OpenID Connect Core §3.1.2.1. There are no login sessions here, so `prompt=none` can never succeed. */
function requirePrompt({ prompt }: AuthorizationParameters['values'], refuse: Refuse): void {
  const wanted = readScope(prompt) ?? [];
  if (!wanted.includes('none')) return;
  if (wanted.length > 1) throw refuse('invalid_request', 'prompt none stands alone.');
  throw refuse('login_required', 'The person has to be asked.');
}

/** Once the response address is known, refusals are reported to the client. */
function orRefused<Result>(address: AnswerAddress, decide: () => Result): Result {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw new AuthorizationRefusal(error.code, error.message, address, error.options);
  }
}

/**
 * The providers a person may be sent to, the default one first: those of the client's application or, if it has none,
 * those that are marked as default.
 */
export function offeredProviders(
  application: Application | null,
  providers: readonly IdentityProvider[],
): IdentityProvider[] {
  const preferred = application?.defaultIdentityProvider;
  return providers
    .filter((provider) => vouches(provider, application))
    .toSorted((a, b) => rank(a, preferred) - rank(b, preferred) || a.name.localeCompare(b.name, 'en'));
}

function rank(provider: IdentityProvider, preferred: string | null | undefined): number {
  return provider.identifier === preferred ? 0 : 1;
}

/** Where a person starts: the only provider or the application's default one; `undefined` if they choose. */
export function firstProvider(
  application: Application | null,
  offered: readonly IdentityProvider[],
): IdentityProvider | undefined {
  const [first] = offered;
  return offered.length === 1 || first?.identifier === application?.defaultIdentityProvider ? first : undefined;
}

/** The URL of an authorization response, which always names the issuer (RFC 9207). */
export function answerLocation(
  { redirectUri, state }: Pick<AnswerAddress, 'redirectUri' | 'state'>,
  issuer: string,
  members: Record<string, string>,
): string {
  const query = new URLSearchParams({ ...members, ...(state === undefined ? {} : { state }), iss: issuer });
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.toString()}`;
}
