import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  CreateSoftwareStatement,
  type CreatedSoftwareStatement,
  SoftwareStatementQuery,
  type SoftwareStatement as View,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import { decodeJwt } from 'jose';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenResponse } from '../../platform/http/no-store.js';
import { Administrator } from '../../admin-access/admin.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, isDatedId, limitOf, renderPage } from '../../admin-access/paging.js';
import type { AdminCaller } from '../../admin-access/session.service.js';
import { SoftwareStatementsService } from './software-statements.service.js';

/** Software statements, with which installations of an app register instead of with an initial access token. */
@Controller('admin/api/v1/software-statements')
@ForAdministrators()
export class SoftwareStatementsController {
  constructor(
    private readonly statements: SoftwareStatementsService,
    private readonly store: Store,
  ) {}

  @Get()
  async list(
    @Query({ schema: SoftwareStatementQuery }) query: SoftwareStatementQuery,
  ): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const { application } = query;
    const found = await this.store.softwareStatements.list(
      { application },
      decodeCursor(query.cursor, isDatedId),
      limit + 1,
    );
    return renderPage(
      found,
      limit,
      ({ createdAt, id }) => ({ createdAt, id }),
      (statement) => this.statements.render(statement),
    );
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  async create(
    @Body({ schema: CreateSoftwareStatement }) request: CreateSoftwareStatement,
    @Administrator() admin: AdminCaller,
  ): Promise<CreatedSoftwareStatement> {
    const { statement, text } = await this.statements.create(request, admin.email);
    return {
      ...this.statements.render({ ...statement, clients: 0 }),
      software_statement: text,
      claims: decodeJwt(text),
    };
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.statements.revoke(id);
  }
}
