import type { ApiScope, ErrorCode, EventName, JsonWebKeySet, SigningAlgorithm } from '@passant/contracts';
import type { Check } from './checklist.js';

export type * from './mobile-records.js';
export type * from './provider-records.js';
export type * from './token-records.js';
export type * from './web-hook-records.js';

/** Seconds since 1970-01-01T00:00:00Z. */
export type EpochSeconds = number;

export interface ApplicationVersion {
  platform: 'ios' | 'android';
  version: string;
  status: 'LOGIN_REGISTRATION' | 'LOGIN_ONLY' | 'DISABLED';
}

/** What an administrator configured for a mobile app or a web application. */
export interface Application {
  identifier: string;
  name: string;
  enabled: boolean;
  clientType: 'mobile' | 'web';
  statelessAuthentication: boolean;
  implicitAuthentication: boolean;
  mobileAuthentication: boolean;
  refreshTokens: boolean;
  defaultScopes: string[];
  additionalScopes: string[];
  /** Seconds. */
  accessTokenValidity: number;
  identityProviders: string[];
  defaultIdentityProvider: string | null;
  versions: ApplicationVersion[];
  /** Audiences that assertions of its installations may name, unless one of them has a policy of its own. */
  audiencePolicy: AudiencePolicy;
  /** Hook of type CUSTOMIZE_TOKEN. */
  accessTokenWebHook: string | null;
  /** Hook of type USER_DETAILS_CUSTOMIZATION. */
  userDetailsWebHook: string | null;
  /** Grows with every change; becomes the ETag. */
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

export type AudiencePolicy = 'STRICT' | 'LEGACY';

export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/**
 * An OAuth client. `instance`: registered itself for an application; `dynamic`: registered itself, or with the master
 * token, and belongs to no application; `web`: made in the console for a web application; `api`: made in the console for
 * a back end that calls this server's APIs. Client identifiers are unique across all.
 */
export interface Client {
  clientId: string;
  kind: 'instance' | 'dynamic' | 'web' | 'api';
  name: string | null;
  enabled: boolean;
  application: string | null;
  appPlatform: 'ios' | 'android' | null;
  appVersion: string | null;
  authMethod: ClientAuthMethod;
  /** SHA-256 of the secret. */
  secretHash: Buffer | null;
  /** SHA-256 of the secret before this one, which is still taken for a while after a change. */
  previousSecretHash: Buffer | null;
  /** Until when; null exactly where there is no previous secret. */
  previousSecretUntil: EpochSeconds | null;
  jwks: JsonWebKeySet | null;
  /** Where the client publishes its keys instead of registering them; null where `jwks` has them. */
  jwksUri: string | null;
  /**
   * Which audiences a client assertion may name: the issuer alone, or also the endpoint and the public address. `null`:
   * those its application says.
   */
  audiencePolicy: AudiencePolicy | null;
  /** An API client that is answered introspections signed with this, unless it asks for JSON (RFC 9701 §6). */
  introspectionSignedResponseAlg: SigningAlgorithm | null;
  /** Where an authorization answer may be sent; compared exactly, save for the port of a native loopback address. */
  redirectUris: string[];
  /** Registered `grant_types`. Empty for an instance of a mobile app, whose grants are those of its application. */
  grantTypes: string[];
  responseTypes: string[];
  /** Registered `scope`. Empty: none was registered. */
  scopes: string[];
  apiScopes: ApiScope[];
  /** Applications whose tokens an API client may see. */
  visibleApplications: string[];
  /** SHA-256 of the registration access token (RFC 7592). */
  registrationTokenHash: Buffer | null;
  /** What the initial access token allowed; no later change widens it. */
  registrationLock: string[];
  /** Hosts that redirect URIs may name, from the initial access token as well; empty: any. */
  redirectHosts: string[];
  /** Identifier of the initial access token the client was made with, while that is kept. */
  initialAccessToken: string | null;
  /** `jti` of the software statement the client was made with. */
  softwareStatement: string | null;
  /** When a client that was not used until then goes. The first use takes it away. */
  expiresAt: EpochSeconds | null;
  /** The remaining registered metadata (RFC 7591 §2), as it is echoed. */
  metadata: Record<string, unknown>;
  /** Grows with every change; becomes the ETag. */
  revision: number;
  createdAt: EpochSeconds;
}

/** What only a registration gives a client: all that one has whom an administrator made, and nothing was said about. */
export const NOT_REGISTERED = {
  previousSecretHash: null,
  previousSecretUntil: null,
  redirectUris: [],
  grantTypes: [],
  responseTypes: [],
  scopes: [],
  registrationTokenHash: null,
  registrationLock: [],
  redirectHosts: [],
  initialAccessToken: null,
  softwareStatement: null,
  expiresAt: null,
} satisfies Partial<Client>;

/** A scope an application may name. The description is for administrators. */
export interface Scope {
  identifier: string;
  description: string;
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

export type InitialAccessTokenEncoding = 'IDENTIFIER' | 'SELF_CONTAINED';

/** A one-time (or N-times) permission to register clients. */
export interface InitialAccessToken {
  id: string;
  tokenHash: Buffer;
  encoding: InitialAccessTokenEncoding;
  /** The clients become instances of it; null: they belong to no application. */
  application: string | null;
  /** The client it was formally issued to; deleting that one takes the token along. */
  clientId: string | null;
  /** What whoever asked for the token calls the developer it is meant for. */
  subject: string | null;
  label: string | null;
  /** Registration scopes; they become the registration lock of the clients. */
  scope: string[];
  /** Which registration endpoints it is good for; empty: this server's. */
  audience: string[];
  /** Seconds after which a client made with it goes unless it was used; null: it stays. */
  clientLifetime: number | null;
  /** Hosts that redirect URIs may name; empty: any. */
  redirectHosts: string[];
  registrations: number;
  uses: number;
  expiresAt: EpochSeconds;
  revoked: boolean;
  createdBy: string;
  createdAt: EpochSeconds;
}

/**
 * A statement about a version of an app, with which its installations register without an initial access token. The
 * statement itself is not kept; only one that is registered here counts.
 */
export interface SoftwareStatement {
  /** `jti` of the JWT. */
  id: string;
  application: string;
  appPlatform: 'ios' | 'android';
  appVersion: string;
  createdBy: string;
  createdAt: EpochSeconds;
  /** Never undone: a version that opens again needs another statement. */
  revokedAt: EpochSeconds | null;
}

/** What the extension engine is given (contract of a script's `execute`). */
export interface ScriptInput {
  requestPayload: string | null;
  userIdentifier: string | null;
  registrationData: string | null;
  hookContextCustomParams: Record<string, string[]> | null;
}

/** One thing that happened. Holds no token, no secret and, for a stateless registration, nothing about the person. */
export interface AuditEventRecord {
  id: number;
  name: EventName;
  /** Milliseconds since the epoch. */
  occurred: number;
  clientId: string | null;
  application: string | null;
  identityProvider: string | null;
  userId: string | null;
  admin: string | null;
  clientIp: string | null;
  /** `User-Agent` of the request; like the address, not of a stateless registration. */
  userAgent: string | null;
  requestId: string | null;
  details: Record<string, unknown> | null;
  before: unknown;
  after: unknown;
}

/** Why a request was refused, for administrators. Kept for minutes, and without anything the request carried. */
export interface RefusalTrace {
  /** `error_id` of the refusal. */
  requestId: string;
  error: ErrorCode;
  status: number;
  method: string;
  /** The route, not the address: what stands in a path may be a person's. */
  route: string | null;
  /** What the caller was told. */
  description: string;
  /** What really happened, where it is known in words of this server. */
  cause: string | null;
  clientId: string | null;
  application: string | null;
  identityProvider: string | null;
  checks: Check[];
  /** Milliseconds since the epoch. */
  occurred: number;
  expiresAt: EpochSeconds;
}
