import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, UseGuards } from '@nestjs/common';
import {
  CreateInitialAccessToken,
  type CreatedInitialAccessToken,
  PageQuery,
  type InitialAccessToken as View,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type InitialAccessToken, OAuthError, hashOf } from '@passant/protocol';
import { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenResponse } from '../../platform/http/no-store.js';
import { Secrets } from '../../platform/secrets.js';
import { AdminGuard, Administrator } from '../admin.guard.js';
import { decodeCursor, limitOf, renderPage } from '../paging.js';
import type { AdminCaller } from '../session.service.js';

interface Position {
  createdAt: number;
  id: string;
}

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return Number.isSafeInteger(position?.createdAt) && z.uuid().safeParse(position?.id).success;
}

function render(token: InitialAccessToken): View {
  return {
    id: token.id,
    ...(token.application === null ? {} : { application: token.application }),
    ...(token.label === null ? {} : { label: token.label }),
    scope: token.scope,
    registrations: token.registrations,
    uses: token.uses,
    expires_at: token.expiresAt,
    revoked: token.revoked,
    created_by: token.createdBy,
    created_at: token.createdAt,
  };
}

@Controller('admin/api/v1/initial-access-tokens')
@UseGuards(AdminGuard)
export class InitialAccessTokensController {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  @Get()
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const found = await this.store.initialAccessTokens.list(decodeCursor(query.cursor, isPosition), limit + 1);
    return renderPage(found, limit, ({ createdAt, id }) => ({ createdAt, id }), render);
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  async create(
    @Body({ schema: CreateInitialAccessToken }) request: z.output<typeof CreateInitialAccessToken>,
    @Administrator() admin: AdminCaller,
  ): Promise<CreatedInitialAccessToken> {
    if (!this.configuration.application(request.application)) {
      throw new OAuthError('invalid_request', 'application: is not an application of this server', {
        fields: { application: 'is not an application of this server' },
      });
    }
    const secret = this.secrets.drawSecret();
    const now = this.clock.now();
    const token: InitialAccessToken = {
      id: randomUUID(),
      tokenHash: hashOf(secret),
      application: request.application,
      label: request.label || null,
      scope: request.scope ?? ['client-reg'],
      registrations: request.registrations,
      uses: 0,
      expiresAt: now + request.expires_in,
      revoked: false,
      createdBy: admin.email,
      createdAt: now,
    };
    await this.store.transaction(async (store) => {
      await store.initialAccessTokens.insert(token);
      const facts = { application: token.application, after: render(token) };
      await store.events.insert([this.events.event('ADMIN_INITIAL_ACCESS_TOKEN_CREATED', facts)]);
    });
    return { ...render(token), initial_access_token: secret };
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.store.transaction(async (store) => {
      const revoked = await store.initialAccessTokens.revoke(id);
      if (!revoked) throw new OAuthError('not_found', 'There is no such initial access token.');
      const facts = {
        application: revoked.application,
        details: { id },
        before: { revoked: false },
        after: { revoked: true },
      };
      await store.events.insert([this.events.event('ADMIN_INITIAL_ACCESS_TOKEN_REVOKED', facts)]);
    });
  }
}
