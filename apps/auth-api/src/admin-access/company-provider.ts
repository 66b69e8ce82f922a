import { Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import * as openid from 'openid-client';
import { Clock } from '../platform/clock.js';
import { type CompanySettings, ConsoleSignIn } from '../platform/console-sign-in.js';
import type { AddressPolicy } from '../platform/outbound/address-policy.js';
import { OutboundClient } from '../platform/outbound/outbound-client.js';
import { OutboundError } from '../platform/outbound/outbound-error.js';
import { SharedFetches } from '../platform/outbound/shared-fetches.js';

/** Milliseconds for one request to the provider. */
const TIMEOUT = 10_000;
/** Bytes of an answer. */
const MAX_BYTES = 512 * 1024;
/** Seconds for which the provider's description of itself is taken to be true. */
const DESCRIPTION_LIFETIME = 300;
/**
 * Seconds for which it is not asked for again after it could not be had: whoever begins a sign-in need not be anybody, and
 * must not be able to have the provider asked as often as they like.
 */
const PAUSE = 5;

/** What belongs to one sign-in alone, as the library names it. */
export interface SignInSecrets {
  state: string;
  nonce: string;
  /** PKCE (RFC 7636): 43 characters. */
  verifier: string;
}

/** What the provider said about a person. Nothing of it is believed before the signature was verified. */
export interface CompanyPerson {
  issuer: string;
  subject: string;
  /** As the provider writes it; `undefined` if it names none. */
  email: string | undefined;
  /** Whether the provider says that the address is not known to be theirs. */
  isDisputed: boolean;
  /** `undefined` if the provider says them where or how they are not read: that is not to have none. */
  groups: string[] | undefined;
  acr: string | undefined;
  amr: string[];
}

interface Described {
  metadata: openid.ServerMetadata;
  /** Where the addresses that the metadata names may be. */
  policy: AddressPolicy;
}

/** The provider does not answer, or nothing that can be used. That says nothing about the person. */
export class CompanyOutage extends OAuthError {
  /**
   * @param cause in our own words, or the error that says it
   * @param mayBeProvoked whether the browser may have brought it about, by what it says that the provider answered
   */
  constructor(
    cause: unknown,
    readonly mayBeProvoked = false,
  ) {
    super('temporarily_unavailable', "Your company's sign-in service cannot be used now. Try again later.", { cause });
  }
}

/** The OpenID provider of the company, asked as OpenID Connect Core 1.0 says. */
@Injectable()
export class CompanyProvider {
  private readonly fetches = new SharedFetches<Described>();
  private known: { description: Described; until: number } | undefined;
  private failed: { cause: unknown; at: number } | undefined;

  constructor(
    private readonly signIn: ConsoleSignIn,
    private readonly outbound: OutboundClient,
    private readonly clock: Clock,
  ) {}

  /** Where a browser is sent to sign in. Throws {@link CompanyOutage}. */
  async authorizationUrl(redirectUri: string, { state, nonce, verifier }: SignInSecrets): Promise<URL> {
    const { scopes, acr } = this.settings;
    const challenge = await openid.calculatePKCECodeChallenge(verifier);
    return this.ask((config) =>
      openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(acr.length === 0 ? {} : { acr_values: acr.join(' ') }),
      }),
    );
  }

  /**
   * Redeems the code that a browser came back with, and reads the ID token.
   * @param address the redirect URI with what the provider added to it
   * Throws {@link CompanyOutage}, and `unauthorized` if the provider vouches for nobody or its answer is not what was
   * asked for.
   */
  async redeem(address: URL, { state, nonce, verifier }: SignInSecrets): Promise<CompanyPerson> {
    const { issuer, clientId, groupsClaim } = this.settings;
    return this.ask(async (config) => {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await openid.authorizationCodeGrant(config, address, checks);
      const claims = tokens.claims()!;
      // The library lets providers of many tenants vouch for people of any of them.
      if (claims.iss !== issuer) throw notVouched('the ID token is of another issuer than the configured one');
      // OpenID Connect Core §3.1.3.7: the library looks at it only where there are several audiences.
      if (claims.azp !== undefined && claims.azp !== clientId)
        throw notVouched('the ID token was issued to another client');
      const isEnough = claims[groupsClaim] !== undefined && claims['email'] !== undefined;
      const more: Record<string, unknown> =
        isEnough || config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await openid.fetchUserInfo(config, tokens.access_token, claims.sub);
      const named: Record<string, unknown> = typeof claims['email'] === 'string' ? claims : more;
      return {
        issuer,
        subject: claims.sub,
        email: typeof named['email'] === 'string' ? named['email'] : undefined,
        // One may say what the other leaves out.
        isDisputed: [claims, more].some((one) => isFalse(one['email_verified'])),
        groups: groupsOf(groupsClaim, [claims, more]),
        acr: typeof claims['acr'] === 'string' ? claims['acr'] : undefined,
        amr: textsOf(claims['amr']),
      };
    });
  }

  private get settings(): CompanySettings {
    if (!this.signIn.company) throw new Error('No provider of the company is configured.');
    return this.signIn.company;
  }

  private async ask<Result>(work: (config: openid.Configuration) => Result | Promise<Result>): Promise<Result> {
    const failures: CompanyOutage[] = [];
    const { metadata, policy } = await this.describe();
    const config = this.configurationOf(metadata, this.guardedFetch(failures, policy));
    try {
      return await work(config);
    } catch (error) {
      // The library wraps what went wrong below it.
      throw failures[0] ?? refusalOf(error);
    }
  }

  /** The provider's metadata (OpenID Connect Discovery 1.0). */
  private async describe(): Promise<Described> {
    const now = this.clock.now();
    if (this.known && this.known.until > now) return this.known.description;
    if (this.failed && now < this.failed.at + PAUSE) throw new CompanyOutage(this.failed.cause);
    return this.fetches.run(this.settings.issuer, async () => {
      try {
        const description = await this.discover();
        this.known = { description, until: now + DESCRIPTION_LIFETIME };
        return description;
      } catch (error) {
        const outage =
          error instanceof CompanyOutage ? error : new CompanyOutage('the metadata of the provider cannot be used');
        this.failed = { cause: outage.options.cause, at: this.clock.now() };
        throw outage;
      }
    });
  }

  /**
   * The operator chose the issuer, wherever it is; the other addresses the provider chooses. One in the network of the operator
   * may name others there. One on the Internet may not: what it names would be asked from within.
   */
  private async discover(): Promise<Described> {
    try {
      return { metadata: await this.metadataBy('public'), policy: 'public' };
    } catch (error) {
      if (!isAddressRefused(error)) throw error;
    }
    return { metadata: await this.metadataBy('any'), policy: 'any' };
  }

  private async metadataBy(policy: AddressPolicy): Promise<openid.ServerMetadata> {
    const { issuer, clientId } = this.settings;
    const failures: CompanyOutage[] = [];
    const fetch = this.guardedFetch(failures, policy);
    const options = { [openid.customFetch]: fetch, execute: insecureIf(issuer), timeout: TIMEOUT / 1000 };
    try {
      const config = await openid.discovery(new URL(issuer), clientId, undefined, undefined, options);
      const metadata = config.serverMetadata();
      // OpenID Connect Discovery §4.3: exactly. The library takes some providers at other words.
      if (metadata.issuer !== issuer) throw new CompanyOutage('the metadata is of another issuer');
      return metadata;
    } catch (error) {
      throw failures[0] ?? error;
    }
  }

  private configurationOf(description: openid.ServerMetadata, fetch: openid.CustomFetch): openid.Configuration {
    const { issuer, clientId, clientSecret } = this.settings;
    const methods = description.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authentication = methods.includes('client_secret_basic') ? openid.ClientSecretBasic : openid.ClientSecretPost;
    const skew = Math.round(this.clock.now() - Date.now() / 1000);
    const metadata = { [openid.clockSkew]: skew };
    const config = new openid.Configuration(description, clientId, metadata, authentication(clientSecret));
    config[openid.customFetch] = fetch;
    config.timeout = TIMEOUT / 1000;
    // The library trusts what came from the token endpoint by https; here the signature decides.
    openid.enableNonRepudiationChecks(config);
    for (const allow of insecureIf(issuer)) allow(config);
    return config;
  }

  /** Lets the library ask through the one way out of this server. What it cannot tell from an answer is noted. */
  private guardedFetch(failures: CompanyOutage[], policy: AddressPolicy): openid.CustomFetch {
    const fail = (cause: OutboundError | 'the provider answered that it cannot serve now'): never => {
      const failure = new CompanyOutage(cause);
      failures.push(failure);
      throw failure;
    };
    return async (url, { method, headers, body }) => {
      const request = {
        ...{ method, url: new URL(url), headers: { ...headers } as Record<string, string> },
        ...(body === undefined || body === null ? {} : { body: textOf(body) }),
        ...{ policy, timeout: TIMEOUT, maxBytes: MAX_BYTES },
      };
      const reply = await this.outbound.send(request).catch((error: unknown) => {
        if (!(error instanceof OutboundError)) throw error;
        return fail(error);
      });
      if (reply.status >= 500 || reply.status === 429) fail('the provider answered that it cannot serve now');
      const type = reply.headers['content-type'];
      return new Response(reply.body === '' ? null : reply.body, {
        status: reply.status,
        headers: type === undefined ? {} : { 'content-type': type },
      });
    };
  }
}

