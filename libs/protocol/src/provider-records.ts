import type { ScriptFixtureContent, ScriptRunOutcome, ScriptStep, ShadowDecision } from '@passant/contracts';
import type { EpochSeconds } from './records.js';

export interface ProviderScripts {
  init?: string;
  complete: string;
  backchannel?: string;
}

/** A value that scripts of a provider read with `PROPERTIES.get`. */
export interface ProviderProperty {
  identifier: string;
  /** Never shown again: kept encrypted, and masked wherever it would appear. */
  sensitive: boolean;
  /** In the clear; null where it is sensitive. */
  value: string | null;
  /** Encrypted under a server key, in base64; null where it is not sensitive. */
  sealedValue: string | null;
  updatedAt: EpochSeconds;
}

/** The scripts of a provider as somebody saved them. Never changed afterwards. */
export interface ScriptVersion {
  identityProvider: string;
  /** Counted from 1 per provider. */
  version: number;
  scripts: ProviderScripts;
  /** The administrator or API client that saved it; null where the server did, at the start. */
  author: string | null;
  comment: string | null;
  createdAt: EpochSeconds;
}

/** A version that runs beside the one in use, on the same requests and without any effect. */
export interface ShadowRun {
  version: number;
  scripts: ProviderScripts;
  startedBy: string | null;
  startedAt: EpochSeconds;
  endsAt: EpochSeconds;
}

/** How often a candidate decided one way where the version in use decided another, or the same. Never about whom. */
export interface ShadowDecisionCount {
  identityProvider: string;
  /** Of the shadow run. */
  startedAt: EpochSeconds;
  step: ScriptStep;
  live: ShadowDecision;
  candidate: ShadowDecision;
  runs: number;
}

/** A named input to try the scripts of a provider with. */
export interface ScriptFixture {
  identityProvider: string;
  name: string;
  content: ScriptFixtureContent;
  updatedAt: EpochSeconds;
}

/** How the runs of one hour ended. */
export interface ScriptStatistic {
  identityProvider: string;
  /** Its beginning. */
  hour: EpochSeconds;
  step: ScriptStep;
  outcome: ScriptRunOutcome;
  runs: number;
  /** Runs that the engine had to end. */
  killed: number;
  totalMs: number;
  longestMs: number;
  expiresAt: EpochSeconds;
}

/** A run that gave the app no answer: where and how it failed, nothing of what it worked on or said. */
export interface ScriptFailure {
  id: number;
  identityProvider: string;
  /** Milliseconds since the epoch. */
  occurred: number;
  step: ScriptStep;
  version: number;
  outcome: ScriptRunOutcome;
  /** The kind of error, where it is one of the language's own. */
  error: string | null;
  /** Line of the script, from 1. */
  line: number | null;
  /** Milliseconds. */
  duration: number;
  /** `error_id` of the refusal. */
  requestId: string | null;
  expiresAt: EpochSeconds;
}

/** A Custom API identity provider: scripts that talk to an external scheme. */
export interface IdentityProvider {
  identifier: string;
  type: 'CUSTOM_API';
  name: string;
  flow: 'ONE_STEP' | 'TWO_STEP';
  enabled: boolean;
  isDefault: boolean;
  /** Those of the version in use. */
  scripts: ProviderScripts;
  /** The version in use, and the highest number given so far. */
  scriptVersion: number;
  latestScriptVersion: number;
  shadowRun: ShadowRun | null;
  allowedHosts: string[];
  properties: ProviderProperty[];
  /** Seconds. */
  transactionValidity: number;
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}
