import { CodeChallenge } from '@passant/contracts';
import { type Allowance, isRegisteredFor, requireAllowance } from './allowance.js';
import { Checklist, shown } from './checklist.js';
import { OAuthError, type OAuthErrorOptions } from './errors.js';
import { serves } from './identity-provider.js';
import type { Application, Client, IdentityProvider } from './records.js';
import { matchesRedirectUri } from './redirect-uri.js';
import { grantScopes, readScope } from './scope.js';

/** Seconds a person has from the first page to the last. */
export const INTERACTION_VALIDITY = 600;
/** Seconds an authorization code lives once it is handed out. */
export const CODE_VALIDITY = 60;
/** Seconds a used code is remembered, so that a second use of it is noticed. */
export const CODE_MEMORY = 3600;

const MAX_STATE = 2048;
const MAX_NONCE = 512;

/** Where an authorization answer goes. */
export interface AnswerAddress {
  redirectUri: string;
  /** As the client gave it; it comes back unchanged. */
  state: string | undefined;
}

/** A refusal that the client is told, through the person's browser, and not the person. */
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
  /** Names that came more than once; their values count for nothing. */
  repeated: ReadonlySet<string>;
}

/** Takes the parameters apart. RFC 6749 §3.1: one without a value counts as absent, none may be repeated. */
export function readAuthorizationParameters(pairs: Iterable<readonly [string, string]>): AuthorizationParameters {
  const values = new Map<string, string>();
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const [name, value] of pairs) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
    if (value !== '') values.set(name, value);
  }
  for (const name of repeated) values.delete(name);
  return { values: Object.fromEntries(values), repeated };
}

/** What the person's answers will lead to. */
export interface AuthorizationPlan extends AnswerAddress {
  allowance: Allowance;
  scopes: string[];
  nonce: string | undefined;
  codeChallenge: string;
}

/** The identifier of the client a request is for. Throws `invalid_request`, which only the person is told. */
export function requireClientId({ values, repeated }: AuthorizationParameters): string {
  if (repeated.has('client_id')) throw new OAuthError('invalid_request', 'The parameter client_id is repeated.');
  const { client_id: clientId } = values;
  if (clientId === undefined) throw new OAuthError('invalid_request', 'The parameter client_id is missing.');
  return clientId;
}

/**
 * The client of a request with what it may be issued, and where it may be answered. Every refusal is for the person
 * alone: an address that was not registered is never gone to (RFC 6749 §4.1.2.1).
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
  const registered = allowance.client.redirectUris;
  checklist.require(
    {
      check: 'redirect_uri registered',
      expected: registered.length > 0 ? registered.join(', ') : 'none is registered',
      actual: shown(redirectUri),
      passed: registered.some((uri) => matchesRedirectUri(uri, redirectUri!)),
    },
    () => new OAuthError('invalid_redirect_uri', 'The redirect_uri is not one that is registered for this client.'),
  );
  return { allowance, address: { redirectUri: redirectUri!, state: values.state } };
}

function notAClient(cause: unknown): OAuthError {
  return new OAuthError('invalid_client', 'No client of this name may ask for people here.', { cause, status: 400 });
}

/**
 * What a request that is answered at its client's own address asks for.
 * Throws an {@link AuthorizationRefusal} for everything that is wrong with it.
 */
export function planAuthorization(
  { allowance, address }: { allowance: Allowance; address: AnswerAddress },
  { values, repeated }: AuthorizationParameters,
): AuthorizationPlan {
  const refuse = (code: OAuthError['code'], description: string, cause?: string) =>
    new AuthorizationRefusal(code, description, address, cause === undefined ? {} : { cause });
  const malformed = (description: string) => refuse('invalid_request', description);

  const [twice] = repeated;
  if (twice !== undefined) throw malformed('A parameter is repeated.');
  if ((values.state ?? '').length > MAX_STATE) throw malformed(`state must have at most ${MAX_STATE} characters.`);
  if ((values.nonce ?? '').length > MAX_NONCE) throw malformed(`nonce must have at most ${MAX_NONCE} characters.`);
  if (values.request !== undefined) throw refuse('request_not_supported', 'Request objects are not supported.');
  if (values.request_uri !== undefined) {
    throw refuse('request_uri_not_supported', 'Request objects are not supported.');
  }
  if (values.response_type === undefined) throw malformed('response_type is required.');
  if (values.response_type !== 'code') throw refuse('unsupported_response_type', 'The only response_type is code.');
  if (values.response_mode !== undefined && values.response_mode !== 'query') {
    throw malformed('The only response_mode is query.');
  }
  requireCodeGrant(allowance, refuse);
  const codeChallenge = requireChallenge(values, malformed);
  requirePrompt(values, refuse);
  if (values.max_age !== undefined && !/^\d{1,10}$/.test(values.max_age)) {
    throw malformed('max_age must be a number of seconds.');
  }
  return {
    ...address,
    allowance,
    scopes: scopesOf(values.scope, allowance, address),
    nonce: values.nonce,
    codeChallenge,
  };
}

