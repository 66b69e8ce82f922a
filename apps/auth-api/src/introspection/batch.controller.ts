import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { BatchIntrospectionRequest, type BatchIntrospectionResponse } from '@passant/contracts';
import type { Client } from '@passant/protocol';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { TakesAnyText } from '../platform/http/bodies.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { IntrospectionService } from './introspection.service.js';

/** Introspection of many tokens in one request, intended for gateways. */
@Controller('oauth/api/v2/token/introspect/batch')
@ForApiClients('onegini_api_token_introspection', 'tokens')
@ConsumesJson()
export class BatchIntrospectionController {
  constructor(private readonly introspection: IntrospectionService) {}

  @Post()
  @TakesAnyText()
  @HttpCode(200)
  @TokenResponse()
  async introspect(
    @Caller() caller: Client,
    @Body({ schema: BatchIntrospectionRequest }) request: BatchIntrospectionRequest,
  ): Promise<BatchIntrospectionResponse> {
    return { results: await this.introspection.introspectAll(caller, request.tokens) };
  }
}
