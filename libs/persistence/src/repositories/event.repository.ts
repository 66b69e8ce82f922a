import { createHash } from 'node:crypto';
import type { EventName } from '@passant/contracts';
import { type AuditEventRecord, type ChangeEvent, type NewAuditEntry, auditEntriesOf } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { EventEntity } from '../entities/event.entity.js';
import { prepared } from '../prepared-statements.js';
import type { UsedApproval } from './approval.repository.js';
import { jsonColumns, jsonParameter, rowsOf, selectList } from '../rows.js';

/** An event to which the database has not yet assigned an ID. */
export type NewEvent = ChangeEvent;

/** The properties that events counted together have in common. */
export type EventKind = Pick<
  AuditEventRecord,
  'name' | 'clientId' | 'application' | 'identityProvider' | 'admin' | 'clientIp' | 'details'
>;

/** How often something occurred in addition. `occurred`: start of the minute. */
export type EventCount = EventKind & { occurred: number; count: number };

/** Which events to select; all members must match. */
export interface EventFilter {
  names?: EventName[] | undefined;
  excludedNames?: EventName[] | undefined;
  clientId?: string | undefined;
  application?: string | undefined;
  /** Events of one of these; events without an application are excluded. */
  applications?: string[] | undefined;
  identityProvider?: string | undefined;
  userId?: string | undefined;
  userIdInAnyCase?: string | undefined;
  admin?: string | undefined;
  requestId?: string | undefined;
  /** Error code of a refusal. */
  error?: string | undefined;
  /** `true`: only counts; `false`: no counts. */
  counted?: boolean | undefined;
  /** Leaves out what administrators did, and what happened to their accounts. */
  withoutAdministrators?: boolean | undefined;
  /** Milliseconds since the epoch, inclusive. */
  from?: number | undefined;
  /** Milliseconds since the epoch, exclusive. */
  until?: number | undefined;
  /** Event IDs, exclusive. */
  after?: number | undefined;
  before?: number | undefined;
}

/** The audit events. Written in batches, read in pages. */
export class EventRepository {
  /**
   * @param noteChanges takes what the transaction has to add to the chain of changes before it ends, and the approval
   * that it spends with that
   */
  constructor(
    private readonly manager: EntityManager,
    private readonly noteChanges: (changes: NewAuditEntry[], approval: UsedApproval | undefined) => void,
  ) {}

  /**
   * Inserts events in one statement, in their order. Those of changes by administrators are audited as well, and throw
   * outside the transaction of the change.
   */
  async insert(events: NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.noteChanges(auditEntriesOf(events), approvalOf(events));
    const { columns, members, definitions } = jsonColumns(this.manager, EventEntity, ['id']);
    await rowsOf(
      this.manager,
      prepared(
        `INSERT INTO event (${columns}) SELECT ${members} FROM jsonb_to_recordset($1::jsonb) AS event (${definitions})`,
      ),
      [jsonParameter(events)],
    );
  }

  /**
   * Adds to the per-minute counts in one statement, even if others add to the same ones concurrently. The first
   * addition creates a count.
   */
  async tally(counts: EventCount[]): Promise<void> {
    if (counts.length === 0) return;
    await rowsOf(
      this.manager,
      prepared(
        `INSERT INTO event (tally, occurred, name, client_id, application, identity_provider, admin, client_ip, details,
                            count)
         SELECT tally, occurred, name, "clientId", application, "identityProvider", admin, "clientIp", details, sum(count)
           FROM jsonb_to_recordset($1::jsonb) AS addition (
             tally text, occurred bigint, name text, "clientId" text, application text, "identityProvider" text,
             admin text, "clientIp" text, details jsonb, count bigint)
          GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2
         ON CONFLICT (tally, occurred) WHERE tally IS NOT NULL DO UPDATE SET count = event.count + excluded.count`,
      ),
      [jsonParameter(counts.map((count) => ({ ...count, tally: tallyOf(count) })))],
    );
  }

  /** The events that match a filter, newest first. */
  async list(filter: EventFilter, page: { limit: number; offset?: number }): Promise<AuditEventRecord[]> {
    const { where, parameters } = conditionsOf(filter);
    return rowsOf<AuditEventRecord>(
      this.manager,
      `SELECT ${selectList(this.manager, EventEntity)} FROM event ${where}
        ORDER BY id DESC LIMIT $${parameters.length + 1} OFFSET $${parameters.length + 2}`,
      [...parameters, page.limit, page.offset ?? 0],
    );
  }

  /** How many events match a filter, counted up to `most`. */
  async count(filter: EventFilter, most: number): Promise<number> {
    const { where, parameters } = conditionsOf(filter);
    const [row] = await rowsOf<{ count: number }>(
      this.manager,
      `SELECT count(*) AS count FROM (SELECT 1 FROM event ${where} LIMIT $${parameters.length + 1}) AS counted`,
      [...parameters, most],
    );
    return row!.count;
  }
}

/** The approval by which an administrator may do what the events tell of. */
function approvalOf(events: readonly NewEvent[]): UsedApproval | undefined {
  const found = events.find(({ change }) => change?.approval);
  if (!found) return undefined;
  const { id, by } = found.change!.approval!;
  return { id, by, at: Math.floor(found.occurred / 1000) };
}

/** The key that distinguishes a count from others of its minute. */
function tallyOf({ name, clientId, application, identityProvider, admin, clientIp, details }: EventKind): string {
  const kind = JSON.stringify([name, clientId, application, identityProvider, admin, clientIp, details]);
  return createHash('sha256').update(kind).digest('base64url').slice(0, 22);
}

/** Worded like the condition of the partial index, so that the planner recognises it. */
const WITHOUT_INTROSPECTION = `name NOT IN ('TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED')`;
const INTROSPECTION: readonly EventName[] = ['TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED'];

function conditionsOf(filter: EventFilter): { where: string; parameters: unknown[] } {
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  const { names, excludedNames = [] } = filter;
  add(names, (list) => `name = ANY(${list}::text[])`);
  if (excludedNames.length > 0) add(excludedNames, (list) => `name <> ALL(${list}::text[])`);
  const isQuiet = INTROSPECTION.every((name) => excludedNames.includes(name) || (names && !names.includes(name)));
  if (isQuiet) conditions.push(WITHOUT_INTROSPECTION);
  if (filter.withoutAdministrators) conditions.push(`admin IS NULL AND name NOT LIKE 'ADMIN\\_%'`);
  add(filter.clientId, (value) => `client_id = ${value}`);
  add(filter.application, (value) => `application = ${value}`);
  add(filter.applications, (list) => `application = ANY(${list}::text[])`);
  add(filter.identityProvider, (value) => `identity_provider = ${value}`);
  add(filter.userId, (value) => `user_id = ${value}`);
  add(filter.userIdInAnyCase, (value) => `lower(user_id) = lower(${value})`);
  add(filter.admin, (value) => `admin = ${value}`);
  add(filter.requestId, (value) => `request_id = ${value}`);
  add(filter.error, (value) => `details ->> 'error' = ${value}`);
  if (filter.counted !== undefined) conditions.push(`count IS ${filter.counted ? 'NOT ' : ''}NULL`);
  add(filter.from, (value) => `occurred >= ${value}`);
  add(filter.until, (value) => `occurred < ${value}`);
  add(filter.after, (value) => `id > ${value}`);
  add(filter.before, (value) => `id < ${value}`);
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}
