import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  DeleteRegisteredClients,
  type DeletedRegisteredClients,
  type RegisteredClientCount,
  type RegisteredClientDetails,
  RegisteredClientFilter,
  RegisteredClientQuery,
  UpdateRegisteredClient,
  type RegisteredClient as View,
} from '@passant/contracts';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { REGISTERED_KINDS, renderRegisteredDetails } from './registered-client.view.js';
import { RegisteredClientsService } from './registered-clients.service.js';

/** Clients that registered themselves, with or without an application. */
@Controller('admin/api/v1')
@ForAdministrators()
export class RegisteredClientsController {
  constructor(private readonly clients: RegisteredClientsService) {}

  @Get('clients')
  list(
    @Query({ schema: RegisteredClientQuery }) query: RegisteredClientQuery,
  ): Promise<{ items: View[]; next_cursor?: string }> {
    return this.clients.list(query);
  }

  @Get('clients/:client_id')
  async read(@Param('client_id') clientId: string): Promise<RegisteredClientDetails> {
    return renderRegisteredDetails(await this.clients.require(clientId, REGISTERED_KINDS));
  }

  @Patch('clients/:client_id')
  @ConsumesJson()
  async update(
    @Param('client_id') clientId: string,
    @Body({ schema: UpdateRegisteredClient }) request: UpdateRegisteredClient,
  ): Promise<RegisteredClientDetails> {
    return renderRegisteredDetails(await this.clients.update(clientId, REGISTERED_KINDS, request));
  }

  @Delete('clients/:client_id')
  @HttpCode(204)
  async delete(@Param('client_id') clientId: string): Promise<void> {
    await this.clients.delete(clientId, REGISTERED_KINDS);
  }

  @Get('client-count')
  async count(
    @Query({ schema: RegisteredClientFilter }) filter: RegisteredClientFilter,
  ): Promise<RegisteredClientCount> {
    return this.clients.count(filter);
  }

  @Post('client-deletions')
  @HttpCode(200)
  @ConsumesJson()
  async deleteMatching(
    @Body({ schema: DeleteRegisteredClients }) request: DeleteRegisteredClients,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<DeletedRegisteredClients> {
    return { deleted: await this.clients.deleteMatching(request, ifMatch) };
  }
}
