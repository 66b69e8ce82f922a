import type { TokenType } from '@passant/contracts';
import type { EpochSeconds } from '../time.js';

/** A TWO_STEP registration between *init* and the last *complete*. */
export interface RegistrationTransaction {
  /** SHA-256 of the identifier the app holds. */
  idHash: Buffer;
  identityProvider: string;
  clientId: string;
  /** `registrationData` of the init script, sealed with the identifier; null if there was none. */
  sealedData: Buffer | null;
  /** The version of the scripts it started and will complete with; null in rows that predate versions. */
  scriptVersion: number | null;
  attempts: number;
  expiresAt: EpochSeconds;
}

/**
 * An authorization code: created once the person is known, valid once they have consented, remembered for a while after
 * it was used. The person's data is in `sealed`, readable only with the code itself.
 */
export interface AuthorizationCode {
  codeHash: Buffer;
  clientId: string;
  /** As in the request; the exchange must name the same. */
  redirectUri: string;
  /** null: its client is exempt from PKCE and sent no challenge. */
  codeChallenge: string | null;
  nonce: string | null;
  scopes: string[];
  /** Resources named in the request (RFC 8707); empty if none were. */
  resources: string[];
  identityProvider: string;
  /** When the person authenticated. */
  authenticatedAt: EpochSeconds;
  /**
   * Tells whether the code is a certain person's, to whoever has the master key and their identifier, and nothing to
   * anybody else. null once the code has been used, and always where it ends without a profile.
   */
  person: Buffer | null;
  /** It ends in a stateless token, without a profile. */
  stateless: boolean;
  /**
   * When the stateless session ends that the person began; null if they began none. Fixed when the person answers: an
   * administrator may move it forward, or end it, and nothing moves it back.
   */
  sessionEndsAt: EpochSeconds | null;
  approved: boolean;
  /** null once the code has been used, so that it can no longer decrypt anything. */
  sealed: Buffer | null;
  redeemedAt: EpochSeconds | null;
  /** The access token issued for it. */
  accessTokenHash: Buffer | null;
  /** The refresh token family that started with it, if there is a refresh token. */
  family: string | null;
  expiresAt: EpochSeconds;
}

/** What is stored about an access token. The person's data is in `sealed`, readable only with the token itself. */
export interface AccessTokenRecord {
  tokenHash: Buffer;
  type: TokenType;
  clientId: string;
  application: string | null;
  appPlatform: 'ios' | 'android' | null;
  appVersion: string | null;
  scopes: string[];
  /** Resources the token is for (RFC 8707); null if it is for none in particular. */
  audience: string[] | null;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** Profile the token is based on; null for a stateless token. */
  profile: string | null;
  /** Links the tokens of one refresh token; null if there is none. */
  family: string | null;
  /** The provider that authenticated the person; null if there is no person, as for client credentials. */
  identityProvider: string | null;
  sealed: Buffer;
}

/** The content of a token's sealed part. */
export interface TokenSubject {
  sub: string;
  userDetails: Record<string, unknown>;
  /** Claims that a web hook added to introspection responses. */
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
  /** The person used the code flow, so the client receives only the claims that its scopes release. */
  claimsByScope: boolean;
  createdAt: EpochSeconds;
}

/** A person with a profile on a client, and the user details the identity scheme provided most recently. */
export interface RegisteredPerson {
  /** Identifier of the profile's record. */
  profile: string;
  profileId: string;
  identityProvider: string;
  userId: string;
  userDetails: Record<string, unknown>;
  amr: string[];
  /** See {@link Profile}. */
  claimsByScope: boolean;
  /** Granted at the most recent registration. */
  scopes: string[];
}

/** A profile, and whether its registration is live: a token of the default grant exists, or a means to get one. */
export interface RegistrationState {
  person: RegisteredPerson;
  live: boolean;
  /** Those of what it lives on: more is not issued on it. Empty if some of it is for no resource in particular. */
  resources: string[];
}

/** The only refresh token of a family that may be used. Rotation replaces its hash and keeps the family. */
export interface RefreshTokenRecord {
  tokenHash: Buffer;
  family: string;
  profile: string;
  clientId: string;
  scopes: string[];
  /** Resources its access tokens may be for; empty means any. */
  resources: string[];
  /**
   * Where the code was sent that it began with, if the client's identifier is one that many installations share; null
   * for every other grant.
   */
  redirectUri: string | null;
  /** When the person last authenticated; kept by every rotation. */
  authenticatedAt: EpochSeconds;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
}

/** The same for a stateless session: there is no profile, and no rotation moves `expiresAt`. */
export interface SessionTokenRecord extends Omit<RefreshTokenRecord, 'profile' | 'redirectUri'> {
  /** The provider that authenticated the person. */
  identityProvider: string;
  /** The person, readable only with the token itself. */
  sealed: Buffer;
}
