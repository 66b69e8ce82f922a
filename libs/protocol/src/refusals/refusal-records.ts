import type { ErrorCode } from '@passant/contracts';
import type { Check } from './check.js';
import type { EpochSeconds } from '../time.js';

/** Why a request was refused, for administrators. Kept for minutes, and without any content of the request. */
export interface RefusalTrace {
  /** `error_id` of the refusal. */
  requestId: string;
  /** The caller's identifier for the request; null if it sent none, or if no trace may be kept of it. */
  clientRequestId: string | null;
  error: ErrorCode;
  status: number;
  method: string;
  /** The route, not the URL: a path may contain personal data. */
  route: string | null;
  /** What the caller was told. */
  description: string;
  /** The actual cause, if it is a text of this server. */
  cause: string | null;
  clientId: string | null;
  application: string | null;
  identityProvider: string | null;
  checks: Check[];
  /** Milliseconds since the epoch. */
  occurred: number;
  expiresAt: EpochSeconds;
}
