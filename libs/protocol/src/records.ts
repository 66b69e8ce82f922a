import type {
  ApiScope,
  ErrorCode,
  EventName,
  JsonWebKeySet,
  SigningAlgorithm,
  TokenType,
  WebHookAuthentication,
  WebHookOutcome,
  WebHookType,
} from '@passant/contracts';
import type { Check } from './checklist.js';

export type * from './mobile-records.js';
export type * from './provider-records.js';

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

/** A TWO_STEP registration between *init* and the last *complete*. */
export interface RegistrationTransaction {
  /** SHA-256 of the identifier the app holds. */
  idHash: Buffer;
  identityProvider: string;
  clientId: string;
  /** `registrationData` of the init script, sealed under the identifier; null where there was none. */
  sealedData: Buffer | null;
  /** The version of the scripts it began with, and ends with; null in rows from before there were versions. */
  scriptVersion: number | null;
  attempts: number;
  expiresAt: EpochSeconds;
}

/**
 * An authorization code: made when the person is known, good once they have agreed, remembered for a while after it was
 * used. Who it is about is in `sealed`, readable only with the code itself.
 */
export interface AuthorizationCode {
  codeHash: Buffer;
  clientId: string;
  /** As the request named it; the exchange names the same. */
  redirectUri: string;
  codeChallenge: string;
  nonce: string | null;
  scopes: string[];
  identityProvider: string;
  /** When the person was asked who they are. */
  authenticatedAt: EpochSeconds;
  approved: boolean;
  /** null once it was used: from then on the code opens nothing. */
  sealed: Buffer | null;
  redeemedAt: EpochSeconds | null;
  /** The access token that was given for it. */
  accessTokenHash: Buffer | null;
  /** The family that began with it, where there is a refresh token. */
  family: string | null;
  expiresAt: EpochSeconds;
}

/** What is at rest about an access token. Who it is about is in `sealed`, readable only with the token itself. */
export interface AccessTokenRecord {
  tokenHash: Buffer;
  type: TokenType;
  clientId: string;
  application: string | null;
  appPlatform: 'ios' | 'android' | null;
  appVersion: string | null;
  scopes: string[];
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** Profile the token stands on; null for a stateless token. */
  profile: string | null;
  /** Ties the tokens of one refresh token together; null where there is none. */
  family: string | null;
  sealed: Buffer;
}

/** What a token's sealed part holds. */
export interface TokenSubject {
  sub: string;
  userDetails: Record<string, unknown>;
  /** What a web hook had introspection say beside the members of the protocol. */
  claims?: Record<string, unknown>;
}

/** A registration of one person on one client (default grant only). */
export interface Profile {
  id: string;
  clientId: string;
  profileId: string;
  identityProvider: string;
  /** `user.id` of the script. */
  userId: string;
  scopes: string[];
  userDetails: Record<string, unknown>;
  amr: string[];
  createdAt: EpochSeconds;
}

/** A person who has a profile on a client, with what the identity scheme last said about them. */
export interface RegisteredPerson {
  /** Identifier of the profile's record. */
  profile: string;
  profileId: string;
  identityProvider: string;
  userId: string;
  userDetails: Record<string, unknown>;
  amr: string[];
  /** Granted at the last registration. */
  scopes: string[];
}

/** A profile and whether its registration lives: a token of the default grant, or the means to get one, is there. */
export interface RegistrationState {
  person: RegisteredPerson;
  live: boolean;
}

/** The one refresh token of a family that may be used. Rotation replaces its hash and keeps the family. */
export interface RefreshTokenRecord {
  tokenHash: Buffer;
  family: string;
  profile: string;
  clientId: string;
  scopes: string[];
  /** When the person was last asked who they are; every rotation keeps it. */
  authenticatedAt: EpochSeconds;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
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

/** A service of somebody else that may change what a token gives or says before it is issued. */
export interface WebHook {
  id: string;
  type: WebHookType;
  name: string;
  /** The documented path of the type is appended. */
  baseUri: string;
  authenticationMethod: WebHookAuthentication;
  /** With BASIC only. */
  username: string | null;
  /** With BASIC only, encrypted under a server key. */
  sealedPassword: Buffer | null;
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

/** One call of a hook: shape and status, nothing of what was sent or answered. */
export interface WebHookDelivery {
  hook: string;
  /** Milliseconds since the epoch. */
  occurred: number;
  outcome: WebHookOutcome;
  /** HTTP status, where there was an answer. */
  status: number | null;
  /** Milliseconds. */
  duration: number;
  /** How many scopes were taken away, how many claims given. */
  removedScopes: number;
  claims: number;
  expiresAt: EpochSeconds;
}
