import { describe, expect, it } from '@jest/globals';
import type { Impact, ImpactGroup } from '@passant/contracts';
import { asDate } from './moments.js';
import { askedInWords, effectInWords, impactInWords, openInWords } from './impact-words.js';

const SINCE = 1_800_000_000;
const NONE = { refused: 0, admitted: 0, changed: 0, uncertain: 0 };

const impact = (changes: Partial<Impact> = {}): Impact => ({
  since: SINCE,
  requests: [],
  groups: [],
  requests_left_out: 0,
  requests_not_judged: 0,
  members_not_judged: [],
  ...changes,
});

const group = (changes: Partial<ImpactGroup>): ImpactGroup => ({
  effect: 'refused',
  request: 'complete',
  application: 'city-app',
  identity_provider: 'scheme',
  grant: 'default',
  platform: 'ios',
  version: '1.0',
  requests: 1,
  ...changes,
});

describe('the impact of a change in words', () => {
  it.each<[string, Impact['requests'], string[]]>([
    ['nothing was asked', [], [`Nothing was asked since ${asDate(SINCE)}, so there is nothing to compare with.`]],
    [
      'nobody would notice',
      [{ request: 'complete', requests: 1312, ...NONE }],
      [`None of 1,312 requests since ${asDate(SINCE)} would be answered differently.`],
    ],
    [
      'there was only one, and it would not notice',
      [{ request: 'complete', requests: 1, ...NONE }],
      [`The only request since ${asDate(SINCE)} would be answered as before.`],
    ],
    [
      'some would be refused',
      [
        { request: 'init', requests: 2, ...NONE },
        { request: 'complete', requests: 312, ...NONE, refused: 12 },
      ],
      [`Of 312 registrations since ${asDate(SINCE)}, 12 would be refused.`],
    ],
    [
      'it is mixed',
      [{ request: 'session_refresh', requests: 9, refused: 1, admitted: 2, changed: 3, uncertain: 1 }],
      [
        `Of 9 refreshes of stateless sessions since ${asDate(SINCE)}, 1 would be refused, ` +
          '2 would be accepted that are refused now, 3 would get something else and 1 cannot be judged.',
      ],
    ],
  ])('if %s', (_, requests, lines) => expect(impactInWords(impact({ requests }))).toEqual(lines));

  it.each<[Partial<ImpactGroup>, string, string]>([
    [{ error: 'invalid_scope', reason: 'None.' }, 'registration without grant_type', 'refused (invalid_scope): None.'],
    [{ effect: 'admitted', grant: 'stateless' }, 'stateless registration', 'accepted'],
    [
      { effect: 'changed', request: 'refresh', grant: null, differences: ['no_refresh_token', 'other_scopes'] },
      'refresh of tokens',
      'accepted, with no refresh token and other scopes',
    ],
    [{ effect: 'uncertain', grant: 'unknown' }, 'registration with an unknown grant_type', 'not known'],
  ])('names a group: %j', (changes, asked, effect) => {
    expect([askedInWords(group(changes)), effectInWords(group(changes))]).toEqual([asked, effect]);
  });

  it('says what it leaves open', () => {
    const open = { requests_left_out: 3, requests_not_judged: 1, members_not_judged: ['scripts'] };
    expect(openInWords(impact(open), (member) => member.toUpperCase())).toEqual([
      'Not listed, because their groups are smaller: 3 requests.',
      'Only counted, not told apart: 1 request, because there were too many kinds in an hour.',
      'What was counted says nothing about: SCRIPTS.',
    ]);
    expect(openInWords(impact(), String)).toEqual([]);
  });
});
