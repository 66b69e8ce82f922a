import { z } from 'zod';
import { AuditEvent, EventName } from '../events.js';
import { pageOf } from './common.js';
import { Moment, repeatable, wanted } from '../query-parameters.js';

/** Number of an event, as text: it may outgrow what JavaScript counts exactly. */
export const EventId = z.string().regex(/^\d{1,18}$/, 'is not the number of an event');

/** `GET events`. Filters of different members are all to be met; of a repeated member, one. */
export const EventQuery = z.strictObject({
  name: repeatable(EventName),
  exclude_name: repeatable(EventName),
  client_id: wanted(255).optional(),
  application: wanted(64).optional(),
  identity_provider: wanted(64).optional(),
  user_id: wanted(255).optional(),
  admin: wanted(254).optional(),
  request_id: wanted(128).optional(),
  /** Both inclusive. */
  from: Moment.optional(),
  to: Moment.optional(),
  /** Only what was written after this event: what a live view asks for. */
  after: EventId.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type EventQuery = z.infer<typeof EventQuery>;

/** Newest first. */
export const EventPage = pageOf(AuditEvent);
export type EventPage = z.infer<typeof EventPage>;
