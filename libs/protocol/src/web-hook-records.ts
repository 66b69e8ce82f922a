import type { WebHookAuthentication, WebHookOutcome, WebHookType } from '@passant/contracts';
import type { EpochSeconds } from './records.js';

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
