import { z } from 'zod';
import { pageOf } from '../admin/fields.js';
import { EventName } from '../events/events.js';
import { Moment, repeatable, wanted } from '../query-parameters.js';

/**
 * Header of a request that changes something: why. Recorded in the audit record of the change. The value is a `Reason` as
 * UTF-8 in percent-encoding (RFC 3986 §2.1), because a header holds ASCII only; refused if the body has a reason, too.
 */
export const REASON_HEADER = 'X-Change-Reason';

/** Who made a change with a command or a setting instead of a request. */
export const COMMAND_LINE = 'command line';

const Sequence = z.int().positive();
/** SHA-256 in base64url. */
const Hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * One change that an administrator made. Holds no secret and no text of a script, only that they changed, and nothing
 * about a person whom an application serves.
 */
export const AuditRecord = z.strictObject({
  /** Position in the chain. The first record is 1, and no number is left out. */
  sequence: Sequence,
  /** Milliseconds since the epoch. */
  occurred: z.int(),
  name: EventName,
  /** The endpoint of this API that made the change; absent for a command or a setting. */
  endpoint: z.string().optional(),
  /** E-mail address of an administrator, identifier of an API client, or `command line`. */
  actor: z.string(),
  application: z.string().optional(),
  identity_provider: z.string().optional(),
  client_id: z.string().optional(),
  /** What else the change is about: a scope, a web hook, a token, an administrator. */
  subject: z.string().optional(),
  /** `X-Request-Id` of the request, by which events of the same request are found. */
  request_id: z.string().optional(),
  reason: z.string().optional(),
  details: z.record(z.string(), z.json()).optional(),
  /** Of a change, only the members that are different after it. */
  before: z.json().optional(),
  after: z.json().optional(),
  /** Hash of the record before this one; absent for the first. */
  previous: Hash.optional(),
  /** SHA-256 of all other members of this record as canonical JSON (RFC 8785), in base64url. */
  hash: Hash,
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** `GET audit`. A record must match every filter that is given; for a repeated parameter, any one of its values. */
export const AuditQuery = z.strictObject({
  /** Identifier of an application, provider, client, or anything else that a record is about. */
  subject: wanted(512).optional(),
  actor: wanted(254).optional(),
  name: repeatable(EventName),
  /** Both inclusive. */
  from: Moment.optional(),
  to: Moment.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** Newest first. */
export const AuditPage = pageOf(AuditRecord);
export type AuditPage = z.infer<typeof AuditPage>;

/** What an anchor states: how far the chain went on a day. */
export const AnchorStatement = z.object({
  /** Day of the anchor in UTC, as ISO 8601 writes it. */
  date: z.iso.date(),
  /** Number and hash of the last record. */
  sequence: Sequence,
  hash: Hash,
  /** Number of records. */
  count: Sequence,
});
export type AnchorStatement = z.infer<typeof AnchorStatement>;

/** An anchor of the chain: the statement, signed as a JWS (RFC 7515) with a key that the master key yields. */
export const AuditAnchor = AnchorStatement.extend({ kid: z.string(), jws: z.string() }).strict();
export type AuditAnchor = z.infer<typeof AuditAnchor>;
