import { Body, Controller, HttpCode, Param, Post, UseFilters, UseGuards, applyDecorators } from '@nestjs/common';
import {
  CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  InitRegistrationRequest,
  type InitRegistrationResponse,
} from '@passant/contracts';
import { CUSTOM_REGISTRATION_STATUSES, type Client } from '@passant/protocol';
import { CallerGuard } from '../client-auth/caller.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { ClientSecretBasicStrategy } from '../client-auth/client-secret-basic.strategy.js';
import { PrivateKeyJwtBodyStrategy } from '../client-auth/private-key-jwt.strategy.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { OAuthErrorFilter } from '../platform/http/oauth-error.filter.js';
import { RegistrationService } from './registration.service.js';

const Answers = () => applyDecorators(HttpCode(200), TokenResponse());

/** Custom registration v1: the client authenticates with `Basic`. */
@Controller('oauth/custom-registration/:provider')
@UseGuards(CallerGuard(ClientSecretBasicStrategy))
@ConsumesJson()
@UseFilters(new OAuthErrorFilter(CUSTOM_REGISTRATION_STATUSES))
export class RegistrationV1Controller {
  constructor(private readonly registration: RegistrationService) {}

  @Post('init')
  @Answers()
  init(
    @Caller() client: Client,
    @Param('provider') provider: string,
    @Body({ schema: InitRegistrationRequest }) request: InitRegistrationRequest,
  ): Promise<InitRegistrationResponse> {
    return this.registration.init(client, provider, request);
  }

  @Post('complete')
  @Answers()
  complete(
    @Caller() client: Client,
    @Param('provider') provider: string,
    @Body({ schema: CompleteRegistrationRequest }) request: CompleteRegistrationRequest,
  ): Promise<CompleteRegistrationResponse> {
    return this.registration.complete(client, provider, request);
  }
}

/** Custom registration v2: the client authenticates with an assertion in the body. */
@Controller('oauth/v2/custom-registration/:provider')
@UseGuards(CallerGuard(PrivateKeyJwtBodyStrategy))
@ConsumesJson()
@UseFilters(new OAuthErrorFilter(CUSTOM_REGISTRATION_STATUSES))
export class RegistrationV2Controller {
  constructor(private readonly registration: RegistrationService) {}

  @Post('init')
  @Answers()
  init(
    @Caller() client: Client,
    @Param('provider') provider: string,
    @Body({ schema: InitRegistrationRequest }) request: InitRegistrationRequest,
  ): Promise<InitRegistrationResponse> {
    return this.registration.init(client, provider, request);
  }

  @Post('complete')
  @Answers()
  complete(
    @Caller() client: Client,
    @Param('provider') provider: string,
    @Body({ schema: CompleteRegistrationRequest }) request: CompleteRegistrationRequest,
  ): Promise<CompleteRegistrationResponse> {
    return this.registration.complete(client, provider, request);
  }
}
