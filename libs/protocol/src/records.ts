import type {
  ApiScope,
  ErrorCode,
  EventName,
  JsonWebKeySet,
  TokenType,
  WebHookAuthentication,
  WebHookOutcome,
  WebHookType,
} from '@passant/contracts';
import type { Check } from './checklist.js';

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
  /** Hook of type CUSTOMIZE_TOKEN. */
  accessTokenWebHook: string | null;
  /** Hook of type USER_DETAILS_CUSTOMIZATION. */
  userDetailsWebHook: string | null;
  /** Grows with every change; becomes the ETag. */
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

export interface ProviderScripts {
  init?: string;
  complete: string;
  backchannel?: string;
}

/** A Custom API identity provider: scripts that talk to an external scheme. */
export interface IdentityProvider {
  identifier: string;
  type: 'CUSTOM_API';
  name: string;
  flow: 'ONE_STEP' | 'TWO_STEP';
  enabled: boolean;
  isDefault: boolean;
  scripts: ProviderScripts;
  allowedHosts: string[];
  /** Seconds. */
  transactionValidity: number;
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

export type AudiencePolicy = 'STRICT' | 'LEGACY';

export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/**
 * An OAuth client. `instance`: registered itself for an application; `web`: made in the console for a web application;
 * `api`: made in the console for a back end that calls this server's APIs. Client identifiers are unique across all.
 */
export interface Client {
  clientId: string;
  kind: 'instance' | 'web' | 'api';
  name: string | null;
  enabled: boolean;
  application: string | null;
  appPlatform: 'ios' | 'android' | null;
  appVersion: string | null;
  authMethod: ClientAuthMethod;
  /** SHA-256 of the secret. */
  secretHash: Buffer | null;
  jwks: JsonWebKeySet | null;
  /** Where the client publishes its keys instead of registering them; null where `jwks` has them. */
  jwksUri: string | null;
  /** Which audiences a client assertion may name: the issuer alone, or also the endpoint and the public address. */
  audiencePolicy: AudiencePolicy;
  apiScopes: ApiScope[];
  /** Applications whose tokens an API client may see. */
  visibleApplications: string[];
  /** SHA-256 of the registration access token (RFC 7592). */
  registrationTokenHash: Buffer | null;
  /** What the initial access token allowed; no later change widens it. */
  registrationLock: string[];
  /** The remaining registered metadata (RFC 7591 §2), as it is echoed. */
  metadata: Record<string, unknown>;
  /** Grows with every change; becomes the ETag. */
  revision: number;
  createdAt: EpochSeconds;
}

/** A scope an application may name. The description is for administrators. */
export interface Scope {
  identifier: string;
  description: string;
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

/** A one-time (or N-times) permission to register clients. */
export interface InitialAccessToken {
  id: string;
  tokenHash: Buffer;
  application: string | null;
  label: string | null;
  scope: string[];
  registrations: number;
  uses: number;
  expiresAt: EpochSeconds;
  revoked: boolean;
  createdBy: string;
  createdAt: EpochSeconds;
}

/** A TWO_STEP registration between *init* and the last *complete*. */
export interface RegistrationTransaction {
  /** SHA-256 of the identifier the app holds. */
  idHash: Buffer;
  identityProvider: string;
  clientId: string;
  /** `registrationData` of the init script, sealed under the identifier; null where there was none. */
  sealedData: Buffer | null;
  attempts: number;
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
  requestId: string | null;
  details: Record<string, unknown> | null;
  before: unknown;
  after: unknown;
}

/** The P-256 key a device signs its answers with. */
export interface PublicDeviceKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** A device on which a registered person can be asked. One per profile: enrolling again replaces it. */
export interface MobileDevice {
  id: string;
  profile: string;
  name: string;
  publicKey: PublicDeviceKey;
  /** Where to wake the device, encrypted under a server key. */
  sealedPushToken: Buffer | null;
  enrolledAt: EpochSeconds;
}

/** A device with what is known about the person and the app it stands for. */
export interface EnrolledPerson {
  device: MobileDevice;
  clientId: string;
  application: string;
  platform: 'ios' | 'android' | null;
  identityProvider: string;
  userId: string;
}

/** A question that a portal put to a person, and what came of it. */
export interface AuthenticationTransaction {
  id: string;
  /** The API client that asked; nobody else may read the result. */
  portal: string;
  profile: string;
  device: string;
  userId: string;
  callbackUri: string | null;
  /** Message and signing data, encrypted under a server key; forgotten as soon as there is an outcome. */
  sealedQuestion: Buffer | null;
  /** `null`: nobody answered yet. */
  outcome: 'accepted' | 'refused' | 'invalid_answer' | null;
  /** Answers that were given, wrong ones included. */
  answers: number;
  signature: string | null;
  /** The key the signature was verified with. */
  publicKey: PublicDeviceKey | null;
  startedAt: EpochSeconds;
  pendingUntil: EpochSeconds;
  /** When the row goes. */
  expiresAt: EpochSeconds;
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
