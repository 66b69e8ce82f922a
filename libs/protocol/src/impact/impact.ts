import { COUNTED_REQUESTS, type Impact, type ImpactGroup, SHAPE_LIFETIME } from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import type { Present } from '../authorization/standing.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import type { EpochSeconds } from '../time.js';
import { type Decision, type Gets, type Reading, replay } from './replay.js';
import { type RequestShape, type ShapeTotal, vocabularyOf } from './request-shape.js';

/** The configuration before or after a change. */
export interface ConfiguredState {
  applications: ReadonlyMap<string, Application>;
  providers: readonly IdentityProvider[];
}

/** A change that is to be held against recent requests. */
export interface ProposedChange {
  before: ConfiguredState;
  after: ConfiguredState;
  /** The scopes of this server before the change. */
  scopes: ReadonlySet<string>;
}

/** Groups that an answer contains at most; the largest ones are kept. */
const MOST_GROUPS = 200;

/** The start of the first hour whose counts are kept at a time. */
export function countedSince(now: EpochSeconds): EpochSeconds {
  return (Math.floor((now - SHAPE_LIFETIME) / 3600) + 1) * 3600;
}

/**
 * What a change would have done to requests: each shape is decided under both configurations. Counts of requests that
 * something else ended than the configuration count as unaffected.
 */
export function impactOf(counts: readonly ShapeTotal[], change: ProposedChange): ImpactOfCounts {
  const steps = impactInSteps(counts, change);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

type ImpactOfCounts = Pick<Impact, 'requests' | 'groups' | 'requests_left_out' | 'requests_not_judged'>;

/** Shapes that are decided between two pauses: some milliseconds. */
const SHAPES_IN_A_STEP = 100;

/** The same, with pauses for whoever has something else to do as well: there may be a hundred thousand shapes. */
export function* impactInSteps(
  counts: readonly ShapeTotal[],
  change: ProposedChange,
): Generator<undefined, ImpactOfCounts, undefined> {
  const totals = new Map(COUNTED_REQUESTS.map((request) => [request, { request, ...NONE }]));
  const groups = new Map<string, ImpactGroup>();
  const vocabularyNow = remembering((application: Application) => vocabularyOf(application, change.scopes));
  let notJudged = 0;
  for (const [index, { application, shape, requests }] of counts.entries()) {
    if (index % SHAPES_IN_A_STEP === SHAPES_IN_A_STEP - 1) yield;
    if (shape === null) {
      notJudged += requests;
      continue;
    }
    const total = totals.get(shape.request)!;
    total.requests += requests;
    const effect = shape.outcome === 'failed' ? undefined : effectOn(shape, application, change, vocabularyNow);
    if (!effect) continue;
    total[effect.effect] += requests;
    const { request, identityProvider, grant, platform, version } = shape;
    const about = { request, application, identity_provider: identityProvider, grant, platform, version };
    const key = JSON.stringify([effect, about]);
    const known = groups.get(key);
    if (known) known.requests += requests;
    else groups.set(key, { ...about, ...effect, requests });
  }
  const largestFirst = [...groups.values()].toSorted((a, b) => b.requests - a.requests);
  return {
    requests: [...totals.values()].filter(({ requests }) => requests > 0),
    groups: largestFirst.slice(0, MOST_GROUPS),
    requests_left_out: largestFirst.slice(MOST_GROUPS).reduce((sum, { requests }) => sum + requests, 0),
    requests_not_judged: notJudged,
  };
}

/** Computes the value of each thing once. */
function remembering<Thing, Value>(compute: (thing: Thing) => Value): (thing: Thing) => Value {
  const known = new Map<Thing, Value>();
  return (thing) => {
    const value = known.get(thing) ?? compute(thing);
    known.set(thing, value);
    return value;
  };
}

const NONE = { requests: 0, refused: 0, admitted: 0, changed: 0, uncertain: 0 };

type Effect = Pick<ImpactGroup, 'effect' | 'error' | 'reason' | 'differences'>;

const UNCERTAIN: Effect = { effect: 'uncertain' };

/** The effect on requests of a shape; `uncertain` if it depends on what the shape does not tell. */
function effectOn(
  shape: RequestShape,
  identifier: string,
  { before, after, scopes }: ProposedChange,
  vocabularyNow: (application: Application) => string,
): Effect | undefined {
  const [was, is] = [before, after].map(({ applications, providers }): Present => {
    return { application: applications.get(identifier), providers };
  }) as [Present, Present];
  const { vocabulary } = shape;
  const isGrown = vocabulary !== null && (!was.application || vocabulary !== vocabularyNow(was.application));
  const readings = readingsOf(shape, [was.application, is.application], scopes, isGrown);
  const [first, ...others] = readings.map((reading) => compare(replay(reading, was), replay(reading, is)));
  const asText = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === asText) ? first : UNCERTAIN;
}

