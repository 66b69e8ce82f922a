import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { aProvider, anApplication, anInstance } from '../testing/index.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import { countedSince, impactInSteps, impactOf } from './impact.js';
import { type ReceivedRequest, type RequestShape, type ShapeTotal, shapeOf } from './request-shape.js';

const HOUR = 1_800_000_000;
const KNOWN = new Set(['profile', 'openid', 'read']);

const STATELESS: ReceivedRequest = {
  request: 'complete',
  provider: { identifier: 'scheme' },
  grantType: STATELESS_AUTHENTICATION_GRANT,
  profileId: 'PERSON',
};

const IOS = { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' } as const;

interface Case {
  received?: Partial<ReceivedRequest>;
  client?: Partial<Client>;
  /** The application when the request was counted. */
  then?: Partial<Application>;
  before?: Partial<Application>;
  /** What the change changes. */
  change?: Partial<Application>;
  provider?: Partial<IdentityProvider>;
  providerChange?: Partial<IdentityProvider>;
  /** The scopes of the server before the change, if not those when the request was counted. */
  scopes?: ReadonlySet<string>;
  outcome?: RequestShape['outcome'];
}

function counted({ received, client, then, outcome = 'accepted' }: Case, requests = 3): ShapeTotal {
  const application = anApplication(then);
  const shape = shapeOf({ ...STATELESS, ...received }, anInstance(client), application, KNOWN, outcome);
  return { application: application.identifier, shape, requests };
}

function impactOn(one: Case, counts: ShapeTotal[] = [counted(one)]) {
  const before = anApplication({ ...one.then, ...one.before });
  const after = { ...before, ...one.change };
  const provider = aProvider(one.provider);
  const state = (application: Application, changes: Partial<IdentityProvider> = {}) => ({
    applications: new Map([[application.identifier, application]]),
    providers: [{ ...provider, ...changes }],
  });
  return impactOf(counts, {
    before: state(before),
    after: state(after, one.providerChange),
    scopes: one.scopes ?? KNOWN,
  });
}

const effectOn = (one: Case) => {
  const { groups } = impactOn(one);
  return groups.map(({ effect, error, reason, differences }) => [effect, error ?? differences, reason])[0];
};

describe('The impact of a change', () => {
  it.each<[string, Case]>([
    ['nothing is changed', {}],
    ['only the name is changed', { change: { name: 'Other' } }],
    ['it was refused and would still be', { received: { grantType: 'other' }, change: { enabled: false } }],
    ['something else than the configuration ended it', { outcome: 'failed', change: { enabled: false } }],
    ['another version is disabled', { change: { versions: [...anApplication().versions, android('DISABLED')] } }],
  ])('is none on a request if %s', (_, one) => {
    expect(impactOn(one)).toMatchObject({ groups: [], requests: [{ request: 'complete', requests: 3, refused: 0 }] });
  });

  it.each<[string, Case, unknown[]]>([
    [
      'the application is disabled',
      { change: { enabled: false } },
      ['refused', 'invalid_client', 'the application is disabled'],
    ],
    [
      'its version is login only and the request names no grant_type',
      { received: { grantType: undefined }, change: { versions: [{ ...IOS, status: 'LOGIN_ONLY' }] } },
      ['refused', 'unauthorized_client', 'This version of the application may no longer register users.'],
    ],
    [
      'stateless authentication is switched off',
      { change: { statelessAuthentication: false } },
      ['refused', 'unauthorized_client', 'Stateless authentication is not enabled for this application.'],
    ],
    [
      'stateless authentication is switched on',
      { then: { statelessAuthentication: false }, change: { statelessAuthentication: true } },
      ['admitted', undefined, undefined],
    ],
    [
      'its scope is no longer allowed',
      { received: { scopes: ['openid'] }, change: { additionalScopes: [] } },
      ['refused', 'invalid_scope', 'one of them is not allowed'],
    ],
    [
      'its provider takes two steps and the request continues none',
      { providerChange: { flow: 'TWO_STEP' } },
      ['refused', 'invalid_request', 'transaction_id is required.'],
    ],
    [
      'the default scopes are others',
      { change: { defaultScopes: ['read'] } },
      ['changed', ['other_scopes'], undefined],
    ],
    ['tokens live shorter', { change: { accessTokenValidity: 60 } }, ['changed', ['other_lifetime'], undefined]],
    ['sessions begin', { change: { statelessSession: true } }, ['changed', ['refresh_token'], undefined]],
    [
      'a session was refreshed and may be older than sessions get',
      {
        received: { request: 'session_refresh', granted: ['profile'] },
        then: { statelessSession: true },
        change: { statelessSessionDuration: 60 },
      },
      ['uncertain', undefined, undefined],
    ],
    [
      'refresh tokens are switched off',
      {
        received: { request: 'refresh', granted: ['profile'] },
        then: { refreshTokens: true },
        change: { refreshTokens: false },
      },
      ['refused', 'invalid_grant', 'refresh tokens are switched off for the client or its application'],
    ],
  ])('is told where %s', (_, one, effect) => {
    expect(effectOn(one)).toEqual(effect);
  });

  it('counts every request once, whatever it is', () => {
    const android = counted({ client: { appPlatform: 'android' } }, 5);
    const beyond = { application: 'TestAppId', shape: null, requests: 4 };
    const impact = impactOn({ then: { versions: [] }, change: { statelessAuthentication: false } }, [
      counted({ then: { versions: [] } }),
      counted({ then: { versions: [] }, received: { request: 'init' } }, 7),
      counted({ then: { versions: [] } }, 2),
      { ...android, shape: { ...android.shape!, version: null } },
      beyond,
    ]);
    expect(impact).toMatchObject({
      requests: [
        { request: 'init', requests: 7, refused: 0, uncertain: 0 },
        { request: 'complete', requests: 10, refused: 10, uncertain: 0 },
      ],
      groups: [
        { platform: 'ios', version: null, requests: 5 },
        { platform: 'android', version: null, requests: 5 },
      ],
      requests_not_judged: 4,
      requests_left_out: 0,
    });
  });

  it('keeps the largest groups where there are too many, and says how many requests the others have', () => {
    const counts = Array.from({ length: 201 }, (_, index) => {
      const one = counted({}, index + 1);
      return { ...one, shape: { ...one.shape!, version: `1.${index}` } };
    });
    const versions = counts.map(({ shape }) => ({ ...IOS, version: shape.version }));
    const impact = impactOn({ then: { versions }, change: { statelessAuthentication: false } }, counts);
    expect(impact.groups).toHaveLength(200);
    expect(impact.groups[0]).toMatchObject({ requests: 201, version: '1.200' });
    expect(impact.requests_left_out).toBe(1);
  });
});

describe('A version that was not listed when a request was counted', () => {
  const unlisted: Case = { then: { versions: [] }, client: { appVersion: '2.0' } };

  it.each<[string, Case, unknown]>([
    ['may be one that the change lists', { ...unlisted, change: { versions: [IOS] } }, 'uncertain'],
    ['is none of another platform', { ...unlisted, change: { versions: [android('DISABLED')] } }, 'refused'],
    ['is none that the change disables, where both lists have it', { ...lists(), change: disabled() }, undefined],
    [
      'may be one that was listed since',
      { ...lists(), then: { versions: [android('DISABLED')] }, before: { versions: [IOS] }, change: disabled() },
      'uncertain',
    ],
  ])('%s', (_, one, effect) => {
    expect(effectOn(one)?.[0]).toBe(effect);
  });

  it('is not in the shape', () => {
    expect(counted(unlisted).shape).toMatchObject({ platform: 'ios', version: null });
  });
});

describe('A scope that this server did not have when a request was counted', () => {
  const asked: Case = { received: { scopes: ['profile', 'for-john-doe'] }, outcome: 'refused' };
  const allow = (...additionalScopes: string[]): Case => ({ ...asked, change: { additionalScopes } });

  it.each<[string, Case, unknown]>([
    ['may be one that the change makes', allow('made-now'), 'uncertain'],
    ['may be one that was made since', { ...allow('late'), scopes: new Set([...KNOWN, 'late']) }, 'uncertain'],
    ['is none that was there', allow('read'), undefined],
  ])('%s', (_, one, effect) => {
    expect(effectOn(one)?.[0]).toBe(effect);
  });

  it('is not in the shape', () => {
    const { shape } = counted(asked);
    expect(shape).toMatchObject({ scopes: ['profile'], unknownScope: true });
    expect(JSON.stringify(shape)).not.toContain('john');
  });
});

it('A shape has nothing of a client, a person or a word of the caller', () => {
  const { shape } = counted({
    received: {
      grantType: 'somebody',
      profileId: 'JOHNDO',
      transactionId: 'secret',
      scopes: ['john'],
      provider: undefined,
    },
    client: {
      clientId: 'john',
      name: 'John',
      grantTypes: ['john', 'refresh_token'],
      appVersion: 'john',
      scopes: ['john'],
    },
  });
  expect(shape).toEqual({
    request: 'complete',
    clientKind: 'instance',
    clientGrantTypes: ['refresh_token'],
    platform: 'ios',
    version: null,
    identityProvider: null,
    grant: 'unknown',
    scopes: [],
    unknownScope: true,
    granted: null,
    hasProfileId: true,
    hasTransactionId: true,
    vocabulary: expect.stringMatching(/^[\w-]{43}$/) as string,
    outcome: 'accepted',
  });
});

describe('The impact on many shapes', () => {
  const scopes = Array.from({ length: 200 }, (_, index) => `scope-${index}`);
  const versions = Array.from({ length: 200 }, (_, index) => ({ ...IOS, version: `1.${index}` }));
  const application = anApplication({
    ...{ versions, statelessAuthentication: true, identityProviders: ['scheme'] },
    ...{ defaultScopes: scopes.slice(0, 100), additionalScopes: scopes.slice(100) },
  });
  const state = (one: Application) => ({
    applications: new Map([[one.identifier, one]]),
    providers: [aProvider({})],
  });
  const change = {
    before: state(application),
    after: state({ ...application, enabled: false }),
    scopes: new Set(scopes),
  };
  /** A version and a scope that were unknown and may be any that the application lists by now. */
  const counts = scopes.map((scope, index): ShapeTotal => {
    const received: ReceivedRequest = { ...STATELESS, scopes: [scope, 'some'] };
    const then = { ...application, versions: versions.slice(0, 1) };
    const shape = shapeOf(received, anInstance({ appVersion: '2.0' }), then, KNOWN, 'refused');
    return { application: application.identifier, shape: { ...shape, scopes: [scope] }, requests: index };
  });

  it('is told as soon where an application lists hundreds of versions and scopes', () => {
    const before = performance.now();
    expect(impactOf(counts, change).groups).toMatchObject([{ effect: 'uncertain', requests: 19_900 }]);
    // To try each of them with each takes minutes.
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it('lets others have their turn in between', () => {
    expect([...impactInSteps([...counts, ...counts, ...counts], change)].length).toBeGreaterThanOrEqual(5);
  });
});

it.each([
  [HOUR, HOUR - 23 * 3600],
  [HOUR + 1, HOUR - 23 * 3600],
  [HOUR + 3599, HOUR - 23 * 3600],
  [HOUR + 3600, HOUR - 22 * 3600],
])('At %i the counts since %i are kept, which is less than a day', (now, since) => {
  expect(countedSince(now)).toBe(since);
});

function android(status: 'DISABLED' | 'LOGIN_REGISTRATION') {
  return { platform: 'android', version: '2.0', status } as const;
}

/** A version that the application did not list, although it lists one. */
function lists(): Case {
  return { then: { versions: [IOS] }, client: { appVersion: '2.0' }, outcome: 'refused' };
}

function disabled() {
  return { versions: [{ ...IOS, status: 'DISABLED' as const }] };
}
