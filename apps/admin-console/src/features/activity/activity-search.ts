import { EventName } from '@passant/contracts';

/** Filters that are a text to be met exactly, in the order they are shown. */
export const TEXT_FILTERS = {
  client_id: 'Client id',
  application: 'Application',
  identity_provider: 'Identity provider',
  user_id: 'User id',
  admin: 'Administrator',
  request_id: 'Request id',
} as const;
export type TextFilter = keyof typeof TEXT_FILTERS;

/** What the page keeps in the address: the filters, and the refusal that is open. */
export interface ActivitySearch extends Partial<Record<TextFilter, string>> {
  name?: EventName[];
  /** Milliseconds since the epoch, both inclusive. */
  from?: number;
  to?: number;
  /** Introspections are left out unless they are asked for. */
  introspections?: true;
  refusal?: string;
}

const INTROSPECTIONS: EventName[] = ['TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED'];
const LONGEST = 255;

/** The router reads digits as a number. */
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

/** Reads the search part of an address; what is no filter is dropped. */
export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const read: ActivitySearch = {
    name: readNames(search['name']),
    from: readMoment(search['from']),
    to: readMoment(search['to']),
    introspections: search['introspections'] === true ? true : undefined,
    refusal: readText(search['refusal']),
  };
  for (const filter of Object.keys(TEXT_FILTERS) as TextFilter[]) read[filter] = readText(search[filter]);
  return withoutAbsent(read);
}

function withoutAbsent(search: ActivitySearch): ActivitySearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

/** The filters as the API takes them. */
export type EventFilters = Omit<ActivitySearch, 'refusal' | 'introspections'> & { exclude_name?: EventName[] };

/** What is asked of the API. Whoever names events gets exactly those. */
export function filtersOf({ refusal: _refusal, introspections, ...filters }: ActivitySearch): EventFilters {
  return introspections || filters.name ? filters : { ...filters, exclude_name: INTROSPECTIONS };
}

/** How many filters narrow the list. */
export function countFilters({
  refusal: _refusal,
  introspections: _introspections,
  ...filters
}: ActivitySearch): number {
  return Object.keys(filters).length;
}

/** Milliseconds since the epoch as the value of a `datetime-local` field, in the person's time zone. */
export function toLocalField(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  const offset = new Date(milliseconds).getTimezoneOffset() * 60_000;
  return new Date(milliseconds - offset).toISOString().slice(0, 16);
}

export function fromLocalField(text: string): number | undefined {
  const milliseconds = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
