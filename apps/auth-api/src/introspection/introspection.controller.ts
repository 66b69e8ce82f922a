import { Body, Controller, Headers, HttpCode, Post, Res, applyDecorators } from '@nestjs/common';
import { IntrospectionRequest, type IntrospectionResponse } from '@passant/contracts';
import type { Client } from '@passant/protocol';
import type { FastifyReply } from 'fastify';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { prefers } from '../platform/http/accept.js';
import { TakesAnyText } from '../platform/http/bodies.js';
import { ConsumesForm } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { IntrospectionService } from './introspection.service.js';

const Answers = () => applyDecorators(HttpCode(200), TokenResponse(), TakesAnyText());

/** RFC 9701 §4: the media type that a caller accepts to get a signed response. */
const SIGNED = 'application/token-introspection+jwt';

export const INTROSPECTION_SCOPE = 'onegini_api_token_introspection';

/** Token introspection (RFC 7662) for resource servers, signed on request (RFC 9701). */
@Controller('oauth/api')
@ForApiClients(INTROSPECTION_SCOPE, 'tokens')
@ConsumesForm()
export class IntrospectionController {
  constructor(private readonly introspection: IntrospectionService) {}

  @Post('v2/token/introspect')
  @Answers()
  introspect(
    @Caller() caller: Client,
    @Body({ schema: IntrospectionRequest }) request: IntrospectionRequest,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IntrospectionResponse | string> {
    return this.answer(caller, request, 'v2', accept, reply);
  }

  /** The older version, in which `exp` is the number of seconds remaining. */
  @Post('v1/token/introspect')
  @Answers()
  introspectV1(
    @Caller() caller: Client,
    @Body({ schema: IntrospectionRequest }) request: IntrospectionRequest,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IntrospectionResponse | string> {
    return this.answer(caller, request, 'v1', accept, reply);
  }

  /** RFC 9701 §4 and §6: according to the header, or as the client is registered unless the header asks for JSON. */
  private wantsSigned(caller: Client, accept: string | undefined): boolean {
    if (caller.introspectionSignedResponseAlg === null) return prefers(accept, SIGNED, 'application/json');
    return !prefers(accept, 'application/json', SIGNED) || prefers(accept, SIGNED, 'application/json');
  }

  private async answer(
    caller: Client,
    { token }: IntrospectionRequest,
    version: 'v1' | 'v2',
    accept: string | undefined,
    reply: FastifyReply,
  ): Promise<IntrospectionResponse | string> {
    const answer = await this.introspection.introspect(caller, token, version);
    if (!this.wantsSigned(caller, accept)) return answer;
    void reply.header('content-type', SIGNED);
    return this.introspection.sign(caller, answer);
  }
}