function isAddressRefused(error: unknown): boolean {
  const cause = error instanceof CompanyOutage ? error.options.cause : undefined;
  return cause instanceof OutboundError && cause.failure === 'address_refused';
}

/** Plain http is for providers on this machine, which the settings admit alone. */
const insecureIf = (issuer: string) => (issuer.startsWith('http:') ? [openid.allowInsecureRequests] : []);

function textOf(body: NonNullable<openid.FetchBody>): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new TypeError('The library sends forms alone.');
}

const isFalse = (value: unknown): boolean => value === false || value === 'false';

/** A claim with one value or several. What is no text is none. */
function textsOf(claim: unknown): string[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === 'string');
}

/** The groups, as the first says them that says any. Those that have to be fetched elsewhere (OpenID Connect Core §5.6.2) are not. */
function groupsOf(name: string, said: readonly Record<string, unknown>[]): string[] | undefined {
  const claim = said.map((one) => one[name]).find((value) => value !== undefined && value !== null);
  if (claim !== undefined) return typeof claim === 'string' || Array.isArray(claim) ? textsOf(claim) : undefined;
  const isElsewhere = said.some(({ _claim_names: elsewhere }) => Object.hasOwn(Object(elsewhere) as object, name));
  return isElsewhere ? undefined : [];
}

