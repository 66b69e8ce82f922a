import { Controller, Get, Query } from '@nestjs/common';
import { EventQuery, type AuditEvent as View, mayCall } from '@passant/contracts';
import { type EventFilter, Store } from '@passant/persistence';
import type { AuditEventRecord } from '@passant/protocol';
import { Administrator } from '../../admin-access/admin.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, limitOf, renderPage } from '../../admin-access/paging.js';
import type { AdminCaller } from '../../admin-access/session.service.js';

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value);

function filterOf(query: EventQuery, { role }: AdminCaller): EventFilter {
  return {
    names: query.name,
    excludedNames: query.exclude_name,
    clientId: query.client_id,
    application: query.application,
    identityProvider: query.identity_provider,
    userId: query.user_id,
    admin: query.admin,
    requestId: query.request_id,
    error: query.error,
    counted: query.counted === undefined ? undefined : query.counted === 'true',
    // Who administers, and what they change, is in the events as well as in the audit.
    withoutAdministrators: !mayCall(role, 'listAuditRecords'),
    from: query.from,
    until: query.to === undefined ? undefined : query.to + 1,
    after: query.after === undefined ? undefined : Number(query.after),
    before: decodeCursor(query.cursor, isPosition),
  };
}

function render(event: AuditEventRecord): View {
  const { id, name, occurred, clientId, application, identityProvider, userId, admin, clientIp, requestId } = event;
  return {
    id: String(id),
    name,
    occurred,
    ...(event.count === null ? {} : { count: event.count }),
    ...(clientId === null ? {} : { client_id: clientId }),
    ...(application === null ? {} : { application }),
    ...(identityProvider === null ? {} : { identity_provider: identityProvider }),
    ...(userId === null ? {} : { user_id: userId }),
    ...(admin === null ? {} : { admin }),
    ...(clientIp === null ? {} : { client_ip: clientIp }),
    ...(event.userAgent === null ? {} : { user_agent: event.userAgent }),
    ...(requestId === null ? {} : { request_id: requestId }),
    ...(event.details === null ? {} : { details: event.details as View['details'] }),
    ...(event.before === null ? {} : { before: event.before as View['before'] }),
    ...(event.after === null ? {} : { after: event.after as View['after'] }),
  };
}

/** The server's event log. */
@Controller('admin/api/v1/events')
@ForAdministrators()
export class EventsController {
  constructor(private readonly store: Store) {}

  @Get()
  async list(
    @Query({ schema: EventQuery }) query: EventQuery,
    @Administrator() caller: AdminCaller,
  ): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const found = await this.store.events.list(filterOf(query, caller), { limit: limit + 1 });
    return renderPage(found, limit, ({ id }) => id, render);
  }
}
