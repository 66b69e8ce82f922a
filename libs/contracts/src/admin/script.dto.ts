import { z } from 'zod';
import { HookContextCustomParams, ScriptRunOutcome, ScriptStep } from '../extension-engine.js';
import { Timestamp } from './common.js';
import { ProviderScripts, SetProviderProperties, VersionComment } from './identity-provider.dto.js';

/** What was saved as the scripts of a provider, without the texts. */
export const ScriptVersionSummary = z.strictObject({
  version: z.int(),
  /** Absent where the server itself saved it. */
  author: z.string().optional(),
  comment: z.string().optional(),
  created_at: Timestamp,
  /** Whether it is in use. */
  active: z.boolean(),
});
export type ScriptVersionSummary = z.infer<typeof ScriptVersionSummary>;
export const ScriptVersionPage = z.strictObject({
  items: z.array(ScriptVersionSummary),
  next_cursor: z.string().optional(),
});

export const ScriptVersion = ScriptVersionSummary.extend({ scripts: ProviderScripts });
export type ScriptVersion = z.infer<typeof ScriptVersion>;

/** Keeps scripts as a version without using them: a candidate. */
export const CreateScriptVersion = z.strictObject({ scripts: ProviderScripts, comment: VersionComment.optional() });
export type CreateScriptVersion = z.infer<typeof CreateScriptVersion>;

/**
 * What a script decided, as far as a shadow run tells: a range of status, or that there was no usable answer.
 * `unanswered`: the candidate asked for something that the live run did not ask for, so nobody could answer it.
 * `skipped`: there was no room to run the candidate beside the live run.
 */
export const SHADOW_DECISIONS = ['2xxx', '4xxx', '5xxx', 'error', 'unanswered', 'skipped'] as const;
export const ShadowDecision = z.enum(SHADOW_DECISIONS);
export type ShadowDecision = z.infer<typeof ShadowDecision>;

/** Seconds a candidate may run in the shadow: a minute to a week. */
export const StartShadowRun = z.strictObject({
  version: z.int().min(1),
  seconds: z.int().min(60, 'must be at least a minute').max(604_800, 'must be at most a week'),
});
export type StartShadowRun = z.infer<typeof StartShadowRun>;

/** A candidate beside the version in use: what each decided on the same requests. Never whose. */
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
/** `shadow_run` is absent where there was none since the scripts in use were saved. */
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

/** Inputs to try the scripts of a provider with. */
export const ScriptFixtureContent = z.strictObject({
  inputs: z.partialRecord(ScriptStep, FixtureInput),
  /** Every request of the script fails, as if the scheme could not be reached. */
  scheme_down: z.boolean(),
});
export type ScriptFixtureContent = z.infer<typeof ScriptFixtureContent>;
export const ScriptFixture = ScriptFixtureContent.extend({ name: z.string() });
export type ScriptFixture = z.infer<typeof ScriptFixture>;
export const ScriptFixtures = z.strictObject({ items: z.array(ScriptFixture) });
export type ScriptFixtures = z.infer<typeof ScriptFixtures>;
export const FixtureName = z.string().trim().min(1, 'is required').max(64, 'is longer than 64 characters');

/** How the runs of a provider ended lately, and the last that gave no answer. */
export const ScriptActivity = z.strictObject({
  /** The hours counted, back from now. */
  hours: z.int(),
  outcomes: z.array(
    z.strictObject({
      step: ScriptStep,
      outcome: ScriptRunOutcome,
      runs: z.int(),
      /** Runs that the engine had to end. */
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
      /** The kind of error, where it is one of the language's own; never its message. */
      error: z.string().optional(),
      /** Line of the script, from 1. */
      line: z.int().optional(),
      duration_ms: z.int(),
      /** Opens the checks of the refusal for as long as they are kept. */
      error_id: z.string().optional(),
    }),
  ),
});
export type ScriptActivity = z.infer<typeof ScriptActivity>;

/** A provider to start from. */
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

/** What an editor for scripts needs to know. */
export const ScriptKit = z.strictObject({
  /** TypeScript declarations of what a script sees. */
  definitions: z.string(),
  templates: z.array(ScriptTemplate),
});
export type ScriptKit = z.infer<typeof ScriptKit>;
