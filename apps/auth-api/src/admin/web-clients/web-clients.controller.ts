import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateWebClient,
  type CreatedWebClient,
  PageQuery,
  UpdateWebClient,
  type WebClient as View,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import type { z } from 'zod';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenResponse } from '../../platform/http/no-store.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, isText, limitOf, renderPage } from '../../admin-access/paging.js';
import { renderWebClient } from './web-client.view.js';
import { WebClientsService } from './web-clients.service.js';

@Controller('admin/api/v1/web-clients')
@ForAdministrators()
export class WebClientsController {
  constructor(
    private readonly webClients: WebClientsService,
    private readonly store: Store,
  ) {}

  @Get()
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const filter = { search: query.q?.trim() || undefined, after: decodeCursor(query.cursor, isText) };
    const found = await this.store.clients.list('web', filter, limit + 1);
    return renderPage(found, limit, (client) => client.clientId, renderWebClient);
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  async create(
    @Body({ schema: CreateWebClient }) request: z.output<typeof CreateWebClient>,
  ): Promise<CreatedWebClient> {
    const { client, secret } = await this.webClients.create(request);
    return { ...renderWebClient(client), ...(secret === undefined ? {} : { client_secret: secret }) };
  }

  @Get(':client_id')
  async read(@Param('client_id') clientId: string): Promise<View> {
    return renderWebClient(await this.webClients.require(clientId));
  }

  @Patch(':client_id')
  @ConsumesJson()
  async update(
    @Param('client_id') clientId: string,
    @Body({ schema: UpdateWebClient }) request: UpdateWebClient,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<View> {
    return renderWebClient(await this.webClients.update(clientId, request, ifMatch));
  }

  @Post(':client_id/secret')
  @HttpCode(200)
  @TokenResponse()
  async rotateSecret(
    @Param('client_id') clientId: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<CreatedWebClient> {
    const { client, secret } = await this.webClients.rotateSecret(clientId, ifMatch);
    return { ...renderWebClient(client), client_secret: secret };
  }

  /** Also deletes its tokens, profiles and open transactions. */
  @Delete(':client_id')
  @HttpCode(204)
  async delete(@Param('client_id') clientId: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.webClients.delete(clientId, ifMatch);
  }
}
