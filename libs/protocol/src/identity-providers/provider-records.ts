import type { ScriptFixtureContent, ScriptRunOutcome, ScriptStep, ShadowDecision } from '@passant/contracts';
import type { EpochSeconds } from '../time.js';

export interface ProviderScripts {
  init?: string;
  complete: string;
  backchannel?: string;
}

/** A value that scripts of a provider read with `PROPERTIES.get`. */
export interface ProviderProperty {
  identifier: string;
  /** Never shown again: stored encrypted, and masked wherever it would appear. */
  sensitive: boolean;
  /** Plain text; null if it is sensitive. */
  value: string | null;
  /** Encrypted with a server key, in base64; null if it is not sensitive. */
  sealedValue: string | null;
  updatedAt: EpochSeconds;
}

/** The scripts of a provider as saved. Immutable. */
export interface ScriptVersion {
  identityProvider: string;
  /** Numbered from 1 per provider. */
  version: number;
  scripts: ProviderScripts;
  /** The administrator or API client that saved it; null if the server created it at start-up. */
  author: string | null;
  comment: string | null;
  createdAt: EpochSeconds;
}

/** A version that runs alongside the one in use, on the same requests and without any effect. */
export interface ShadowRun {
  version: number;
  scripts: ProviderScripts;
  startedBy: string | null;
  startedAt: EpochSeconds;
  endsAt: EpochSeconds;
}

/** How often the candidate and the version in use decided in a given way. Never says about whom. */
export interface ShadowDecisionCount {
  identityProvider: string;
  /** Start of the shadow run. */
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

/** How the script runs of one hour ended. */
export interface ScriptStatistic {
  identityProvider: string;
  /** Start of the hour. */
  hour: EpochSeconds;
  step: ScriptStep;
  outcome: ScriptRunOutcome;
  runs: number;
  /** Runs that the engine had to terminate. */
  killed: number;
  totalMs: number;
  longestMs: number;
  expiresAt: EpochSeconds;
}

/** A run that produced no answer for the app: where and how it failed, and nothing of its input or output. */
export interface ScriptFailure {
  id: number;
  identityProvider: string;
  /** Milliseconds since the epoch. */
  occurred: number;
  step: ScriptStep;
  version: number;
  outcome: ScriptRunOutcome;
  /** The type of the error, if it is one of the language's built-in ones. */
  error: string | null;
  /** Line of the script, starting at 1. */
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
  /** The scripts of the version in use. */
  scripts: ProviderScripts;
  /** The version in use and, below, the highest version number assigned so far. */
  scriptVersion: number;
  latestScriptVersion: number;
  shadowRun: ShadowRun | null;
  allowedHosts: string[];
  properties: ProviderProperty[];
  /** Seconds. */
  transactionValidity: number;
  /**
   * UUID that distinguishes it from any earlier or later provider with the same identifier, and another one after all
   * tokens of its people were ended: what began before is not to end in a token afterwards.
   */
  issuance: string;
  revision: number;
  /** Incremented by the database with every change of what decisions depend on; see {@link Basis}. */
  edition: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}
