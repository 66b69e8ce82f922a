import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { DirectAuthorizationRequest, type DirectAuthorizationResponse } from '@passant/contracts';
import type { z } from 'zod';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { DirectAuthorizationService } from './direct-authorization.service.js';
import { MasterTokenGuard } from './master-token.guard.js';

/** Issues initial access tokens to callers with the master token. */
@Controller(['oauth/direct-authz/rest/v2', 'c2id/direct-authz/rest/v2'])
export class DirectAuthorizationController {
  constructor(private readonly authorization: DirectAuthorizationService) {}

  @Post()
  @HttpCode(200)
  @UseGuards(MasterTokenGuard)
  @ConsumesJson()
  @TokenResponse()
  authorize(
    @Body({ schema: DirectAuthorizationRequest }) request: z.output<typeof DirectAuthorizationRequest>,
  ): Promise<DirectAuthorizationResponse> {
    return this.authorization.authorize(request);
  }
}
