import { z } from 'zod';
import { EventName } from './events.js';
import { Moment, repeatable, wanted } from '../query-parameters.js';

/** `GET /oauth/api/v1/events`: numbered pages, for back ends that collect events. Unknown parameters are ignored. */
export const EventsApiQuery = z.object({
  page: z.coerce.number().int().min(0).max(1_000_000).default(0),
  size: z.coerce.number().int().min(1).max(1000).default(20),
  /** Case-insensitive. */
  user_id: wanted(255).optional(),
  client_id: wanted(255).optional(),
  event_type: repeatable(EventName),
  exclude_event_type: repeatable(EventName),
  /** `X-Request-Id` of the request. */
  transaction_id: wanted(128).optional(),
  /** `true`: only per-minute counts; `false`: only single events. */
  counted: z.enum(['true', 'false']).optional(),
  start_date: Moment.optional(),
  /** Inclusive. */
  end_date: Moment.optional(),
  end_date_exclusive: Moment.optional(),
});
export type EventsApiQuery = z.infer<typeof EventsApiQuery>;

export const EventsApiItem = z.object({
  event_identifier: z.uuid(),
  /** The event type in words. */
  event_name: z.string(),
  event_type: EventName,
  client_id: z.string().optional(),
  app_name: z.string().optional(),
  transaction_id: z.string().optional(),
  user_id: z.string().optional(),
  /** An IP address. For a per-minute count, a network: `192.0.2.1` or `2001:db8:1:2::/64`. */
  client_ip: z.string().optional(),
  user_agent: z.string().optional(),
  /** The administrator who did it. */
  event_agent_user: z.string().optional(),
  /** For events about tokens: the token type. */
  token_type: z.string().optional(),
  /** Milliseconds since the epoch. For a per-minute count, the start of the minute. */
  occurred: z.int(),
  /** Occurrences in that minute, final a few seconds after the minute has ended. Absent for a single event. */
  count: z.int().optional(),
});
export type EventsApiItem = z.infer<typeof EventsApiItem>;

/** Newest first. Pages beyond the last are empty. Results are counted up to 100 000. */
export const EventsApiResponse = z.object({
  result_set: z.array(EventsApiItem),
  pagination: z.object({
    total_results: z.int(),
    offset: z.int(),
    page_size: z.int(),
    number_of_pages: z.int(),
    first_page: z.boolean(),
    last_page: z.boolean(),
  }),
});
export type EventsApiResponse = z.infer<typeof EventsApiResponse>;
