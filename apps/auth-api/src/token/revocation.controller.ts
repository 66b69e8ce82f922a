import { Body, Controller, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { type RevocationAnswer, RevocationRequest } from '@passant/contracts';
import type { Client } from '@passant/protocol';
import { CallerGuard } from '../client-auth/caller.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { OAuthClientStrategy } from '../client-auth/oauth-client.strategy.js';
import { TakesAnyText } from '../platform/http/bodies.js';
import { ConsumesForm } from '../platform/http/media-type.guard.js';
import { RevocationService } from './revocation.service.js';

/** Token revocation (RFC 7009). */
@Controller(['oauth/v1/revoke', 'oauth/revoke'])
@UseGuards(CallerGuard(OAuthClientStrategy))
@ConsumesForm()
export class RevocationController {
  constructor(private readonly revocation: RevocationService) {}

  @Post()
  @TakesAnyText()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async revoke(
    @Caller() client: Client,
    @Body({ schema: RevocationRequest }) request: RevocationRequest,
  ): Promise<RevocationAnswer> {
    await this.revocation.revoke(client, request.token);
    return {};
  }
}
