import { z } from 'zod';
import { PageQuery, Timestamp, pageOf } from '../admin/fields.js';

/** Days for which a client that needed an exception is still counted as needing it. */
export const NEED_COUNTS_FOR_DAYS = 30;

const CLIENT_KINDS = ['instance', 'dynamic', 'web', 'api'] as const;

/** `GET audience-exceptions` and `GET audience-exceptions/clients`. */
export const AudienceExceptionQuery = PageQuery.omit({ q: true });
export type AudienceExceptionQuery = z.infer<typeof AudienceExceptionQuery>;

/**
 * A client or application whose client assertions may, or until recently could, name an audience other than the issuer.
 */
export const AudienceException = z.strictObject({
  /**
   * `application`: the exception applies to all its clients that have no policy of their own and were registered at
   * `lenient_since` or before.
   */
  of: z.enum(['application', ...CLIENT_KINDS]),
  /** Identifier of the application, or the `client_id`. */
  identifier: z.string(),
  name: z.string().optional(),
  /** If in the past, the exception has ended. */
  lenient_until: Timestamp,
  /** Of an application: when the exception was made. Extending it changes nothing about that. */
  lenient_since: Timestamp.optional(),
  /** Number of clients that would have been refused without the exception in the last 30 days. */
  clients_in_need: z.int(),
  /** Accurate to the hour. Absent if no client needed it in the last 30 days. */
  last_needed_at: Timestamp.optional(),
});
export type AudienceException = z.infer<typeof AudienceException>;
/** Sorted by `lenient_until`. */
export const AudienceExceptionPage = pageOf(AudienceException);

/** A client that, in the last 30 days, was accepted only because of an exception. */
export const ClientInNeed = z.strictObject({
  client_id: z.string(),
  kind: z.enum(CLIENT_KINDS),
  name: z.string().optional(),
  application: z.string().optional(),
  app_platform: z.string().optional(),
  app_version: z.string().optional(),
  /** Which exception covers the client now. Absent: none, so its assertions are refused. */
  exception_of: z.enum(['client', 'application']).optional(),
  lenient_until: Timestamp.optional(),
  /** Accurate to the hour. */
  last_needed_at: Timestamp,
});
export type ClientInNeed = z.infer<typeof ClientInNeed>;
/** Most recent need first. */
export const ClientInNeedPage = pageOf(ClientInNeed);
