import type { WebHookAuthentication, WebHookOutcome, WebHookType } from '@passant/contracts';
import type { EpochSeconds } from '../time.js';

/** An external service that may change the scopes and claims of a token before it is issued. */
export interface WebHook {
  id: string;
  type: WebHookType;
  name: string;
  /** The documented path of the type is appended to it. */
  baseUri: string;
  authenticationMethod: WebHookAuthentication;
  /** Only with BASIC. */
  username: string | null;
  /** Only with BASIC; encrypted with a server key. */
  sealedPassword: Buffer | null;
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}

/** One call of a hook: its outcome and status, without the content of request and response. */
export interface WebHookDelivery {
  hook: string;
  /** Milliseconds since the epoch. */
  occurred: number;
  outcome: WebHookOutcome;
  /** HTTP status, if there was a response. */
  status: number | null;
  /** Milliseconds. */
  duration: number;
  /** Number of scopes removed and, below, of claims added. */
  removedScopes: number;
  claims: number;
  /**
   * HMAC of who caused it, under a key that is not kept: equal ones are of one source. `null`: an administrator, the server
   * itself, or not known.
   */
  source: Buffer | null;
  expiresAt: EpochSeconds;
}