/** The refusal of a person for whom the provider does not vouch. */
export function notVouched(cause: string): OAuthError {
  return new OAuthError('unauthorized', 'Your company did not confirm who you are. Begin again.', { cause });
}

/** What the library found, in our own words: its messages repeat what others said. */
const FINDINGS = {
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'a claim of the ID token is not what was asked for',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'the ID token has expired, or is not good yet',
  OAUTH_INVALID_RESPONSE: 'an answer of the provider is not valid',
  OAUTH_PARSE_ERROR: 'an answer of the provider cannot be read',
  OAUTH_UNSUPPORTED_OPERATION: 'the ID token is signed in a way that is not taken',
  OAUTH_KEY_SELECTION_FAILED: 'the provider has no key for the signature of the ID token',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'UserInfo is about somebody else',
} as const;

const isKnown = (code: unknown): code is keyof typeof FINDINGS =>
  typeof code === 'string' && Object.hasOwn(FINDINGS, code);

/** Errors of a provider that are about the person or the code; all others are about this client, or an outage. */
const ABOUT_PEOPLE: ReadonlySet<string> = new Set([
  ...['access_denied', 'login_required', 'interaction_required', 'consent_required', 'account_selection_required'],
  ...['unmet_authentication_requirements', 'invalid_grant'],
]);

function refusalOf(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError) {
    return ABOUT_PEOPLE.has(error.error)
      ? notVouched('the provider refused the person or the code')
      : new CompanyOutage('the provider refused this client or its request', true);
  }
  const { code } = error as { code?: unknown };
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON') {
    return new CompanyOutage('the provider answered something else than was asked for', true);
  }
  return notVouched(isKnown(code) ? FINDINGS[code] : 'the answer of the provider is not valid');
}
