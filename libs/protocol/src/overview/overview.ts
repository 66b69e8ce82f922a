import type { Concern, LimitName, RunHour, SigningAlgorithm } from '@passant/contracts';
import type { SigningKeyState } from '../tokens/signing-keys.js';
import type { EpochSeconds } from '../time.js';
import type {
  EndingException,
  EndingToken,
  HourlyCount,
  ReachedLimit,
  ScriptFailureCount,
  ScriptHourCount,
  WaitingApprovals,
} from './overview-records.js';

const HOUR = 3_600;
const DAY = 86_400;
/** Seconds for which failures of scripts are a concern. */
export const FAILURES_COUNT_FOR = DAY;
/** Seconds before the end of an exception from which on it is a concern. */
export const EXCEPTION_NOTICE = 30 * DAY;
/** Seconds before the end of an initial access token, and the shortest life of one whose end comes as a surprise. */
export const TOKEN_NOTICE = 7 * DAY;
/** Age in seconds from which on a signing key should be rotated: a month before the year is over. */
const KEY_AGE = 335 * DAY;

/** What the concerns are derived from. */
export interface OverviewFacts {
  /** Hooks whose calls are stopped. */
  openBreakers: readonly { id: string; name: string }[];
  scripts: readonly ScriptFailureCount[];
  /** The name of a provider; `undefined` if it is gone. */
  providerName: (identifier: string) => string | undefined;
  limits: readonly ReachedLimit[];
  /** What whoever asks may approve. */
  approvals: WaitingApprovals;
  exceptions: readonly EndingException[];
  tokens: readonly EndingToken[];
  keys: readonly { kid: string; algorithm: SigningAlgorithm; state: SigningKeyState; createdAt: EpochSeconds }[];
}

/** What an administrator should look at: what fails now, then what waits for them, then what ends soon, each group with the worst first. */
export function concernsOf(facts: OverviewFacts, now: EpochSeconds): Concern[] {
  return [
    ...facts.openBreakers.map(({ id, name }): Concern => ({ kind: 'open_breaker', hook: id, name })),
    ...failingScripts(facts),
    ...facts.limits.map(({ limit, application, refused }): Concern => ({
      kind: 'reached_limit',
      limit,
      ...(application === null ? {} : { application }),
      refused,
    })),
    ...waitingApprovals(facts),
    ...facts.exceptions
      .filter((one) => one.clientsInNeed > 0 && endsSoon(one.lenientUntil, EXCEPTION_NOTICE, now))
      .sort((left, right) => left.lenientUntil - right.lenientUntil)
      .map(({ of, identifier, name, clientsInNeed, lenientUntil }): Concern => ({
        kind: 'ending_exception',
        of,
        identifier,
        ...(name === null ? {} : { name }),
        clients_in_need: clientsInNeed,
        ends_at: lenientUntil,
      })),
    ...facts.tokens
      .filter(({ createdAt, expiresAt }) => expiresAt - createdAt > TOKEN_NOTICE)
      .filter(({ expiresAt }) => endsSoon(expiresAt, TOKEN_NOTICE, now))
      .sort((left, right) => left.expiresAt - right.expiresAt)
      .map(({ id, label, application, expiresAt }): Concern => ({
        kind: 'ending_token',
        id,
        ...(label === null ? {} : { label }),
        ...(application === null ? {} : { application }),
        ends_at: expiresAt,
      })),
    ...facts.keys
      .filter(({ state, createdAt }) => state === 'current' && now - createdAt >= KEY_AGE)
      .map(({ kid, algorithm, createdAt }): Concern => ({ kind: 'aged_key', kid, algorithm, created_at: createdAt })),
  ];
}

function waitingApprovals({ approvals: { requests, firstEnd } }: OverviewFacts): Concern[] {
  return firstEnd === null ? [] : [{ kind: 'waiting_approvals', requests, ends_at: firstEnd }];
}

function failingScripts({ scripts, providerName }: OverviewFacts): Concern[] {
  return scripts
    .filter(({ failed }) => failed > 0)
    .sort((left, right) => right.failed / right.runs - left.failed / left.runs)
    .flatMap(({ identityProvider, runs, failed }): Concern[] => {
      const name = providerName(identityProvider);
      if (name === undefined) return [];
      return [{ kind: 'failing_scripts', identity_provider: identityProvider, name, runs, failed }];
    });
}

const endsSoon = (end: EpochSeconds, notice: number, now: EpochSeconds) => end > now && end <= now + notice;

/** The value under which requests beyond a limit are counted. */
export const limitCountOf = (limit: LimitName, application: string | null): string =>
  application === null ? limit : `${limit} ${application}`;

/** The limits that refused something in this hour or the one before, the one that refused most first. */
export function reachedLimitsOf(counts: readonly HourlyCount[], now: EpochSeconds): ReachedLimit[] {
  const refused = new Map<string, number>();
  for (const { subject, value, hour, times } of counts) {
    if (subject === 'limit' && hour > now - 2 * HOUR) refused.set(value, (refused.get(value) ?? 0) + times);
  }
  return [...refused]
    .sort(([one, times], [other, otherTimes]) => otherTimes - times || one.localeCompare(other))
    .map(([value, times]) => {
      const [limit, application = null] = value.split(' ');
      return { limit: limit as LimitName, application, refused: times };
    });
}

/** What ran, hour by hour, oldest first. Hours in which nothing did are absent. */
export function runHoursOf(scripts: readonly ScriptHourCount[], allCounts: readonly HourlyCount[]): RunHour[] {
  const counts = allCounts.filter(({ subject }) => subject !== 'limit');
  const hours = [...new Set([...scripts, ...counts].map(({ hour }) => hour))].sort((one, other) => one - other);
  const scriptsOf = new Map(scripts.map((script) => [script.hour, script]));
  const countsOf = new Map<EpochSeconds, HourlyCount[]>(hours.map((hour) => [hour, []]));
  for (const count of counts) countsOf.get(count.hour)!.push(count);
  return hours.map((hour) => runHourOf(hour, scriptsOf.get(hour), countsOf.get(hour) ?? []));
}

function runHourOf(hour: EpochSeconds, scripts: ScriptHourCount | undefined, counts: readonly HourlyCount[]): RunHour {
  const of = (subject: HourlyCount['subject']) => counts.filter((count) => count.subject === subject);
  const timesOf = (subject: HourlyCount['subject'], wanted: string) =>
    of(subject).find(({ value }) => value === wanted)?.times ?? 0;
  const { valid = 0, retry = 0, unrecoverable = 0, failed = 0, runs = 0 } = scripts ?? {};
  return {
    hour,
    registrations: { valid, retry, unrecoverable, failed },
    runs,
    ...(scripts ? { mean_ms: scripts.totalMs / runs, longest_ms: scripts.longestMs } : {}),
    turned_away: timesOf('script_queue', 'turned_away'),
    introspections: { active: timesOf('introspection', 'active'), inactive: timesOf('introspection', 'inactive') },
    refusals: of('refusal')
      .sort((one, other) => other.times - one.times || one.value.localeCompare(other.value))
      .map(({ value, times }) => ({ error: value as RunHour['refusals'][number]['error'], times })),
  };
}
