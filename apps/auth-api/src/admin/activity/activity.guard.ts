import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import type { AdminCaller } from '../../admin-access/session.service.js';

/** Admits only those who run the server: helpdesk staff may see people, but not the activity log. */
@Injectable()
export class ActivityGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { admin } = context.switchToHttp().getRequest<FastifyRequest & { admin: AdminCaller }>();
    if (admin.role !== 'Helpdesk') return true;
    throw new OAuthError('forbidden', 'Your role does not see what happened on the server.');
  }
}
