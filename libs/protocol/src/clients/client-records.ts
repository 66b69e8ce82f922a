import {
  type ApiScope,
  DEFAULT_SIGNING_ALGORITHM,
  type JsonWebKeySet,
  type SigningAlgorithm,
} from '@passant/contracts';
import type { AudiencePolicy } from '../applications/application-records.js';
import type { EpochSeconds } from '../time.js';

export type IntrospectionSight = 'APPLICATIONS' | 'RESOURCES';

export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/**
 * What a trial from the console meets: the application as it is configured, or as if stateless authentication were
 * off. Only the trial's own clients are affected.
 */
export type Trial = 'AS_CONFIGURED' | 'STATELESS_OFF';

/**
 * An OAuth client. `instance`: registered itself for an application; `dynamic`: registered itself, or was registered
 * with the master token, and belongs to no application; `web`: created in the console for a web application; `api`:
 * created in the console for a back end that calls this server's APIs. Client identifiers are unique across all kinds.
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
  /** SHA-256 of the previous secret, which is still accepted for a while after a change. */
  previousSecretHash: Buffer | null;
  /** When the previous secret expires; null if and only if there is none. */
  previousSecretUntil: EpochSeconds | null;
  jwks: JsonWebKeySet | null;
  /** URL at which the client publishes its keys; null if they are registered in `jwks`. */
  jwksUri: string | null;
  /**
   * Audience that client assertions may name: only the issuer, or also the endpoint and the public base URL. `null`: as
   * configured for the application.
   */
  audiencePolicy: AudiencePolicy | null;
  /** When the policy `LEGACY` ends and `STRICT` takes over; null if and only if the client has another policy. */
  lenientUntil: EpochSeconds | null;
  /** For an API client: introspection responses are signed with this, unless the client asks for JSON (RFC 9701 §6). */
  introspectionSignedResponseAlg: SigningAlgorithm | null;
  /** Algorithm that ID tokens for this client are signed with. */
  idTokenSignedResponseAlg: SigningAlgorithm;
  /** `false`: an administrator exempted it from PKCE. Has no effect on a public client, see {@link requiresPkce}. */
  requirePkce: boolean;
  /**
   * Introspection repeats the user details at the top level of its responses, for callers that do not
   * read nested members.
   */
  flatUserDetails: boolean;
  /**
   * Where authorization responses may be sent; compared exactly, except for the port of a native
   * client's loopback address.
   */
  redirectUris: string[];
  /** Origins, configured by an administrator, whose pages may call on behalf of the client. */
  allowedOrigins: string[];
  /** Registered `grant_types`. Empty for an instance of a mobile app, which has the grants of its application. */
  grantTypes: string[];
  responseTypes: string[];
  /** Registered `scope`. Empty if none was registered. */
  scopes: string[];
  apiScopes: ApiScope[];
  /** Applications whose tokens an API client may see. */
  visibleApplications: string[];
  /**
   * Resource identifiers of an API client (RFC 8707). A token can be requested for them and is then
   * valid only for them.
   */
  resources: string[];
  /**
   * Which tokens introspection shows it: those of its applications, or only those of them that are for its resources.
   */
  introspectionSight: IntrospectionSight;
  /** SHA-256 of the registration access token (RFC 7592). */
  registrationTokenHash: Buffer | null;
  /** What the initial access token permitted; later changes cannot widen it. */
  registrationLock: string[];
  /** Hosts that redirect URIs may name, also from the initial access token; empty means any. */
  redirectHosts: string[];
  /** Identifier of the initial access token the client was registered with, while that token is kept. */
  initialAccessToken: string | null;
  /** `jti` of the software statement the client was registered with. */
  softwareStatement: string | null;
  /**
   * It was registered without a token and without a software statement, so nobody vouched for it. Only an administrator
   * who imports its document vouches for it later.
   */
  registeredOpenly: boolean;
  /** When the client is deleted if it has not been used by then. Cleared by the first use, except in a trial. */
  expiresAt: EpochSeconds | null;
  /** When the document at its identifier was last read that describes it; null if no document describes it. */
  documentFetchedAt: EpochSeconds | null;
  /**
   * For a client whose document is followed: until when the stored one may be used without asking again. null if the
   * client has no document, or one that an administrator imported and refreshes by hand.
   */
  documentFreshUntil: EpochSeconds | null;
  /** It was registered in a trial, and is deleted when it expires, used or not; null otherwise. Never changes. */
  trial: Trial | null;
  /** The remaining registered metadata (RFC 7591 §2), as it is returned. */
  metadata: Record<string, unknown>;
  /** Incremented by every change; part of the ETag. */
  revision: number;
  /** Incremented by the database with every change of what decisions depend on; see {@link Basis}. */
  edition: number;
  /** UUID that distinguishes it from any earlier or later client with the same identifier. */
  incarnation: string;
  createdAt: EpochSeconds;
}

/** Default values, for clients created by an administrator, of the properties that only a registration can set. */
export const NOT_REGISTERED = {
  idTokenSignedResponseAlg: DEFAULT_SIGNING_ALGORITHM,
  requirePkce: true,
  previousSecretHash: null,
  previousSecretUntil: null,
  redirectUris: [],
  allowedOrigins: [],
  resources: [],
  introspectionSight: 'APPLICATIONS',
  grantTypes: [],
  responseTypes: [],
  scopes: [],
  registrationTokenHash: null,
  registrationLock: [],
  redirectHosts: [],
  initialAccessToken: null,
  softwareStatement: null,
  registeredOpenly: false,
  expiresAt: null,
  documentFetchedAt: null,
  documentFreshUntil: null,
  trial: null,
} satisfies Partial<Client>;
