import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query, UseGuards } from '@nestjs/common';
import {
  type AppInstallationDetails,
  AppInstallationQuery,
  UpdateAppInstallation,
  type AppInstallation as View,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, OAuthError } from '@passant/protocol';
import { EventLog } from '../../platform/event-log.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { AdminGuard } from '../admin.guard.js';
import { decodeCursor, isText, limitOf, renderPage } from '../paging.js';

function render(client: Client): View {
  return {
    client_id: client.clientId,
    ...(client.name === null ? {} : { client_name: client.name }),
    enabled: client.enabled,
    application: client.application!,
    ...(client.appPlatform === null ? {} : { app_platform: client.appPlatform }),
    ...(client.appVersion === null ? {} : { app_version: client.appVersion }),
    token_endpoint_auth_method: client.authMethod,
    created_at: client.createdAt,
  };
}

function renderDetails(client: Client): AppInstallationDetails {
  return {
    ...render(client),
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
    registration_lock: client.registrationLock,
    metadata: client.metadata as AppInstallationDetails['metadata'],
  };
}

/** Clients that registered themselves for an application. */
@Controller('admin/api/v1/app-installations')
@UseGuards(AdminGuard)
export class AppInstallationsController {
  constructor(
    private readonly store: Store,
    private readonly events: EventLog,
  ) {}

  @Get()
  async list(
    @Query({ schema: AppInstallationQuery }) query: AppInstallationQuery,
  ): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const filter = {
      search: query.q?.trim() || undefined,
      application: query.application,
      after: decodeCursor(query.cursor, isText),
    };
    const found = await this.store.clients.list('instance', filter, limit + 1);
    return renderPage(found, limit, (client) => client.clientId, render);
  }

  @Get(':client_id')
  async read(@Param('client_id') clientId: string): Promise<AppInstallationDetails> {
    return renderDetails(await this.require(clientId));
  }

  /** Switches it on or off. Off, it is refused at once, and its access tokens end. */
  @Patch(':client_id')
  @ConsumesJson()
  async update(
    @Param('client_id') clientId: string,
    @Body({ schema: UpdateAppInstallation }) { enabled }: UpdateAppInstallation,
  ): Promise<AppInstallationDetails> {
    const current = await this.require(clientId);
    const changed = await this.store.transaction(async (store) => {
      const client = await store.clients.setEnabled(clientId, 'instance', enabled);
      if (!client) throw unknownInstallation();
      if (!enabled) await store.clients.endAccessTokens(clientId);
      const { application } = client;
      const facts = { clientId, application, before: { enabled: current.enabled }, after: { enabled } };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
      return client;
    });
    return renderDetails(changed);
  }

  /** Its tokens, profiles and open transactions go with it. */
  @Delete(':client_id')
  @HttpCode(204)
  async delete(@Param('client_id') clientId: string): Promise<void> {
    const before = await this.require(clientId);
    await this.store.transaction(async (store) => {
      if (!(await store.clients.delete(clientId, 'instance'))) throw unknownInstallation();
      const facts = { clientId, application: before.application, before: render(before) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_DELETED', facts)]);
    });
  }

  private async require(clientId: string): Promise<Client> {
    const client = await this.store.clients.find(clientId);
    if (client?.kind !== 'instance') throw unknownInstallation();
    return client;
  }
}

function unknownInstallation(): OAuthError {
  return new OAuthError('not_found', 'There is no such app installation.');
}
