import { z } from 'zod';
import { Timestamp } from '../admin/fields.js';
import { wanted } from '../query-parameters.js';
import { LimitName } from './limits.js';

/** Whom a limit holds for: everybody together, or each of these by itself. */
export const LimitHolder = z.enum(['server', 'application', 'client', 'network', 'initial_access_token']);
export type LimitHolder = z.infer<typeof LimitHolder>;

/** Whose limits are asked for: those of an application, of a client, or of the server. */
export const LimitQuery = z
  .strictObject({ application: wanted(64).optional(), client_id: wanted(255).optional() })
  .refine(({ application, client_id: client }) => application === undefined || client === undefined, {
    path: ['client_id'],
    message: 'is not taken with application',
  });
export type LimitQuery = z.infer<typeof LimitQuery>;

/** A limit, and what is used of it now by all processes together. */
export const LimitUse = z.strictObject({
  limit: LimitName,
  of: LimitHolder,
  /** The environment variable that sets it; absent: nothing does. */
  setting: z.string().optional(),
  /** How many at once, and again evenly within `period`. 0: the limit is off. */
  size: z.int().nonnegative(),
  /** Seconds. */
  period: z.int().positive(),
  /**
   * Absent if the limit is off, and where each of those whom it holds for has a use of its own: whose that is cannot be
   * told, because the server keeps hashes in place of names and addresses.
   */
  used: z.int().nonnegative().optional(),
  /** When there is room again; absent while there is. */
  room_at: Timestamp.optional(),
});
export type LimitUse = z.infer<typeof LimitUse>;

/** `GET limits`. Nothing in it is about a person. */
export const LimitUses = z.strictObject({ items: z.array(LimitUse) });
export type LimitUses = z.infer<typeof LimitUses>;
