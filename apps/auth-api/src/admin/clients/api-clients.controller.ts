import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateApiClient,
  type CreatedApiClient,
  PageQuery,
  type SightPreview,
  SightPreviewQuery,
  UpdateApiClient,
  type ApiClient as View,
} from '@passant/contracts';
import type { z } from 'zod';
import { Configuration } from '../../platform/configuration.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenResponse } from '../../platform/http/no-store.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { pageInMemory } from '../../admin-access/paging.js';
import { renderApiClient } from './api-client.view.js';
import { ApiClientsService } from './api-clients.service.js';

@Controller('admin/api/v1/api-clients')
@ForAdministrators()
export class ApiClientsController {
  constructor(
    private readonly apiClients: ApiClientsService,
    private readonly configuration: Configuration,
  ) {}

  @Get()
  list(@Query({ schema: PageQuery }) query: PageQuery): { items: View[]; next_cursor?: string } {
    return pageInMemory(
      this.configuration.allApiClients(),
      query,
      (client) => client.clientId,
      (client) => `${client.clientId} ${client.name ?? ''}`,
      renderApiClient,
    );
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  async create(
    @Body({ schema: CreateApiClient }) request: z.output<typeof CreateApiClient>,
  ): Promise<CreatedApiClient> {
    const { client, secret } = await this.apiClients.create(request);
    return { ...renderApiClient(client), ...(secret === undefined ? {} : { client_secret: secret }) };
  }

  @Get(':client_id')
  read(@Param('client_id') clientId: string): View {
    return renderApiClient(this.apiClients.require(clientId));
  }

  @Get(':client_id/sight-preview')
  async previewSight(
    @Param('client_id') clientId: string,
    @Query({ schema: SightPreviewQuery }) { resource }: SightPreviewQuery,
  ): Promise<SightPreview> {
    return this.apiClients.previewSight(clientId, resource);
  }

  @Patch(':client_id')
  @ConsumesJson()
  async update(
    @Param('client_id') clientId: string,
    @Body({ schema: UpdateApiClient }) request: UpdateApiClient,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<View> {
    return renderApiClient(await this.apiClients.update(clientId, request, ifMatch));
  }

  @Post(':client_id/secret')
  @HttpCode(200)
  @TokenResponse()
  async rotateSecret(
    @Param('client_id') clientId: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<CreatedApiClient> {
    const { client, secret } = await this.apiClients.rotateSecret(clientId, ifMatch);
    return { ...renderApiClient(client), client_secret: secret };
  }

  @Delete(':client_id')
  @HttpCode(204)
  async delete(@Param('client_id') clientId: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.apiClients.delete(clientId, ifMatch);
  }
}
