import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { EndSessions, type EndedSessions } from '@passant/contracts';
import type { FastifyReply } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Issuer } from '../platform/issuer.js';
import { ForAdministrators } from './for-administrators.js';
import { SESSION_COOKIE } from './session-cookie.js';
import { SessionService } from './session.service.js';

/** The sessions of all administrators. */
@Controller('admin/api/v1/sessions')
@ForAdministrators()
export class SessionsController {
  constructor(
    private readonly sessions: SessionService,
    private readonly issuer: Issuer,
  ) {}

  @Post('end')
  @HttpCode(200)
  @ConsumesJson()
  async end(
    @Body({ schema: EndSessions }) { reason }: EndSessions,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EndedSessions> {
    const ended = await this.sessions.endAll(reason);
    SESSION_COOKIE.clear(reply, this.issuer);
    return ended;
  }
}
