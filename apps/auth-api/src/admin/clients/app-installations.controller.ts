import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import {
  AppInstallationQuery,
  type RegisteredClientDetails,
  UpdateRegisteredClient,
  type RegisteredClient as View,
} from '@passant/contracts';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { renderRegisteredDetails } from './registered-client.view.js';
import { RegisteredClientsService } from './registered-clients.service.js';

const INSTANCES = ['instance'] as const;

/** The clients that registered themselves as installations of an application. */
@Controller('admin/api/v1/app-installations')
@ForAdministrators()
export class AppInstallationsController {
  constructor(private readonly clients: RegisteredClientsService) {}

  @Get()
  list(
    @Query({ schema: AppInstallationQuery }) query: AppInstallationQuery,
  ): Promise<{ items: View[]; next_cursor?: string }> {
    return this.clients.list(query, INSTANCES);
  }

  @Get(':client_id')
  async read(@Param('client_id') clientId: string): Promise<RegisteredClientDetails> {
    return renderRegisteredDetails(await this.clients.require(clientId, INSTANCES));
  }

  /** Enables or disables the installation. A disabled one is refused at once, and its access tokens end. */
  @Patch(':client_id')
  @ConsumesJson()
  async update(
    @Param('client_id') clientId: string,
    @Body({ schema: UpdateRegisteredClient }) request: UpdateRegisteredClient,
  ): Promise<RegisteredClientDetails> {
    return renderRegisteredDetails(await this.clients.update(clientId, INSTANCES, request));
  }

  /** Also deletes its tokens, profiles and open transactions. */
  @Delete(':client_id')
  @HttpCode(204)
  async delete(@Param('client_id') clientId: string): Promise<void> {
    await this.clients.delete(clientId, INSTANCES);
  }
}
