import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import {
  type AccessTokenRecord,
  type ProfileToken,
  requireMobileAuthentication,
  requireProfileToken,
} from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../client-auth/access-tokens.js';
import { readBearer } from '../client-auth/bearer-token.js';
import { Configuration } from '../platform/configuration.js';

/** The request with the token that the guard found, even if it refused. */
export type TokenRequest = FastifyRequest & { accessToken?: AccessTokenRecord };

/**
 * Admits only devices of people who have a profile, in applications that may ask them. It runs before the body is read,
 * so that a stateless token is refused as such whatever comes with it.
 */
@Injectable()
export class RegisteredPersonGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly configuration: Configuration,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<TokenRequest>();
    const token = await this.tokens.require(readBearer(request.headers.authorization));
    request.accessToken = token;
    requireProfileToken(token);
    requireMobileAuthentication(this.configuration.application(token.application));
    return true;
  }
}

/** The token of the person whose device is calling. */
export const PersonToken = createParamDecorator((_: unknown, context: ExecutionContext): ProfileToken =>
  requireProfileToken(context.switchToHttp().getRequest<TokenRequest>().accessToken!),
);
