import { Body, Controller, HttpCode, Param, Post, Req, UseFilters } from '@nestjs/common';
import { BackchannelRegistrationRequest, type BackchannelRegistrationResponse } from '@passant/contracts';
import {
  CUSTOM_REGISTRATION_STATUSES,
  type Client,
  clientAuthenticationFailed,
  planBackchannel,
  renderBackchannel,
} from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { Configuration } from '../platform/configuration.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { OAuthErrorFilter } from '../platform/http/oauth-error.filter.js';
import { ScriptSteps } from '../scripting/script-steps.js';
import { RegistrationEvents } from './registration-events.js';

/**
 * Lets a back end call the script of a provider beside the app, such as a portal that prepares what *complete* will
 * look for.
 */
@Controller('oauth/api/v3/custom-registration/:provider')
@ForApiClients('onegini_api_user_registration', 'providers')
@ConsumesJson()
@UseFilters(new OAuthErrorFilter(CUSTOM_REGISTRATION_STATUSES))
export class BackchannelController {
  constructor(
    private readonly configuration: Configuration,
    private readonly steps: ScriptSteps,
    private readonly events: RegistrationEvents,
  ) {}

  @Post('backchannel')
  @HttpCode(200)
  @TokenResponse()
  async run(
    @Caller() caller: Client,
    @Param('provider') provider: string,
    @Body({ schema: BackchannelRegistrationRequest }) request: BackchannelRegistrationRequest,
    @Req() http: FastifyRequest,
  ): Promise<BackchannelRegistrationResponse> {
    requireBasic(http);
    await this.configuration.hearOf({ identityProvider: provider });
    const found = this.configuration.identityProvider(provider);
    this.events.begin(found, false);
    const plan = planBackchannel(caller, found, this.configuration.allApplications(), request);
    const { outcome } = await this.steps.run(plan.provider, 'backchannel', plan.input);
    this.events.backchannelEnded(outcome);
    return renderBackchannel(outcome);
  }
}

/** The contract allows only `Basic` for this call; the guard would accept other methods. */
function requireBasic(request: FastifyRequest): void {
  if (!/^Basic /i.test(request.headers.authorization ?? '')) throw clientAuthenticationFailed('not Basic');
}
