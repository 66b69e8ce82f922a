import { z } from 'zod';
import { AuditEvent, EventName } from './events.js';
import { pageOf } from '../admin/fields.js';
import { Moment, repeatable, wanted } from '../query-parameters.js';

/** Event number, as a string because it may exceed the safe integers of JavaScript. */
export const EventId = z.string().regex(/^\d{1,18}$/, 'is not the number of an event');

/** `GET events`. An event must match every filter that is given; for a repeated parameter, any one of its values. */
export const EventQuery = z.strictObject({
  name: repeatable(EventName),
  exclude_name: repeatable(EventName),
  client_id: wanted(255).optional(),
  application: wanted(64).optional(),
  identity_provider: wanted(64).optional(),
  user_id: wanted(255).optional(),
  admin: wanted(254).optional(),
  request_id: wanted(128).optional(),
  /** Refusals with this error code. */
  error: wanted(64).optional(),
  /** `true`: only per-minute counts; `false`: only single events. */
  counted: z.enum(['true', 'false']).optional(),
  /** Both inclusive. */
  from: Moment.optional(),
  to: Moment.optional(),
  /** Only events written after this one. Used by live views. */
  after: EventId.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type EventQuery = z.infer<typeof EventQuery>;

/** Newest first. */
export const EventPage = pageOf(AuditEvent);
export type EventPage = z.infer<typeof EventPage>;
