import type { OAuthError } from '@passant/protocol';

/** A request that is being refused. */
export interface Refusal {
  error: OAuthError;
  status: number;
  /** Whether the error replaces an unexpected fault. */
  unforeseen: boolean;
}
