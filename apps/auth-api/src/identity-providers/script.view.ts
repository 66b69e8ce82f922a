import type {
  ScriptActivity,
  ScriptFixture as FixtureView,
  ScriptRunOutcome,
  ScriptStep,
  ShadowRunState,
  ScriptVersion as VersionView,
  ScriptVersionSummary,
} from '@passant/contracts';
import {
  type EpochSeconds,
  type IdentityProvider,
  type ScriptFailure,
  type ScriptFixture,
  type ScriptStatistic,
  type ScriptVersion,
  type ShadowDecisionCount,
  runningShadow,
} from '@passant/protocol';

export function renderVersionSummary(
  { version, author, comment, createdAt }: Omit<ScriptVersion, 'scripts'>,
  provider: IdentityProvider,
): ScriptVersionSummary {
  return {
    version,
    ...(author === null ? {} : { author }),
    ...(comment === null ? {} : { comment }),
    created_at: createdAt,
    active: version === provider.scriptVersion,
  };
}

export function renderVersion(version: ScriptVersion, provider: IdentityProvider): VersionView {
  return { ...renderVersionSummary(version, provider), scripts: version.scripts };
}

export function renderShadowRun(
  provider: IdentityProvider,
  decisions: ShadowDecisionCount[],
  now: EpochSeconds,
): ShadowRunState {
  const { shadowRun } = provider;
  if (!shadowRun) return {};
  return {
    shadow_run: {
      version: shadowRun.version,
      running: runningShadow(provider, now) !== undefined,
      ...(shadowRun.startedBy === null ? {} : { started_by: shadowRun.startedBy }),
      started_at: shadowRun.startedAt,
      ends_at: shadowRun.endsAt,
      decisions: decisions.map(({ step, live, candidate, runs }) => ({ step, live, candidate, runs })),
    },
  };
}

export function renderFixture({ name, content }: ScriptFixture): FixtureView {
  return { name, ...content };
}

/** @param statistics those of the last `hours`, hour by hour */
export function renderActivity(
  hours: number,
  statistics: ScriptStatistic[],
  failures: ScriptFailure[],
): ScriptActivity {
  const sums = new Map<string, { step: ScriptStep; outcome: ScriptRunOutcome } & Sums>();
  for (const { step, outcome, runs, killed, totalMs, longestMs } of statistics) {
    const sum = sums.get(`${step} ${outcome}`) ?? { step, outcome, runs: 0, killed: 0, totalMs: 0, longestMs: 0 };
    sum.runs += runs;
    sum.killed += killed;
    sum.totalMs += totalMs;
    sum.longestMs = Math.max(sum.longestMs, longestMs);
    sums.set(`${step} ${outcome}`, sum);
  }
  return {
    hours,
    outcomes: [...sums.values()].map(({ step, outcome, runs, killed, totalMs, longestMs }) => ({
      step,
      outcome,
      runs,
      killed,
      mean_ms: totalMs / runs,
      longest_ms: longestMs,
    })),
    failures: failures.map(renderFailure),
  };
}

type Sums = Pick<ScriptStatistic, 'runs' | 'killed' | 'totalMs' | 'longestMs'>;

function renderFailure(failure: ScriptFailure): ScriptActivity['failures'][number] {
  const { occurred, step, version, outcome, error, line, duration, requestId } = failure;
  return {
    occurred,
    step,
    version,
    outcome,
    ...(error === null ? {} : { error }),
    ...(line === null ? {} : { line }),
    duration_ms: duration,
    ...(requestId === null ? {} : { error_id: requestId }),
  };
}
