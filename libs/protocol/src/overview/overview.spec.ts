import type { HourlyCount, ScriptHourCount } from './overview-records.js';
import { type OverviewFacts, concernsOf, limitCountOf, reachedLimitsOf, runHoursOf } from './overview.js';

const DAY = 86_400;
const NOW = 1000 * DAY;
const NOTHING: OverviewFacts = {
  openBreakers: [],
  scripts: [],
  limits: [],
  approvals: { requests: 0, firstEnd: null },
  providerName: (identifier) => (identifier === 'gone' ? undefined : `Name of ${identifier}`),
  exceptions: [],
  tokens: [],
  keys: [],
};
const exception = {
  of: 'application' as const,
  identifier: 'a',
  name: 'A',
  lenientUntil: NOW + 30 * DAY,
  clientsInNeed: 2,
};
const token = { id: 't', label: 'T', application: 'a', createdAt: NOW - 30 * DAY, expiresAt: NOW + 7 * DAY };
const key = { kid: 'k', algorithm: 'ES256' as const, state: 'current' as const, createdAt: NOW - 335 * DAY };
const kinds = (facts: Partial<OverviewFacts>) => concernsOf({ ...NOTHING, ...facts }, NOW).map(({ kind }) => kind);

describe('What an administrator should look at', () => {
  it('is nothing as long as nothing is wrong', () => expect(concernsOf(NOTHING, NOW)).toEqual([]));

  it('is what fails now, then what waits, then what ends soon', () => {
    const facts: Partial<OverviewFacts> = {
      openBreakers: [{ id: 'h', name: 'H' }],
      scripts: [{ identityProvider: 'p', runs: 10, failed: 1 }],
      limits: [
        { limit: 'sign_in', application: null, refused: 7 },
        { limit: 'statement_registration', application: 'a', refused: 2 },
      ],
      approvals: { requests: 2, firstEnd: NOW + 3600 },
      exceptions: [exception],
      tokens: [token],
      keys: [key],
    };
    expect(concernsOf({ ...NOTHING, ...facts }, NOW)).toEqual([
      { kind: 'open_breaker', hook: 'h', name: 'H' },
      { kind: 'failing_scripts', identity_provider: 'p', name: 'Name of p', runs: 10, failed: 1 },
      { kind: 'reached_limit', limit: 'sign_in', refused: 7 },
      { kind: 'reached_limit', limit: 'statement_registration', application: 'a', refused: 2 },
      { kind: 'waiting_approvals', requests: 2, ends_at: NOW + 3600 },
      {
        kind: 'ending_exception',
        of: 'application',
        identifier: 'a',
        name: 'A',
        clients_in_need: 2,
        ends_at: exception.lenientUntil,
      },
      { kind: 'ending_token', id: 't', label: 'T', application: 'a', ends_at: token.expiresAt },
      { kind: 'aged_key', kid: 'k', algorithm: 'ES256', created_at: key.createdAt },
    ]);
  });

  it.each<[string, Partial<OverviewFacts>]>([
    ['scripts that all gave a result', { scripts: [{ identityProvider: 'p', runs: 10, failed: 0 }] }],
    ['scripts of a provider that is gone', { scripts: [{ identityProvider: 'gone', runs: 10, failed: 10 }] }],
    ['an exception that nobody needs', { exceptions: [{ ...exception, clientsInNeed: 0 }] }],
    ['an exception that ends later', { exceptions: [{ ...exception, lenientUntil: NOW + 30 * DAY + 1 }] }],
    ['an exception that has ended', { exceptions: [{ ...exception, lenientUntil: NOW }] }],
    ['a token that ends later', { tokens: [{ ...token, expiresAt: NOW + 7 * DAY + 1 }] }],
    ['a token that has ended', { tokens: [{ ...token, expiresAt: NOW }] }],
    ['a token that was made for a week', { tokens: [{ ...token, createdAt: NOW, expiresAt: NOW + 7 * DAY }] }],
    ['a younger key', { keys: [{ ...key, createdAt: key.createdAt + 1 }] }],
    ['an old key that signs no more', { keys: [{ ...key, state: 'previous' }] }],
  ])('is not %s', (_, facts) => expect(kinds(facts)).toEqual([]));

  it('begins with the scripts of which most runs fail', () => {
    const scripts = [
      { identityProvider: 'seldom', runs: 1000, failed: 5 },
      { identityProvider: 'always', runs: 2, failed: 2 },
    ];
    const names = concernsOf({ ...NOTHING, scripts }, NOW).map((concern) => 'name' in concern && concern.name);
    expect(names).toEqual(['Name of always', 'Name of seldom']);
  });
});

