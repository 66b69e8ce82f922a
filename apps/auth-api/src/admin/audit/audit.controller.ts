import { Controller, Get, Query } from '@nestjs/common';
import { AuditQuery, type AuditRecord } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { renderAuditRecord } from '@passant/protocol';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, limitOf, renderPage } from '../../admin-access/paging.js';

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value);

/** What administrators changed. */
@Controller('admin/api/v1/audit')
@ForAdministrators()
export class AuditController {
  constructor(private readonly store: Store) {}

  @Get()
  async list(
    @Query({ schema: AuditQuery }) query: AuditQuery,
  ): Promise<{ items: AuditRecord[]; next_cursor?: string }> {
    const { subject, actor, name: names, from, to } = query;
    const until = to === undefined ? undefined : to + 1;
    const before = decodeCursor(query.cursor, isPosition);
    const limit = limitOf(query);
    const found = await this.store.audit.list({ subject, actor, names, from, until, before }, limit + 1);
    return renderPage(found, limit, ({ sequence }) => sequence, renderAuditRecord);
  }
}
