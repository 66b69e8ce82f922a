import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CreateScope, PageQuery, UpdateScope, type Scope as View } from '@passant/contracts';
import { Store } from '@passant/persistence';
import type { z } from 'zod';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, isText, limitOf, renderPage } from '../../admin-access/paging.js';
import { ScopesService, renderScope } from './scopes.service.js';

@Controller('admin/api/v1/scopes')
@ForAdministrators()
export class ScopesController {
  constructor(
    private readonly scopes: ScopesService,
    private readonly store: Store,
  ) {}

  @Get()
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const after = decodeCursor(query.cursor, isText);
    const found = await this.store.scopes.list(query.q?.trim() || undefined, after, limit + 1);
    return renderPage(found, limit, (scope) => scope.identifier, renderScope);
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  async create(@Body({ schema: CreateScope }) request: z.output<typeof CreateScope>): Promise<View> {
    return renderScope(await this.scopes.create(request));
  }

  @Get(':identifier')
  async read(@Param('identifier') identifier: string): Promise<View> {
    return renderScope(await this.scopes.require(identifier));
  }

  @Patch(':identifier')
  @ConsumesJson()
  async update(
    @Param('identifier') identifier: string,
    @Body({ schema: UpdateScope }) request: UpdateScope,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<View> {
    return renderScope(await this.scopes.update(identifier, request, ifMatch));
  }

  @Delete(':identifier')
  @HttpCode(204)
  async delete(
    @Param('identifier') identifier: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.scopes.delete(identifier, ifMatch);
  }
}
