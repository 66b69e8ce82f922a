import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { PERSONAS, type Persona, type PersonaName, isPersona } from './personas.js';
import type { StatementMood, Statements } from './statements.js';

/** The one client that the scheme's OpenID provider knows. It may send people back to any address. */
export const OPENID_CLIENT = { clientId: 'relying-party', clientSecret: 'relying-party-secret-for-tests' } as const;

/** What the OpenID provider is asked. */
export interface OpenIdRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What it answers: a page as text, anything else as JSON. */
export interface OpenIdReply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Record<string, unknown>;
}

const CONFIGURATION = '/.well-known/openid-configuration';
const AUTHORIZE = '/openid/authorize';
const TOKEN = '/openid/token';
const USER_INFO = '/openid/userinfo';
const KEYS = '/openid/keys';

/** Seconds for which a code and an access token are good. */
const CODE_VALIDITY = 60;
const TOKEN_VALIDITY = 300;

/** What a code stands for until it is redeemed. */
interface Grant {
  persona: PersonaName;
  redirectUri: string;
  nonce: string | undefined;
  /** Of PKCE (RFC 7636); `null` if the client uses none. */
  challenge: string | null;
  expires: number;
}

interface Access {
  persona: PersonaName;
  expires: number;
}

/**
 * The scheme as an OpenID provider (OpenID Connect Core 1.0, Discovery 1.0): authorization code, signed ID token, keys,
 * UserInfo. What is wrong with the ID token, or whether the person agrees, is the scheme's mood.
 */
export class OpenIdProvider {
  private readonly grants = new Map<string, Grant>();
  private readonly accesses = new Map<string, Access>();
  /** An ID token that was issued before, for a scheme that replays its answers. */
  private earlier: string | undefined;
  /**
   * What the ID token of a person says beside who they are, such as their groups; it also takes the place of what the
   * token would say otherwise. `undefined` leaves a claim out.
   */
  readonly said = new Map<PersonaName, Record<string, unknown>>();

  /** @param issuer without a trailing slash @param now the clock of the scheme, in epoch seconds */
  constructor(
    private readonly issuer: () => string,
    private readonly statements: Statements,
    private readonly now: () => number,
  ) {}

  /** Where people are sent to sign in. */
  get authorizationEndpoint(): string {
    return this.issuer() + AUTHORIZE;
  }

  /** @returns `undefined` for a request that is none of OpenID Connect */
  async answer(request: OpenIdRequest, mood: StatementMood | undefined): Promise<OpenIdReply | undefined> {
    const { pathname, searchParams } = new URL(request.path, this.issuer());
    const { method } = request;
    if (method === 'GET' && pathname === CONFIGURATION) return { status: 200, body: this.configuration() };
    if (method === 'GET' && pathname === KEYS) return { status: 200, body: { keys: [this.statements.publicKey] } };
    if (method === 'GET' && pathname === AUTHORIZE) return this.page(searchParams);
    if (method === 'POST' && pathname.startsWith(`${AUTHORIZE}/`)) {
      return this.signIn(searchParams, pathname.slice(AUTHORIZE.length + 1), mood);
    }
    if (method === 'POST' && pathname === TOKEN) return this.redeem(request, mood);
    if (pathname === USER_INFO) return this.userInfo(request.headers.authorization);
    return undefined;
  }

