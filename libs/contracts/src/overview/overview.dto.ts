import { z } from 'zod';
import { Identifier, Timestamp } from '../admin/fields.js';
import { LimitName } from '../limits/limits.js';
import { ADMIN_ERROR_CODES, OAUTH_ERROR_CODES } from '../refusals/errors.js';
import { SigningAlgorithm } from '../tokens/signing-key.dto.js';

/** Something that an administrator should look at, the most urgent first. */
export const Concern = z.discriminatedUnion('kind', [
  /** Calls of a web hook are stopped for a while, because it failed too often. */
  z.strictObject({ kind: z.literal('open_breaker'), hook: z.string(), name: z.string() }),
  /** Scripts of a provider failed within the last 24 hours. */
  z.strictObject({
    kind: z.literal('failing_scripts'),
    identity_provider: Identifier,
    name: z.string(),
    runs: z.int(),
    failed: z.int(),
  }),
  /** Requests were refused in this hour, or the one before, because a limit was used up. */
  z.strictObject({
    kind: z.literal('reached_limit'),
    limit: LimitName,
    /** Whose limit it is, if it is one of an application. */
    application: Identifier.optional(),
    refused: z.int(),
  }),
  /**
   * Requests of other administrators wait until whoever reads this, or somebody like them, has approved them. Told to nobody
   * who could not.
   */
  z.strictObject({
    kind: z.literal('waiting_approvals'),
    requests: z.int().positive(),
    /** When nobody can approve the first of them any more. */
    ends_at: Timestamp,
  }),
  /** An exception for assertions ends within 30 days, and somebody still needs it. */
  z.strictObject({
    kind: z.literal('ending_exception'),
    of: z.enum(['application', 'instance', 'dynamic', 'web', 'api']),
    identifier: z.string(),
    name: z.string().optional(),
    clients_in_need: z.int(),
    ends_at: Timestamp,
  }),
  /** An initial access token that was made for longer than a week, can still be used, and ends within a week. */
  z.strictObject({
    kind: z.literal('ending_token'),
    id: z.string(),
    label: z.string().optional(),
    application: Identifier.optional(),
    ends_at: Timestamp,
  }),
  /** The key that signs has been in use for almost a year. */
  z.strictObject({ kind: z.literal('aged_key'), kid: z.string(), algorithm: SigningAlgorithm, created_at: Timestamp }),
]);
export type Concern = z.infer<typeof Concern>;

/** A refusal that can still be opened, in one line. */
export const RecentRefusal = z.strictObject({
  error_id: z.string(),
  error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]),
  description: z.string(),
  /** The first check that was not passed. */
  check: z.string().optional(),
  application: z.string().optional(),
  /** Milliseconds since the epoch. */
  occurred: z.int(),
});
export type RecentRefusal = z.infer<typeof RecentRefusal>;

/** What ran within an hour, for all providers and clients together. Hours in which nothing did are absent. */
export const RunHour = z.strictObject({
  /** Epoch seconds of its start. */
  hour: Timestamp,
  /** Runs of _complete_ by outcome; `failed`: without a usable result. */
  registrations: z.strictObject({ valid: z.int(), retry: z.int(), unrecoverable: z.int(), failed: z.int() }),
  /** Runs of all steps. */
  runs: z.int(),
  /** Absent if no script ran. */
  mean_ms: z.number().optional(),
  longest_ms: z.int().optional(),
  /** Runs for which the script engine had no room, even in its queue. */
  turned_away: z.int(),
  /** Tokens that were asked about. */
  introspections: z.strictObject({ active: z.int(), inactive: z.int() }),
  /** Answers of the protocols by error code, those of the admin API left out; the most frequent first. */
  refusals: z.array(z.strictObject({ error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]), times: z.int() })),
});
export type RunHour = z.infer<typeof RunHour>;

/** What waits at the process that answered: script runs, and what is to be written to the database. */
export const WorkInProgress = z.strictObject({
  scripts_executing: z.int(),
  scripts_waiting: z.int(),
  writes_waiting: z.int(),
});
export type WorkInProgress = z.infer<typeof WorkInProgress>;

/**
 * `GET overview`: what runs, what is wrong now or waits for whoever asks, and what was refused last. Nothing in it is about a
 * person.
 */
export const Overview = z.strictObject({
  concerns: z.array(Concern),
  /** Of the last seven days, oldest first. */
  hours: z.array(RunHour),
  in_progress: WorkInProgress,
  /** Newest first. */
  refusals: z.array(RecentRefusal),
});
export type Overview = z.infer<typeof Overview>;