function compare(was: Decision, is: Decision): Effect | undefined {
  if (was.accepted && is.accepted) {
    const differences = differencesBetween(was.gets, is.gets);
    return differences.length === 0 ? undefined : { effect: 'changed', differences };
  }
  if (is.accepted) return { effect: 'admitted' };
  return was.accepted ? { effect: 'refused', error: is.error, reason: is.reason } : undefined;
}

function differencesBetween(was: Gets, is: Gets): NonNullable<Effect['differences']> {
  return [
    ...(was.refreshToken && !is.refreshToken ? (['no_refresh_token'] as const) : []),
    ...(!was.refreshToken && is.refreshToken ? (['refresh_token'] as const) : []),
    ...(was.scopes.join(' ') === is.scopes.join(' ') ? [] : (['other_scopes'] as const)),
    ...(was.lifetime === is.lifetime && isSameSession(was, is) ? [] : (['other_lifetime'] as const)),
  ];
}

/** A session that begins or ends to be given is told by its refresh token. */
const isSameSession = (was: Gets, is: Gets) =>
  was.session === undefined || is.session === undefined || was.session === is.session;

/** One of those that are alike. */
const oneOfEach = <One>(all: readonly One[], kindOf: (one: One) => string): One[] => [
  ...new Map(all.map((one) => [kindOf(one), one])).values(),
];

/** Configured nowhere, but well-formed. */
const SCOPE_OF_NOBODY = '-'.repeat(255);
/** No application can list it. */
const VERSION_OF_NOBODY = '';

/**
 * The requests that a shape may have been. Usually it is one; but a version or a scope that was unknown when it was
 * counted may be one that has become known since, or that the change makes known. Of versions and scopes that the rules
 * cannot tell apart, before the change and after it, one stands for all: an application may list hundreds of either.
 * @param isGrown whether anything may have become known since
 */
function readingsOf(
  shape: RequestShape,
  [was, is]: [Application | undefined, Application | undefined],
  known: ReadonlySet<string>,
  isGrown: boolean,
): Reading[] {
  const [listed, wanted] = [was, is].map((application) => statusesOf(application, shape.platform)) as [
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
  ];
  const mayBe = [
    VERSION_OF_NOBODY,
    ...[...wanted.keys()].filter((version) => !listed.has(version)),
    ...(isGrown ? listed.keys() : []),
  ];
  const versions =
    shape.version === null && shape.platform !== null
      ? oneOfEach(mayBe, (version) => `${listed.get(version)} ${wanted.get(version)}`)
      : [shape.version];
  const isNew = (scope: string) => isGrown || !known.has(scope);
  const lists = [...[was, is].flatMap(allowedScopes), shape.scopes ?? [], shape.granted ?? []].map(
    (list) => new Set(list),
  );
  const scopes = shape.unknownScope
    ? oneOfEach([SCOPE_OF_NOBODY, ...lists.slice(0, 4).flatMap((list) => [...list].filter(isNew))], (scope) =>
        lists.map((list) => list.has(scope)).join(' '),
      )
    : [undefined];
  // How old a session was is not counted. It may have been as old as one gets, and its last token ends with it.
  const duration = was?.statelessSessionDuration ?? 0;
  const isShortened = (is?.statelessSessionDuration ?? 0) < duration;
  const isOtherToken = is?.accessTokenValidity !== was?.accessTokenValidity;
  const mayMatter = duration > 0 && shape.request === 'session_refresh' && (isShortened || isOtherToken);
  const ages = mayMatter ? [0, duration - 1] : [0];
  return versions.flatMap((version) =>
    scopes.flatMap((otherScope) => ages.map((sessionAge) => ({ shape, version, otherScope, sessionAge }))),
  );
}

/** The scopes that an application gives by default, and the others that it may give. */
const allowedScopes = (application: Application | undefined): string[][] =>
  application ? [application.defaultScopes, application.additionalScopes] : [[], []];

/** The versions that an application lists, with their status, which is all that the rules ask about one. */
const statusesOf = (
  application: Application | undefined,
  platform: RequestShape['platform'],
): ReadonlyMap<string, string> =>
  new Map(
    (application?.versions ?? [])
      .filter((entry) => entry.platform === platform)
      .map(({ version, status }) => [version, status]),
  );
