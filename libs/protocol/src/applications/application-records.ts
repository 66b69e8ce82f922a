import type { EpochSeconds } from '../time.js';

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
  /** A stateless registration also gives a refresh token. Without effect while `statelessAuthentication` is off. */
  statelessSession: boolean;
  /** Seconds from a stateless registration to the end of everything that was issued for it. */
  statelessSessionDuration: number;
  /** Where browsers are sent back to after a stateless registration on the login pages; empty: there is none. */
  statelessRedirectUris: string[];
  implicitAuthentication: boolean;
  mobileAuthentication: boolean;
  refreshTokens: boolean;
  defaultScopes: string[];
  additionalScopes: string[];
  /** Seconds. */
  accessTokenValidity: number;
  /** Seconds during which a used refresh token is still accepted, in case the response was lost. */
  refreshTokenGrace: number;
  identityProviders: string[];
  defaultIdentityProvider: string | null;
  versions: ApplicationVersion[];
  /** Audiences that assertions of the application's instances may name, unless an instance has its own policy. */
  audiencePolicy: AudiencePolicy;
  /** When the policy `LEGACY` ends and `STRICT` takes over; null if and only if the policy is not `LEGACY`. */
  lenientUntil: EpochSeconds | null;
  /** When the exception was made: it is for clients that existed then. Null if and only if `lenientUntil` is. */
  lenientSince: EpochSeconds | null;
  /** Hook of type CUSTOMIZE_TOKEN. */
  accessTokenWebHook: string | null;
  /** Hook of type USER_DETAILS_CUSTOMIZATION. */
  userDetailsWebHook: string | null;
  /**
   * UUID, another one after all its tokens were ended: what began before is not to end in a token afterwards.
   */
  issuance: string;
  /** Incremented by every change; part of the ETag. */
  revision: number;
  /** Incremented by the database with every change of what decisions depend on; see {@link Basis}. */
  edition: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

/** Audience that assertions may name: only the issuer, or, until the exception ends, the endpoint as well. */
export type AudiencePolicy = 'STRICT' | 'LEGACY';
