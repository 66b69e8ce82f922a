import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  CreateInitialAccessToken,
  type CreatedInitialAccessToken,
  InitialAccessTokenQuery,
  RevokeInitialAccessTokenQuery,
  type InitialAccessToken as View,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenResponse } from '../../platform/http/no-store.js';
import { Administrator } from '../../admin-access/admin.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, isDatedId, limitOf, renderPage } from '../../admin-access/paging.js';
import type { AdminCaller } from '../../admin-access/session.service.js';
import { renderInitialAccessToken } from './initial-access-token.view.js';
import { InitialAccessTokensService } from './initial-access-tokens.service.js';

@Controller('admin/api/v1/initial-access-tokens')
@ForAdministrators()
export class InitialAccessTokensController {
  constructor(
    private readonly tokens: InitialAccessTokensService,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Query({ schema: InitialAccessTokenQuery }) query: InitialAccessTokenQuery,
  ): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const filter = {
      search: query.q?.trim() || undefined,
      application: query.application,
      ...(query.state === undefined ? {} : { state: query.state, now: this.clock.now() }),
    };
    const found = await this.store.initialAccessTokens.list(filter, decodeCursor(query.cursor, isDatedId), limit + 1);
    return renderPage(
      found,
      limit,
      ({ createdAt, id }) => ({ createdAt, id }),
      (token) => renderInitialAccessToken(token, token.clients),
    );
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  async create(
    @Body({ schema: CreateInitialAccessToken }) request: z.output<typeof CreateInitialAccessToken>,
    @Administrator() admin: AdminCaller,
  ): Promise<CreatedInitialAccessToken> {
    const { token, text } = await this.tokens.create(request, admin.email);
    return { ...renderInitialAccessToken(token, 0), initial_access_token: text };
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: RevokeInitialAccessTokenQuery }) query: RevokeInitialAccessTokenQuery,
  ): Promise<void> {
    await this.tokens.revoke(id, query.with_clients === 'true');
  }
}
