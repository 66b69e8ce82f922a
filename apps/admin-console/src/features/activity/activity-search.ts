import { EventName } from '@passant/contracts';

/** Text filters that must match exactly, in display order. */
export const TEXT_FILTERS = {
  client_id: 'Client id',
  application: 'Application',
  identity_provider: 'Identity provider',
  user_id: 'User id',
  admin: 'Administrator',
  request_id: 'Request id',
  error: 'Error code',
} as const;
export type TextFilter = keyof typeof TEXT_FILTERS;

/** The state that the page keeps in the URL: the filters, and the refusal that is open. */
export interface ActivitySearch extends Partial<Record<TextFilter, string>> {
  name?: EventName[];
  /** Milliseconds since the epoch, both inclusive. */
  from?: number;
  to?: number;
  /** `true`: only counts per minute; `false`: only single events. */
  counted?: boolean;
  /** Introspection events are excluded unless requested. */
  introspections?: true;
  refusal?: string;
}

const INTROSPECTIONS: EventName[] = ['TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED'];
const LONGEST = 255;

/** The router parses digits as a number. */
function readText(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text.slice(0, LONGEST);
}

function readMoment(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function readNames(value: unknown): EventName[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const names = given.filter((name): name is EventName => EventName.safeParse(name).success);
  return names.length === 0 ? undefined : [...new Set(names)];
}

/** Reads the query string of the URL. Anything that is not a valid filter is dropped. */
export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const read: ActivitySearch = {
    name: readNames(search['name']),
    from: readMoment(search['from']),
    to: readMoment(search['to']),
    counted: typeof search['counted'] === 'boolean' ? search['counted'] : undefined,
    introspections: search['introspections'] === true ? true : undefined,
    refusal: readText(search['refusal']),
  };
  for (const filter of Object.keys(TEXT_FILTERS) as TextFilter[]) read[filter] = readText(search[filter]);
  return withoutAbsent(read);
}

function withoutAbsent(search: ActivitySearch): ActivitySearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

/** The filters in the form that the API expects. */
export type EventFilters = Omit<ActivitySearch, 'refusal' | 'introspections' | 'counted'> & {
  exclude_name?: EventName[];
  counted?: 'true' | 'false';
};

/**
 * Converts the search state to API filters. If event names are selected, exactly those are requested; otherwise
 * introspections are excluded unless requested.
 */
export function filtersOf({ refusal: _refusal, introspections, counted, ...others }: ActivitySearch): EventFilters {
  const filters: EventFilters = {
    ...others,
    ...(counted === undefined ? {} : { counted: counted ? 'true' : 'false' }),
  };
  return introspections || filters.name ? filters : { ...filters, exclude_name: INTROSPECTIONS };
}

/** Number of filters that narrow the list. */
export function countFilters({
  refusal: _refusal,
  introspections: _introspections,
  ...filters
}: ActivitySearch): number {
  return Object.keys(filters).length;
}

/** Formats milliseconds since the epoch as the value of a `datetime-local` field, in the user's time zone. */
export function toLocalField(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  const offset = new Date(milliseconds).getTimezoneOffset() * 60_000;
  return new Date(milliseconds - offset).toISOString().slice(0, 16);
}

export function fromLocalField(text: string): number | undefined {
  const milliseconds = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
