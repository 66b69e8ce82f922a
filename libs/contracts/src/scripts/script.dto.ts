import { z } from 'zod';
import { HookContextCustomParams, ScriptRunOutcome, ScriptStep } from './extension-engine.js';
import { Timestamp } from '../admin/fields.js';
import { ProviderScripts, SetProviderProperties, VersionComment } from '../identity-providers/identity-provider.dto.js';

/** A saved version of a provider's scripts, without the script texts. */
export const ScriptVersionSummary = z.strictObject({
  version: z.int(),
  /** Absent if the server itself saved it. */
  author: z.string().optional(),
  comment: z.string().optional(),
  created_at: Timestamp,
  /** Whether this version is in use. */
  active: z.boolean(),
});
export type ScriptVersionSummary = z.infer<typeof ScriptVersionSummary>;
export const ScriptVersionPage = z.strictObject({
  items: z.array(ScriptVersionSummary),
  next_cursor: z.string().optional(),
});

export const ScriptVersion = ScriptVersionSummary.extend({ scripts: ProviderScripts });
export type ScriptVersion = z.infer<typeof ScriptVersion>;

/** Saves scripts as a candidate: a version that is not in use. */
export const CreateScriptVersion = z.strictObject({ scripts: ProviderScripts, comment: VersionComment.optional() });
export type CreateScriptVersion = z.infer<typeof CreateScriptVersion>;

/**
 * What a script decided, at the level of detail that a shadow run records: a status range, or `error` for no usable
 * result. `unanswered`: the candidate requested something that the live run did not, so there was no answer to replay.
 * `skipped`: there was no capacity to run the candidate alongside the live run.
 */
export const SHADOW_DECISIONS = ['2xxx', '4xxx', '5xxx', 'error', 'unanswered', 'skipped'] as const;
export const ShadowDecision = z.enum(SHADOW_DECISIONS);
export type ShadowDecision = z.infer<typeof ShadowDecision>;

/** Starts a shadow run of a candidate, which lasts between a minute and a week. */
export const StartShadowRun = z.strictObject({
  version: z.int().min(1),
  seconds: z.int().min(60, 'must be at least a minute').max(604_800, 'must be at most a week'),
});
export type StartShadowRun = z.infer<typeof StartShadowRun>;

/** What a candidate and the version in use decided on the same requests. Never records about whom. */
export const ShadowRun = z.strictObject({
  version: z.int(),
  running: z.boolean(),
  started_by: z.string().optional(),
  started_at: Timestamp,
  ends_at: Timestamp,
  decisions: z.array(
    z.strictObject({ step: ScriptStep, live: ShadowDecision, candidate: ShadowDecision, runs: z.int() }),
  ),
});
export type ShadowRun = z.infer<typeof ShadowRun>;
/** `shadow_run` is absent if there was none since the scripts in use were saved. */
export const ShadowRunState = z.strictObject({ shadow_run: ShadowRun.optional() });
export type ShadowRunState = z.infer<typeof ShadowRunState>;

const FixtureInput = z.strictObject({
  data: z
    .string()
    .max(32 * 1024)
    .optional(),
  hook_context_custom_params: HookContextCustomParams.optional(),
  registration_data: z
    .string()
    .max(64 * 1024)
    .optional(),
});

/** Saved inputs for test runs of a provider's scripts. */
export const ScriptFixtureContent = z.strictObject({
  inputs: z.partialRecord(ScriptStep, FixtureInput),
  /** Every HTTP request of the script fails, as if the scheme were unreachable. */
  scheme_down: z.boolean(),
});
export type ScriptFixtureContent = z.infer<typeof ScriptFixtureContent>;
export const ScriptFixture = ScriptFixtureContent.extend({ name: z.string() });
export type ScriptFixture = z.infer<typeof ScriptFixture>;
export const ScriptFixtures = z.strictObject({ items: z.array(ScriptFixture) });
export type ScriptFixtures = z.infer<typeof ScriptFixtures>;
export const FixtureName = z.string().trim().min(1, 'is required').max(64, 'is longer than 64 characters');

/** How recent runs of a provider's scripts ended, and the latest failures. */
export const ScriptActivity = z.strictObject({
  /** Number of hours covered, counting back from now. */
  hours: z.int(),
  outcomes: z.array(
    z.strictObject({
      step: ScriptStep,
      outcome: ScriptRunOutcome,
      runs: z.int(),
      /** Runs that the engine had to terminate. */
      killed: z.int(),
      mean_ms: z.number(),
      longest_ms: z.int(),
    }),
  ),
  failures: z.array(
    z.strictObject({
      /** Milliseconds since the epoch. */
      occurred: z.int(),
      step: ScriptStep,
      version: z.int(),
      outcome: ScriptRunOutcome,
      /** Name of the error type if it is built into JavaScript. Never the error's message. */
      error: z.string().optional(),
      /** Line of the script, from 1. */
      line: z.int().optional(),
      duration_ms: z.int(),
      /** Use it to look up the checks of the refusal for as long as they are kept. */
      error_id: z.string().optional(),
    }),
  ),
});
export type ScriptActivity = z.infer<typeof ScriptActivity>;

/** A template for a new provider. */
export const ScriptTemplate = z.strictObject({
  id: z.string(),
  name: z.string(),
  purpose: z.string(),
  flow: z.enum(['ONE_STEP', 'TWO_STEP']),
  scripts: ProviderScripts,
  allowed_hosts: z.array(z.string()),
  properties: SetProviderProperties,
  fixtures: z.array(ScriptFixture),
});
export type ScriptTemplate = z.infer<typeof ScriptTemplate>;

/** What a script editor needs. */
export const ScriptKit = z.strictObject({
  /** TypeScript declarations of the globals that scripts see. */
  definitions: z.string(),
  templates: z.array(ScriptTemplate),
});
export type ScriptKit = z.infer<typeof ScriptKit>;
