import type { Impact, ImpactGroup } from '@passant/contracts';
import { asDate } from './moments.js';
import { counted, listed, singular, word } from './sentence.js';
import { locale } from './language.js';

type Counts = Impact['requests'][number];

const KINDS: Record<Counts['request'], string> = {
  init: 'beginning of a registration|beginnings of registrations',
  complete: 'registration|registrations',
  refresh: 'refresh of tokens|refreshes of tokens',
  session_refresh: 'refresh of a stateless session|refreshes of stateless sessions',
  implicit_authentication: 'implicit authentication|implicit authentications',
};

/** Whether a change would be noticed by any of the counted requests. */
export const isFelt = ({ groups }: Impact): boolean => groups.length > 0;

/** Whether it would have requests refused. */
export const refusesAny = ({ requests }: Impact): boolean => requests.some(({ refused }) => refused > 0);

/** What a change would have done, in one sentence per kind of request that would notice it, or one that none would. */
export function impactInWords({ requests, since, requests_not_judged: notJudged }: Impact): string[] {
  const total = requests.reduce((sum, { requests: count }) => sum + count, 0);
  if (total + notJudged === 0)
    return [`Nothing was asked since ${asDate(since)}, so there is nothing to compare with.`];
  const felt = requests.flatMap((counts) => {
    const effects = effectsOf(counts);
    if (effects.length === 0) return [];
    return [`Of ${counted(counts.requests, KINDS[counts.request])} since ${asDate(since)}, ${listed(effects)}.`];
  });
  if (felt.length > 0) return felt;
  if (total === 1) return [`The only request since ${asDate(since)} would be answered as before.`];
  return [`None of ${counted(total, 'request|requests')} since ${asDate(since)} would be answered differently.`];
}

function effectsOf({ refused, admitted, changed, uncertain }: Counts): string[] {
  return [
    ...(refused > 0 ? [`${refused.toLocaleString(locale())} would be refused`] : []),
    ...(admitted > 0 ? [`${admitted.toLocaleString(locale())} would be accepted that are refused now`] : []),
    ...(changed > 0 ? [`${changed.toLocaleString(locale())} would get something else`] : []),
    ...(uncertain > 0 ? [`${uncertain.toLocaleString(locale())} cannot be judged`] : []),
  ];
}

/** What the requests of a group ask for. */
export function askedInWords({ request, grant }: Pick<ImpactGroup, 'request' | 'grant'>): string {
  if (request !== 'complete') return singular(KINDS[request]);
  if (grant === 'stateless') return 'stateless registration';
  return grant === 'default' ? 'registration without grant_type' : 'registration with an unknown grant_type';
}

const DIFFERENCES: Record<NonNullable<ImpactGroup['differences']>[number], string> = {
  no_refresh_token: 'no refresh token',
  refresh_token: 'a refresh token as well',
  other_scopes: 'other scopes',
  other_lifetime: 'another lifetime',
};

/** What would happen to the requests of a group. */
export function effectInWords({ effect, reason, error, differences = [] }: ImpactGroup): string {
  switch (effect) {
    case 'refused':
      return `refused (${error}): ${reason}`;
    case 'admitted':
      return word('accepted');
    case 'changed':
      return `accepted, with ${listed(differences.map((one) => DIFFERENCES[one]))}`;
    case 'uncertain':
      return 'not known';
  }
}

/**
 * What the comparison leaves open, in sentences.
 * @param nameOf the label of a member, as shown in the form
 */
export function openInWords(impact: Impact, nameOf: (member: string) => string): string[] {
  const { requests, requests_left_out: leftOut, requests_not_judged: notJudged, members_not_judged: members } = impact;
  return [
    ...(requests.some(({ uncertain }) => uncertain > 0)
      ? [
          'Not known: it depends on a version or scope that was not configured when it was asked for, or on a session’s age.',
        ]
      : []),
    ...(leftOut > 0 ? [`Not listed, because their groups are smaller: ${counted(leftOut, 'request|requests')}.`] : []),
    ...(notJudged > 0
      ? [
          `Only counted, not told apart: ${counted(notJudged, 'request|requests')}, because there were too many kinds in an hour.`,
        ]
      : []),
    ...(members.length > 0 ? [`What was counted says nothing about: ${listed(members.map(nameOf))}.`] : []),
  ];
}
