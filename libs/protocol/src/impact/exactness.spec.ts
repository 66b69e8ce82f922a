import { COUNTED_REQUESTS, REFRESH_TOKEN_GRANT, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { aProvider, anApplication, anInstance } from '../testing/index.js';
import type { Application } from '../applications/application-records.js';
import type { Present } from '../authorization/standing.js';
import type { Client } from '../clients/client-records.js';
import { requireApplicationClient } from '../clients/client.js';
import { planCompletion, planInit } from '../custom-registration/custom-registration.js';
import { planSessionRefresh } from '../custom-registration/stateless-session.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import { OAuthError } from '../refusals/errors.js';
import { planImplicitAuthentication, planRefresh } from '../tokens/token-request.js';
import { impactOf } from './impact.js';
import { type ReceivedRequest, type ShapeTotal, shapeOf } from './request-shape.js';

/**
 * So many different requests are drawn, each is made some times, and their shapes are counted. Beside that, each is decided
 * as if it were made again.
 */
const DIFFERENT = 5_000;
const MOST_TIMES = 40;
const NOW = 1_800_000_000;
const DURATION = 3600;
const LONG = 10 * 365 * 86_400;
const KNOWN = new Set(['profile', 'openid', 'read', 'write']);

/** The same numbers in every run (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below;
  };
}
const random = numbersFrom(13);
const oneOf = <One>(all: readonly One[]): One => all[Math.floor(random(all.length))]!;
const someOf = <One>(all: readonly One[]): One[] => all.filter(() => random(2) < 1);

const VERSIONS = [
  { platform: 'ios', version: '1.0', status: 'LOGIN_ONLY' },
  { platform: 'ios', version: '2.0', status: 'LOGIN_REGISTRATION' },
  { platform: 'ios', version: '0.9', status: 'DISABLED' },
  { platform: 'android', version: '2.0', status: 'LOGIN_REGISTRATION' },
] as const;
const APPLICATION = anApplication({
  statelessSession: true,
  statelessSessionDuration: DURATION,
  implicitAuthentication: true,
  refreshTokens: true,
  additionalScopes: ['openid', 'read'],
  identityProviders: ['one', 'two'],
  versions: [...VERSIONS],
});
const PROVIDERS = [
  aProvider({ identifier: 'one' }),
  aProvider({ identifier: 'two', flow: 'TWO_STEP', scripts: { init: 'init', complete: 'complete' } }),
  aProvider({ identifier: 'three' }),
  aProvider({ identifier: 'default', isDefault: true }),
];

/** One request, with everything that its shape leaves out. */
interface Request {
  client: Client;
  received: ReceivedRequest;
  sessionAge: number;
  hasFailed: boolean;
  times: number;
}

function draw(): Request {
  const request = oneOf([...COUNTED_REQUESTS, 'complete', 'complete', 'complete'] as const);
  const isOfApp = random(10) < 9;
  const client = anInstance({
    kind: isOfApp ? 'instance' : 'web',
    appPlatform: isOfApp ? oneOf(['ios', 'android']) : null,
    appVersion: isOfApp ? oneOf(['1.0', '2.0', '0.9', '3.0']) : null,
    grantTypes: oneOf([[], [], [REFRESH_TOKEN_GRANT], [STATELESS_AUTHENTICATION_GRANT, REFRESH_TOKEN_GRANT, 'other']]),
    scopes: oneOf([[], [], [], ['profile', 'openid']]),
  });
  const named = oneOf(['one', 'one', 'two', 'three', 'default', 'none']);
  const stands = request !== 'init' && request !== 'complete';
  return {
    client,
    received: {
      request,
      provider: PROVIDERS.find(({ identifier }) => identifier === named),
      ...(request === 'complete' ? { grantType: oneOf([undefined, STATELESS_AUTHENTICATION_GRANT, 'other']) } : {}),
      scopes: oneOf([undefined, undefined, [], someOf([...KNOWN]), [...someOf([...KNOWN]), `word-${random(9)}`]]),
      ...(stands ? { granted: someOf(['profile', 'openid', 'read']) } : {}),
      profileId: oneOf(['PERSON', 'ABCDEF', undefined]),
      transactionId: oneOf(['transaction', undefined]),
    },
    sessionAge: Math.floor(random(DURATION)),
    hasFailed: random(20) < 1,
    times: 1 + Math.floor(random(MOST_TIMES)),
  };
}

/** What came of a request: what was given, or the code of the refusal. */
type Given = { scopes: string; lifetime: number; session: number | undefined; refresh: boolean };
type Decided = Given | string;

function decide(request: Request, present: Present): Decided {
  try {
    return give(request, present);
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
}

function give({ client, received, sessionAge }: Request, present: Present): Given {
  const { scopes, granted = [] } = received;
  const provider = present.providers.find(({ identifier }) => identifier === received.provider?.identifier);
  const identityProvider = received.provider?.identifier ?? '';
  const user = { id: 'person', details: {}, amr: [] };
  const person = {
    ...{ profile: 'profile', profileId: 'PERSON', userId: 'person', userDetails: {}, amr: [] },
    ...{ claimsByScope: false, identityProvider, scopes: [...granted] },
  };
  const authenticatedAt = NOW - sessionAge;
  const earlier = {
    ...{ tokenHash: Buffer.alloc(0), family: '', clientId: client.clientId, scopes: [...granted], resources: [] },
    ...{ authenticatedAt, issuedAt: authenticatedAt, expiresAt: NOW + LONG, replacedAt: null },
  };
  const scope = scopes?.length ? scopes.join(' ') : undefined;
  const gives = (what: { scopes: readonly string[]; expiresAt: number; sessionEnd?: number }, refresh: boolean) => ({
    scopes: what.scopes.toSorted().join(' '),
    lifetime: what.expiresAt - NOW,
    session: what.sessionEnd,
    refresh,
  });
  switch (received.request) {
    case 'init':
      planInit(requireApplicationClient(client, present.application), provider, {});
      return { scopes: '', lifetime: 0, session: undefined, refresh: false };
    case 'complete': {
      const plan = planCompletion(requireApplicationClient(client, present.application), provider, {
        grant_type: received.grantType,
        scope: scopes?.length ? [...scopes] : undefined,
        profile_id: received.profileId,
        transaction_id: received.transactionId,
      });
      const issue = plan.grant.issue(plan, user, NOW);
      return gives({ ...issue, scopes: plan.scopes }, issue.refreshToken || issue.sessionEnd !== undefined);
    }
    case 'refresh': {
      const found = { ...earlier, profile: 'profile', redirectUri: null, person };
      return gives(planRefresh(client, present, found, scope, NOW), true);
    }
    case 'session_refresh': {
      const found = { ...earlier, identityProvider, sealed: Buffer.alloc(0) };
      return gives(planSessionRefresh(client, present, found, { user }, scope, NOW), true);
    }
    case 'implicit_authentication':
      return gives(
        planImplicitAuthentication(client, present, { person, live: true, resources: [] }, scope, NOW),
        false,
      );
  }
}

/** How two decisions about a request differ, in the words of a preview. */
function difference(was: Decided, is: Decided): string | undefined {
  if (typeof is === 'string') return typeof was === 'string' ? undefined : `refused ${is}`;
  if (typeof was === 'string') return 'admitted';
  const isOtherSession = was.session !== undefined && is.session !== undefined && was.session !== is.session;
  const differences = [
    ...(was.refresh && !is.refresh ? ['no_refresh_token'] : []),
    ...(!was.refresh && is.refresh ? ['refresh_token'] : []),
    ...(was.scopes === is.scopes ? [] : ['other_scopes']),
    ...(was.lifetime === is.lifetime && !isOtherSession ? [] : ['other_lifetime']),
  ];
  return differences.length === 0 ? undefined : `changed ${differences.join(' ')}`;
}

const presentOf = (application: Application, providers: readonly IdentityProvider[]): Present => ({
  application,
  providers: [...providers],
});
const BEFORE = presentOf(APPLICATION, PROVIDERS);

const requests = Array.from({ length: DIFFERENT }, draw);
const ALL = requests.reduce((sum, { times }) => sum + times, 0);
const decided = requests.map((request) => decide(request, BEFORE));
const counts = countsOf();

/** Counts the requests as a server does. */
function countsOf(): ShapeTotal[] {
  const totals = new Map<string, ShapeTotal>();
  requests.forEach(({ received, client, hasFailed, times }, index) => {
    const outcome = hasFailed ? 'failed' : typeof decided[index] === 'string' ? 'refused' : 'accepted';
    const shape = shapeOf(received, client, APPLICATION, KNOWN, outcome);
    const key = JSON.stringify(shape);
    const total = totals.get(key) ?? { application: APPLICATION.identifier, shape, requests: 0 };
    totals.set(key, { ...total, requests: total.requests + times });
  });
  return [...totals.values()];
}

/** Counts of effects, by request and effect, by asking every single request again. */
function oneByOne(after: Present): Record<string, number> {
  const effects: Record<string, number> = {};
  requests.forEach((request, index) => {
    const effect = request.hasFailed ? undefined : difference(decided[index]!, decide(request, after));
    if (effect === undefined) return;
    const { client, received } = request;
    const isListed = VERSIONS.some(
      ({ platform, version }) => platform === client.appPlatform && version === client.appVersion,
    );
    const line = lineOf(effect, received.request, received.provider?.identifier, isListed ? client.appVersion : null);
    effects[line] = (effects[line] ?? 0) + request.times;
  });
  return effects;
}

const lineOf = (effect: string, request: string, provider: string | null | undefined, version: string | null) =>
  [effect, request, `by ${provider ?? 'none'}`, `version ${version ?? 'none'}`].join(', ');

function previewed(after: Present): Record<string, number> {
  const impact = impactOf(counts, {
    before: { applications: new Map([[APPLICATION.identifier, APPLICATION]]), providers: PROVIDERS },
    after: {
      applications: new Map([[APPLICATION.identifier, after.application!]]),
      providers: after.providers,
    },
    scopes: KNOWN,
  });
  expect(impact.requests_left_out).toBe(0);
  expect(impact.requests.reduce((sum, { requests: some }) => sum + some, 0)).toBe(ALL);
  const effects: Record<string, number> = {};
  for (const {
    effect,
    error,
    differences,
    request,
    identity_provider: provider,
    version,
    requests: some,
  } of impact.groups) {
    const why = error ?? differences?.join(' ');
    const line = lineOf(why === undefined ? effect : `${effect} ${why}`, request, provider, version);
    effects[line] = (effects[line] ?? 0) + some;
  }
  return effects;
}

const withProvider = (identifier: string, changes: Partial<IdentityProvider>) =>
  presentOf(
    APPLICATION,
    PROVIDERS.map((provider) => {
      if (provider.identifier === identifier) return { ...provider, ...changes };
      return changes.isDefault ? { ...provider, isDefault: false } : provider;
    }),
  );

describe('The impact on a hundred thousand requests is what asking each of them again says', () => {
  it('of very many shapes, in which every kind of request is accepted and refused', () => {
    expect(ALL).toBeGreaterThan(100_000);
    expect(counts.length).toBeGreaterThan(2000);
    const kinds = counts.map(({ shape }) => `${shape!.request} ${shape!.outcome}`);
    const every = COUNTED_REQUESTS.flatMap((kind) => ['accepted', 'refused', 'failed'].map((one) => `${kind} ${one}`));
    expect([...new Set(kinds)].sort()).toEqual(every.sort());
  });

  it.each<[what: string, change: Partial<Application>]>([
    ['the name', { name: 'Other' }],
    ['the application', { enabled: false }],
    ['the client type', { clientType: 'web' }],
    ['stateless authentication', { statelessAuthentication: false }],
    ['stateless sessions', { statelessSession: false }],
    ['longer sessions', { statelessSessionDuration: 2 * DURATION }],
    ['implicit authentication', { implicitAuthentication: false }],
    ['refresh tokens', { refreshTokens: false }],
    ['default scopes', { defaultScopes: ['read'] }],
    ['fewer additional scopes', { additionalScopes: [] }],
    ['more additional scopes', { additionalScopes: ['openid', 'read', 'write'] }],
    ['identity providers', { identityProviders: ['two', 'three'] }],
    ['no identity providers', { identityProviders: [] }],
    ['a version that is disabled', { versions: VERSIONS.map((one) => ({ ...one, status: 'DISABLED' as const })) }],
    ['versions of which there are fewer', { versions: VERSIONS.slice(1, 2) }],
    [
      'versions that may register',
      { versions: VERSIONS.map((one) => ({ ...one, status: 'LOGIN_REGISTRATION' as const })) },
    ],
    ['no list of versions', { versions: [] }],
    ['several at once', { refreshTokens: false, additionalScopes: ['write'], identityProviders: ['one', 'three'] }],
  ])('where the change is of %s', (_, change) => {
    const after = presentOf({ ...APPLICATION, ...change }, PROVIDERS);
    expect(previewed(after)).toEqual(oneByOne(after));
  });

  it.each<[what: string, identifier: string, change: Partial<IdentityProvider>]>([
    ['that is disabled', 'one', { enabled: false }],
    ['that takes two steps from now on', 'one', { flow: 'TWO_STEP' }],
    ['that takes one step from now on', 'two', { flow: 'ONE_STEP' }],
    ['that becomes the default one', 'three', { isDefault: true }],
    ['that is the default one no longer', 'default', { isDefault: false }],
  ])('where the change is of a provider %s', (_, identifier, change) => {
    const after = withProvider(identifier, change);
    expect(previewed(after)).toEqual(oneByOne(after));
  });

  it.each<[what: string, change: Partial<Application>]>([
    ['sessions are shortened', { statelessSessionDuration: DURATION / 2 }],
    ['tokens live shorter', { accessTokenValidity: 60 }],
    ['tokens live longer', { accessTokenValidity: 2 * DURATION }],
  ])('where %s, but for sessions, whose age is not counted', (_, change) => {
    const after = presentOf({ ...APPLICATION, ...change }, PROVIDERS);
    const [said, is] = [previewed(after), oneByOne(after)].map((effects) => {
      const lines = Object.entries(effects);
      return {
        others: Object.fromEntries(lines.filter(([line]) => !line.includes('session_refresh'))),
        sessions: lines.filter(([line]) => line.includes('session_refresh')),
      };
    }) as [{ others: object; sessions: [string, number][] }, { others: object; sessions: [string, number][] }];
    expect(said.others).toEqual(is.others);
    const sum = (lines: [string, number][]) => lines.reduce((total, [, count]) => total + count, 0);
    expect(said.sessions.every(([line]) => line.startsWith('uncertain'))).toBe(true);
    expect(sum(said.sessions)).toBeGreaterThanOrEqual(sum(is.sessions));
    expect(sum(is.sessions)).toBeGreaterThan(0);
  });
});
