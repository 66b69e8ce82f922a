import { Body, Controller, Get, HttpCode, Param, Post, UseFilters } from '@nestjs/common';
import {
  type AuthenticationResult,
  type EnabledAuthentication,
  type EnabledTypes,
  StartAuthenticationRequest,
  type StartedAuthentication,
} from '@passant/contracts';
import { type Client, PORTAL_SCOPE, PortalRefusal } from '@passant/protocol';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { ConsumesForm } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { PortalFailures } from './portal-failures.js';
import { PortalService } from './portal.service.js';
import { isUuid } from './uuid.js';

/** Mobile authentication for portals, which ask people on their devices. */
@Controller('oauth/api/v4/authenticate')
@ForApiClients(PORTAL_SCOPE, 'people')
@UseFilters(PortalFailures)
export class PortalController {
  constructor(private readonly portal: PortalService) {}

  @Post('user')
  @HttpCode(200)
  @ConsumesForm()
  @TokenResponse()
  start(
    @Caller() caller: Client,
    @Body({ schema: StartAuthenticationRequest }) request: StartAuthenticationRequest,
  ): Promise<StartedAuthentication> {
    return this.portal.start(caller, request);
  }

  @Get('transaction/:id')
  @TokenResponse()
  async result(@Caller() caller: Client, @Param('id') id: string): Promise<AuthenticationResult> {
    if (!isUuid(id)) throw new PortalRefusal(3004);
    return this.portal.result(caller, id);
  }

  @Get('user/:user/enabled')
  @TokenResponse()
  enabled(@Caller() caller: Client, @Param('user') user: string): Promise<EnabledAuthentication> {
    return this.portal.enabled(caller, user);
  }

  @Get('user/:user/device/:device/enabled')
  @TokenResponse()
  enabledOn(
    @Caller() caller: Client,
    @Param('user') user: string,
    @Param('device') device: string,
  ): Promise<EnabledTypes> {
    return this.portal.enabledOn(caller, user, device);
  }
}
