import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type TokenAnswer, TokenRequest } from '@passant/contracts';
import type { Client } from '@passant/protocol';
import { CallerGuard } from '../client-auth/caller.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { OAuthClientStrategy } from '../client-auth/oauth-client.strategy.js';
import { ConsumesForm } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { TokenService } from './token.service.js';

/** The token endpoint (RFC 6749 §3.2). */
@Controller(['oauth/v1/token', 'oauth/token'])
@UseGuards(CallerGuard(OAuthClientStrategy))
@ConsumesForm()
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

  @Post()
  @RouteConfig({ lists: ['resource'] })
  @HttpCode(200)
  @TokenResponse()
  token(@Caller() client: Client, @Body({ schema: TokenRequest }) request: TokenRequest): Promise<TokenAnswer> {
    return this.tokens.answer(client, request);
  }
}
