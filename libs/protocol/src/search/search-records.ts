import type { FoundToken } from '@passant/contracts';
import type { EpochSeconds } from '../time.js';

/** What is known of a token by its hash. Nothing in it says who a person is. */
export interface TokenTrace {
  token: FoundToken;
  /** null for an access token that ended: only its application is remembered. */
  clientId: string | null;
  application: string | null;
  appPlatform: 'ios' | 'android' | null;
  appVersion: string | null;
  /** The provider that authenticated the person; null if there is none, or the token ended. */
  identityProvider: string | null;
  issuedAt: EpochSeconds | null;
  expiresAt: EpochSeconds;
  /** What happened to it before it expired; null if nothing did. */
  end: 'used' | 'replaced' | 'ended' | null;
}