type Refuse = (code: OAuthError['code'], description: string, cause?: string) => AuthorizationRefusal;

/** Clients of a mobile application have what its application allows, which is not this. */
function requireCodeGrant({ client, application }: Allowance, refuse: Refuse): void {
  if (application?.clientType === 'mobile') {
    throw refuse('unauthorized_client', 'The client may not ask for a code.', 'it belongs to a mobile application');
  }
  if (!isRegisteredFor(client, 'authorization_code')) {
    const cause = `its grant types are ${client.grantTypes.join(', ') || 'none'}`;
    throw refuse('unauthorized_client', 'The client may not ask for a code.', cause);
  }
}

// RFC 9700 §2.1.1: demanded of every client, confidential ones included.
function requireChallenge(
  values: AuthorizationParameters['values'],
  malformed: (description: string) => AuthorizationRefusal,
): string {
  const { code_challenge: challenge, code_challenge_method: method } = values;
  if (challenge === undefined) throw malformed('code_challenge is required.');
  // Left out it would mean "plain" (RFC 7636 §4.3), which hides nothing.
  if (method !== 'S256') throw malformed('The only code_challenge_method is S256, and it must be named.');
  if (!CodeChallenge.safeParse(challenge).success) {
    throw malformed('code_challenge must be the SHA-256 of the verifier in base64url.');
  }
  return challenge;
}

/** OpenID Connect Core §3.1.2.1. Nobody is ever signed in here already, so without a page nothing can be answered. */
function requirePrompt({ prompt }: AuthorizationParameters['values'], refuse: Refuse): void {
  const wanted = readScope(prompt) ?? [];
  if (!wanted.includes('none')) return;
  if (wanted.length > 1) throw refuse('invalid_request', 'prompt none stands alone.');
  throw refuse('login_required', 'The person has to be asked.');
}

function scopesOf(scope: string | undefined, allowance: Allowance, address: AnswerAddress): string[] {
  try {
    return grantScopes(readScope(scope), allowance);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw new AuthorizationRefusal(error.code, error.message, address, error.options);
  }
}

/**
 * The providers a person may be sent to, the default one first: those of the client's application, or, where it belongs
 * to none, those that serve whoever names none.
 */
export function offeredProviders(
  application: Application | null,
  providers: readonly IdentityProvider[],
): IdentityProvider[] {
  const preferred = application?.defaultIdentityProvider;
  return providers
    .filter((provider) => provider.enabled && (application ? serves(provider, application) : provider.isDefault))
    .toSorted((a, b) => rank(a, preferred) - rank(b, preferred) || a.name.localeCompare(b.name, 'en'));
}

function rank(provider: IdentityProvider, preferred: string | null | undefined): number {
  return provider.identifier === preferred ? 0 : 1;
}

/** Where a person begins: with the only provider or the application's default one; `undefined`: they choose. */
export function firstProvider(
  application: Application | null,
  offered: readonly IdentityProvider[],
): IdentityProvider | undefined {
  const [first] = offered;
  return offered.length === 1 || first?.identifier === application?.defaultIdentityProvider ? first : undefined;
}

/** The address of an authorization answer, which always names the issuer (RFC 9207). */
export function answerLocation(address: AnswerAddress, issuer: string, members: Record<string, string>): string {
  const { redirectUri, state } = address;
  const query = new URLSearchParams({ ...members, ...(state === undefined ? {} : { state }), iss: issuer });
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.toString()}`;
}
