import type { TokenType } from '@passant/contracts';
import type { EpochSeconds } from './records.js';

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