  private configuration(): Record<string, unknown> {
    const issuer = this.issuer();
    return {
      issuer,
      authorization_endpoint: this.authorizationEndpoint,
      token_endpoint: issuer + TOKEN,
      userinfo_endpoint: issuer + USER_INFO,
      jwks_uri: issuer + KEYS,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      scopes_supported: ['openid', 'profile', 'email'],
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  /** The page that the person is sent to. It has a button for each persona. */
  private page(parameters: URLSearchParams): OpenIdReply {
    const fault = faultOf(parameters);
    if (fault) return fault;
    const query = parameters.toString().replaceAll('&', '&amp;');
    const buttons = Object.entries(PERSONAS).map(
      ([name, { firstName }]) =>
        `<form method="post" action="${AUTHORIZE}/${name}?${query}"><button>I am ${firstName}</button></form>`,
    );
    const page = `<!doctype html><html lang="en"><title>Fake scheme</title><h1>Who are you?</h1>${buttons.join('')}</html>`;
    return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
  }

  /** Sends the person back to the client, with a code or with why there is none. */
  private signIn(parameters: URLSearchParams, persona: string, mood: StatementMood | undefined): OpenIdReply {
    const fault = faultOf(parameters);
    if (fault) return fault;
    if (!isPersona(persona)) return { status: 404, body: { error: 'not_found' } };
    const redirectUri = parameters.get('redirect_uri')!;
    const state = parameters.get('state');
    const back = (answer: Record<string, string>): OpenIdReply => {
      const url = new URL(redirectUri);
      // RFC 9207: the client can tell whose answer it is.
      const members = { ...answer, ...(state === null ? {} : { state }), iss: this.issuer() };
      for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
      return { status: 303, headers: { location: url.href } };
    };
    if (parameters.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    if (!parameters.get('scope')?.split(' ').includes('openid')) return back({ error: 'invalid_scope' });
    if (mood === 'user-says-no' || PERSONAS[persona].blocked) return back({ error: 'access_denied' });
    const code = randomUUID();
    const nonce = parameters.get('nonce') ?? undefined;
    const challenge = parameters.get('code_challenge');
    this.grants.set(code, { persona, redirectUri, nonce, challenge, expires: this.now() + CODE_VALIDITY });
    return back({ code });
  }

  private async redeem({ headers, body }: OpenIdRequest, mood: StatementMood | undefined): Promise<OpenIdReply> {
    const form = new URLSearchParams(body);
    if (!isClient(headers.authorization, form)) {
      return {
        status: 401,
        headers: { 'www-authenticate': 'Basic realm="scheme"' },
        body: { error: 'invalid_client' },
      };
    }
    if (form.get('grant_type') !== 'authorization_code') return refused('unsupported_grant_type');
    const code = form.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    if (
      !grant ||
      grant.expires <= this.now() ||
      grant.redirectUri !== form.get('redirect_uri') ||
      !isWhoAsked(grant, form)
    ) {
      return refused('invalid_grant');
    }
    const { persona } = grant;
    const accessToken = randomUUID();
    this.accesses.set(accessToken, { persona, expires: this.now() + TOKEN_VALIDITY });
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: TOKEN_VALIDITY,
        id_token: await this.idToken(grant, mood),
      },
    };
  }

  private async idToken({ persona, nonce }: Grant, mood: StatementMood | undefined): Promise<string> {
    const write = (said: string | undefined) => {
      const claims = { sub: PERSONAS[persona].sub, aud: OPENID_CLIENT.clientId };
      const asked = said === undefined ? {} : { nonce: said };
      return this.statements.signed(this.issuer(), { ...claims, ...asked, ...this.said.get(persona) }, mood);
    };
    if (mood === 'replayed-answer') return (this.earlier ??= await write('another nonce'));
    const token = await write(nonce);
    if (mood === undefined) this.earlier = token;
    return token;
  }

  private userInfo(authorization: string | undefined): OpenIdReply {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    const access = this.accesses.get(token);
    if (!access || access.expires <= this.now()) {
      const challenge = 'Bearer error="invalid_token"';
      return { status: 401, headers: { 'www-authenticate': challenge }, body: { error: 'invalid_token' } };
    }
    return { status: 200, body: claimsOf(PERSONAS[access.persona]) };
  }
}

/** What is wrong with a request so that nobody can be sent back to the client (RFC 6749 §4.1.2.1). */
function faultOf(parameters: URLSearchParams): OpenIdReply | undefined {
  if (parameters.get('client_id') !== OPENID_CLIENT.clientId) return refused('unauthorized_client');
  return URL.canParse(parameters.get('redirect_uri') ?? '') ? undefined : refused('invalid_request');
}

const refused = (error: string): OpenIdReply => ({ status: 400, body: { error } });

/** Whether a code is redeemed by whoever asked for it (RFC 7636 §4.6). */
function isWhoAsked({ challenge }: Grant, form: URLSearchParams): boolean {
  const verifier = form.get('code_verifier');
  if (challenge === null || verifier === null) return challenge === verifier;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** Whether the secret came in the header or in the form (RFC 6749 §2.3.1). */
function isClient(authorization: string | undefined, form: URLSearchParams): boolean {
  const [, encoded] = /^Basic (\S+)$/i.exec(authorization ?? '') ?? [];
  const [id, secret] =
    encoded === undefined
      ? [form.get('client_id'), form.get('client_secret')]
      : Buffer.from(encoded, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  return id === OPENID_CLIENT.clientId && secret === OPENID_CLIENT.clientSecret;
}

/** A person in the words of OpenID Connect Core §5.1. */
function claimsOf({ sub, firstName, lastName, email, birthDate, nationality }: Persona): Record<string, unknown> {
  return {
    ...{ sub, given_name: firstName, family_name: lastName, birthdate: birthDate, nationality },
    ...(email === undefined ? {} : { email, email_verified: true }),
  };
}
