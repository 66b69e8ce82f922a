import type { EventName } from '@passant/contracts';
import type { AuditEventRecord } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { EventEntity } from '../entities/event.entity.js';
import { prepared } from '../prepared-statements.js';
import { jsonColumns, jsonParameter, rowsOf, selectList } from '../rows.js';

/** An event before the database has numbered it. */
export type NewEvent = Omit<AuditEventRecord, 'id'>;

/** Which events are wanted: all members are to be met. */
export interface EventFilter {
  names?: EventName[] | undefined;
  excludedNames?: EventName[] | undefined;
  clientId?: string | undefined;
  application?: string | undefined;
  identityProvider?: string | undefined;
  userId?: string | undefined;
  userIdInAnyCase?: string | undefined;
  admin?: string | undefined;
  requestId?: string | undefined;
  /** Milliseconds since the epoch, inclusive. */
  from?: number | undefined;
  /** Milliseconds since the epoch, exclusive. */
  until?: number | undefined;
  /** Numbers of events, exclusive. */
  after?: number | undefined;
  before?: number | undefined;
}

/** What happened. Written many at a time, read page by page. */
export class EventRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Adds events in one statement, in their order. */
  async insert(events: NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { columns, members, definitions } = jsonColumns(this.manager, EventEntity, ['id']);
    await rowsOf(
      this.manager,
      prepared(
        `INSERT INTO event (${columns}) SELECT ${members} FROM jsonb_to_recordset($1::jsonb) AS event (${definitions})`,
      ),
      [jsonParameter(events)],
    );
  }

  /** The events that pass a filter, newest first. */
  async list(filter: EventFilter, page: { limit: number; offset?: number }): Promise<AuditEventRecord[]> {
    const { where, parameters } = conditionsOf(filter);
    return rowsOf<AuditEventRecord>(
      this.manager,
      `SELECT ${selectList(this.manager, EventEntity)} FROM event ${where}
        ORDER BY id DESC LIMIT $${parameters.length + 1} OFFSET $${parameters.length + 2}`,
      [...parameters, page.limit, page.offset ?? 0],
    );
  }

  /** How many events pass a filter; counting stops at `most`. */
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

/** In the words of the index that leaves them out, so that the database recognises it. */
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
  add(filter.clientId, (value) => `client_id = ${value}`);
  add(filter.application, (value) => `application = ${value}`);
  add(filter.identityProvider, (value) => `identity_provider = ${value}`);
  add(filter.userId, (value) => `user_id = ${value}`);
  add(filter.userIdInAnyCase, (value) => `lower(user_id) = lower(${value})`);
  add(filter.admin, (value) => `admin = ${value}`);
  add(filter.requestId, (value) => `request_id = ${value}`);
  add(filter.from, (value) => `occurred >= ${value}`);
  add(filter.until, (value) => `occurred < ${value}`);
  add(filter.after, (value) => `id > ${value}`);
  add(filter.before, (value) => `id < ${value}`);
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}
