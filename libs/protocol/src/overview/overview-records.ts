import type { LimitName } from '@passant/contracts';
import type { EpochSeconds } from '../time.js';

/** How the runs of a provider's scripts ended within a period. `failed`: without a usable result. */
export interface ScriptFailureCount {
  identityProvider: string;
  runs: number;
  failed: number;
}

/** How the scripts of all providers ran within an hour. The outcomes are those of _complete_, the rest is of all steps. */
export interface ScriptHourCount {
  hour: EpochSeconds;
  valid: number;
  retry: number;
  unrecoverable: number;
  failed: number;
  runs: number;
  totalMs: number;
  longestMs: number;
}

/**
 * What is counted hour by hour, and by which value: introspections by `active` or `inactive`, refusals by error code,
 * script runs that found no room in the queue by `turned_away`, and requests beyond a limit by its name, with the application
 * behind it if it is one of an application.
 */
export type HourlySubject = 'introspection' | 'refusal' | 'script_queue' | 'limit';

/** How often something happened within an hour. Neither subject nor value says who caused it. */
export interface HourlyCount {
  hour: EpochSeconds;
  subject: HourlySubject;
  value: string;
  times: number;
  expiresAt: EpochSeconds;
}

/** How many requests a limit refused, and whose limit it is, if it is one of an application. */
export interface ReachedLimit {
  limit: LimitName;
  application: string | null;
  refused: number;
}

/** How many requests wait for the approval of an administrator, and when the first of them is over. */
export interface WaitingApprovals {
  requests: number;
  /** `null` if none waits. */
  firstEnd: EpochSeconds | null;
}

/** An initial access token that can still be used. */
export interface EndingToken {
  id: string;
  label: string | null;
  application: string | null;
  createdAt: EpochSeconds;
  expiresAt: EpochSeconds;
}

/** An exception for assertions that has not ended. */
export interface EndingException {
  of: 'application' | 'instance' | 'dynamic' | 'web' | 'api';
  identifier: string;
  name: string | null;
  lenientUntil: EpochSeconds;
  clientsInNeed: number;
}
