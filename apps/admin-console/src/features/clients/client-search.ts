import type { RegisteredClientFilter } from '@passant/contracts';
import { readListSearch, type ListSearch } from '../../lib/use-search-text.js';

/** Choices for how long a client has not been used: never used at all, or not used for that many days. */
export const IDLE_CHOICES = [
  { value: 'never', label: 'Never used' },
  { value: '30', label: 'Not used for 30 days' },
  { value: '90', label: 'Not used for 90 days' },
  { value: '365', label: 'Not used for a year' },
] as const;
type Idle = (typeof IDLE_CHOICES)[number]['value'];

/** The filters of a list of registered clients. They are kept in the URL. */
export interface ClientSearch extends ListSearch {
  application?: string;
  platform?: 'ios' | 'android';
  idle?: Idle;
  /** Identifier of the initial access token with which the clients were registered. */
  token?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the query string of the URL. Anything else in it is dropped. */
export function readClientSearch(search: Record<string, unknown>): ClientSearch {
  const { application, platform, idle, token } = search;
  const chosen = IDLE_CHOICES.find(({ value }) => value === String(idle));
  return {
    ...readListSearch(search),
    ...(typeof application === 'string' || typeof application === 'number' ? { application: String(application) } : {}),
    ...(platform === 'ios' || platform === 'android' ? { platform } : {}),
    ...(chosen ? { idle: chosen.value } : {}),
    ...(typeof token === 'string' && UUID.test(token) ? { token } : {}),
  };
}

const DAY = 86_400;

/**
 * Converts the search state to the filter that the API accepts.
 * @param now epoch seconds; truncated to the day, so that the query key does not change on every render
 */
export function filterOf(
  { q, application, platform, idle, token }: ClientSearch,
  kind: RegisteredClientFilter['kind'],
  now: number = Date.now() / 1000,
): RegisteredClientFilter {
  return {
    kind,
    ...(q === undefined ? {} : { q }),
    ...(application === undefined ? {} : { application }),
    ...(platform === undefined ? {} : { app_platform: platform }),
    ...(idle === 'never' ? { never_used: 'true' as const } : {}),
    ...(idle !== undefined && idle !== 'never'
      ? { last_used_before: (Math.floor(now / DAY) - Number(idle)) * DAY }
      : {}),
    ...(token === undefined ? {} : { initial_access_token: token }),
  };
}

/** Whether anything but the search text narrows the list. */
export function isNarrowed({ application, platform, idle, token }: ClientSearch): boolean {
  return [application, platform, idle, token].some((value) => value !== undefined);
}

/** The clients that a clean-up deletes, in words: "never used, of the application city-app". */
export function filterInWords({ q, application, platform, idle, token }: ClientSearch): string {
  const chosen = IDLE_CHOICES.find(({ value }) => value === idle);
  return [
    chosen?.label.toLowerCase(),
    application && `of the application ${application}`,
    platform && `on ${platform === 'ios' ? 'iOS' : 'Android'}`,
    token && 'made with one initial access token',
    q && `with “${q}” in their name or client id`,
  ]
    .filter(Boolean)
    .join(', ');
}
