import { OAuthError } from '../refusals/errors.js';
import {
  type AudienceRule,
  LONGEST_LENIENCY,
  changedApplicationAudience,
  changedAudience,
  creationUnder,
  leniencyAt,
  leniencyOf,
} from './audience-policy.js';

const now = 1_800_000_000;
const DAY = 86_400;

const STRICT: AudienceRule = { audiencePolicy: 'STRICT', lenientUntil: null };
const INHERITED: AudienceRule = { audiencePolicy: null, lenientUntil: null };
const lenient = (until: number): AudienceRule => ({ audiencePolicy: 'LEGACY', lenientUntil: until });

describe('The exception for a client', () => {
  const application = { lenientUntil: now + 10, lenientSince: now - DAY };
  const strict = { lenientUntil: null, lenientSince: null };

  it.each([
    ['is none for a strict client of no application', STRICT, undefined, undefined],
    ['is none for a strict client of a lenient application', STRICT, application, undefined],
    ['is its own before that of its application', lenient(now + 5), application, { of: 'client', until: now + 5 }],
    ['is its own where its application is strict', lenient(now + 5), strict, { of: 'client', until: now + 5 }],
    [
      'is that of its application where it has no policy',
      INHERITED,
      application,
      { of: 'application', until: now + 10 },
    ],
    ['is none where neither has one', INHERITED, strict, undefined],
    ['is none without policy and application', INHERITED, undefined, undefined],
  ] as const)('%s', (_, client, of, expected) => {
    expect(leniencyOf({ ...client, createdAt: now - DAY }, of)).toEqual(expected);
  });

  it.each([
    ['existed when that was made', INHERITED, now - 2 * DAY, 'application'],
    ['was made in the same second', INHERITED, now - DAY, 'application'],
    ['is newer', INHERITED, now - DAY + 1, undefined],
    ['is newer, but has one of its own', lenient(now + 5), now, 'client'],
  ] as const)('of an application, for one that %s', (_, client, createdAt, expected) => {
    expect(leniencyOf({ ...client, createdAt }, application)?.of).toBe(expected);
  });

  it.each([
    ['before one that is created a second later', { lenientUntil: now + 10, lenientSince: now - 1 }, now],
    ['before one that is created in the same second', { lenientUntil: now + 10, lenientSince: now }, now + 1],
    ['before one that another clock creates', { lenientUntil: now + 10, lenientSince: now + 2 }, now + 3],
    ['never', { lenientUntil: null, lenientSince: null }, now],
    ['for no application', undefined, now],
  ] as const)('of an application, made %s, leaves it out', (_, of, expected) => {
    expect(creationUnder(of, now)).toBe(expected);
    expect(leniencyOf({ ...INHERITED, createdAt: creationUnder(of, now) }, of)).toBeUndefined();
  });

  it.each([
    [now + 1, true],
    [now, false],
    [now - 1, false],
  ])('that ends at %i holds before that second: %s', (until, holds) => {
    expect(leniencyAt({ of: 'client', until }, now) !== undefined).toBe(holds);
  });

  it('that does not exist does not hold', () => {
    expect(leniencyAt(undefined, now)).toBeUndefined();
  });
});

describe('A change of the audience policy', () => {
  it.each([
    [
      'makes an exception with its end',
      STRICT,
      { audience_policy: 'LEGACY', lenient_until: now + DAY },
      lenient(now + DAY),
    ],
    [
      'makes one of a year',
      STRICT,
      { audience_policy: 'LEGACY', lenient_until: now + LONGEST_LENIENCY },
      lenient(now + LONGEST_LENIENCY),
    ],
    ['extends it by the end alone', lenient(now + 1), { lenient_until: now + DAY }, lenient(now + DAY)],
    ['extends one that is over', lenient(now - DAY), { lenient_until: now + DAY }, lenient(now + DAY)],
    ['ends it with the policy', lenient(now + DAY), { audience_policy: 'STRICT' }, STRICT],
    [
      'ends it with both members, as a form sends them',
      lenient(now + DAY),
      { audience_policy: 'STRICT', lenient_until: null },
      STRICT,
    ],
    ['leaves a client to its application', lenient(now + DAY), { audience_policy: null }, INHERITED],
    ['leaves one as it is that says nothing', lenient(now + DAY), {}, lenient(now + DAY)],
    ['leaves one as it is that is over', lenient(now - DAY), {}, lenient(now - DAY)],
    [
      'may repeat what is there, even where it is over',
      lenient(now - DAY),
      { audience_policy: 'LEGACY', lenient_until: now - DAY },
      lenient(now - DAY),
    ],
    ['may repeat the policy alone', lenient(now + DAY), { audience_policy: 'LEGACY' }, lenient(now + DAY)],
  ] as const)('%s', (_, current, change, expected) => {
    expect(changedAudience<AudienceRule['audiencePolicy']>(current, change, now)).toEqual(expected);
  });

  it.each([
    ['an exception without end', STRICT, { audience_policy: 'LEGACY' }],
    ['an exception whose end is taken away', lenient(now + DAY), { lenient_until: null }],
    ['an end in the past', STRICT, { audience_policy: 'LEGACY', lenient_until: now - 1 }],
    ['an end now', STRICT, { audience_policy: 'LEGACY', lenient_until: now }],
    ['an end more than a year ahead', STRICT, { audience_policy: 'LEGACY', lenient_until: now + LONGEST_LENIENCY + 1 }],
    ['an end without exception', STRICT, { lenient_until: now + DAY }],
    ['an end beside the strict policy', lenient(now + DAY), { audience_policy: 'STRICT', lenient_until: now + DAY }],
    ['an end for a client that is left to its application', INHERITED, { lenient_until: now + DAY }],
  ] as const)('is refused with %s', (_, current, change) => {
    const changing = () => changedAudience<AudienceRule['audiencePolicy']>(current, change, now);
    expect(changing).toThrow(OAuthError);
    expect(changing).toThrow(/^lenient_until: /);
  });
});

describe('A change of the audience policy of an application', () => {
  const MADE = { ...lenient(now + DAY), audiencePolicy: 'LEGACY', lenientSince: now - 9 * DAY } as const;
  const NONE = { audiencePolicy: 'STRICT', lenientUntil: null, lenientSince: null } as const;

  it.each([
    ['makes an exception for the clients of now', NONE, { audience_policy: 'LEGACY', lenient_until: now + DAY }, now],
    ['extends it for the same clients', MADE, { lenient_until: now + 2 * DAY }, now - 9 * DAY],
    [
      'extends one that is over for the same clients',
      { ...MADE, lenientUntil: now - 1 },
      { audience_policy: 'LEGACY', lenient_until: now + 2 * DAY },
      now - 9 * DAY,
    ],
    ['leaves it as it is', MADE, {}, now - 9 * DAY],
    ['ends it', MADE, { audience_policy: 'STRICT' }, null],
    ['has nothing to end', NONE, {}, null],
  ] as const)('%s', (_, current, change, since) => {
    const changed = changedApplicationAudience(current, change, now);
    expect(changed.lenientSince).toBe(since);
    expect(changed.lenientUntil === null).toBe(since === null);
  });
});
