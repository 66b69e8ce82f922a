import { type CanActivate, type ExecutionContext, UseGuards } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';

class MediaTypeGuard implements CanActivate {
  constructor(private readonly type: string) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.body === undefined) return true;
    const given = request.headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
    if (given === this.type) return true;
    throw new OAuthError('invalid_request', `The body must be ${this.type}.`, { status: 415 });
  }
}

/**
 * The endpoint accepts JSON bodies only. Put this below the guard that authenticates: decorators apply bottom-up, so
 * this check runs first.
 */
export const ConsumesJson = () => UseGuards(new MediaTypeGuard('application/json'));

/** The endpoint accepts form bodies only. */
export const ConsumesForm = () => UseGuards(new MediaTypeGuard('application/x-www-form-urlencoded'));