describe('Limits that were reached', () => {
  const HOUR = 3600;
  const count = (hour: number, value: string, times: number): HourlyCount => ({
    ...{ hour, subject: 'limit', value, times, expiresAt: hour + 7 * DAY },
  });
  const now = 10 * HOUR + 60;

  it('are those of this hour and the one before, with the one that refused most first', () => {
    const counts = [
      count(8 * HOUR, limitCountOf('client_change', null), 900),
      count(9 * HOUR, limitCountOf('sign_in', null), 1),
      count(10 * HOUR, limitCountOf('statement_registration', 'app'), 4),
      count(10 * HOUR, limitCountOf('sign_in', null), 2),
    ];
    expect(reachedLimitsOf(counts, now)).toEqual([
      { limit: 'statement_registration', application: 'app', refused: 4 },
      { limit: 'sign_in', application: null, refused: 3 },
    ]);
  });

  it('are nothing that ran', () => {
    expect(runHoursOf([], [count(10 * HOUR, limitCountOf('sign_in', null), 2)])).toEqual([]);
  });
});

describe('What ran', () => {
  const HOUR = 3600;
  const scripts = (hour: number): ScriptHourCount => ({
    ...{ hour, valid: 5, retry: 2, unrecoverable: 0, failed: 1 },
    ...{ runs: 16, totalMs: 40, longestMs: 9 },
  });
  const count = (hour: number, subject: HourlyCount['subject'], value: string, times: number): HourlyCount => ({
    ...{ hour, subject, value, times, expiresAt: hour + 7 * DAY },
  });

  it('is told hour by hour, whether scripts ran or only something was counted', () => {
    const counts = [
      count(0, 'introspection', 'active', 70),
      count(0, 'introspection', 'inactive', 3),
      count(2 * HOUR, 'refusal', 'invalid_scope', 1),
      count(2 * HOUR, 'refusal', 'invalid_client', 4),
      count(2 * HOUR, 'refusal', 'invalid_grant', 4),
      count(2 * HOUR, 'script_queue', 'turned_away', 6),
    ];
    const nothing = { registrations: { valid: 0, retry: 0, unrecoverable: 0, failed: 0 }, runs: 0 };
    const none = { active: 0, inactive: 0 };
    expect(runHoursOf([scripts(HOUR)], counts)).toEqual([
      { hour: 0, ...nothing, turned_away: 0, introspections: { active: 70, inactive: 3 }, refusals: [] },
      {
        hour: HOUR,
        registrations: { valid: 5, retry: 2, unrecoverable: 0, failed: 1 },
        ...{ runs: 16, mean_ms: 2.5, longest_ms: 9, turned_away: 0 },
        ...{ introspections: none, refusals: [] },
      },
      {
        ...{ hour: 2 * HOUR, ...nothing, turned_away: 6, introspections: none },
        refusals: [
          { error: 'invalid_client', times: 4 },
          { error: 'invalid_grant', times: 4 },
          { error: 'invalid_scope', times: 1 },
        ],
      },
    ]);
  });

  it('has one entry for an hour of which both know', () => {
    const both = runHoursOf([scripts(HOUR)], [count(HOUR, 'introspection', 'active', 1)]);
    expect(both).toHaveLength(1);
    expect(both[0]).toMatchObject({ runs: 16, introspections: { active: 1, inactive: 0 } });
  });
});
