import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { type AdminSession, SignInRequest } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { addressOf, networkOf } from '../platform/http/source.js';
import { Issuer } from '../platform/issuer.js';
import { AdminGuard, Administrator } from './admin.guard.js';
import { KnownBrowser } from './known-browser.js';
import { PreconditionGuard } from './precondition.guard.js';
import { sessionTokenOf, setSessionCookie } from './session-cookie.js';
import { type AdminCaller, SessionService, csrfTokenOf } from './session.service.js';

@Controller('admin/api/v1/session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly browsers: KnownBrowser,
    private readonly issuer: Issuer,
  ) {}

  @Post()
  @HttpCode(200)
  @UseGuards(PreconditionGuard)
  @ConsumesJson()
  async signIn(
    @Body({ schema: SignInRequest }) request: SignInRequest,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSession> {
    const origin = { source: networkOf(addressOf(http)), browser: this.browsers.find(http, request.email) };
    const { token, session } = await this.sessions.signIn(request, origin);
    setSessionCookie(reply, this.issuer, token);
    return session;
  }

  @Get()
  @UseGuards(AdminGuard)
  read(
    @Administrator() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AdminSession {
    this.browsers.remember(request, reply, admin.email);
    return { ...admin, csrf_token: csrfTokenOf(sessionTokenOf(request, this.issuer)!) };
  }

  @Delete()
  @HttpCode(204)
  @UseGuards(AdminGuard)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut(sessionTokenOf(request, this.issuer)!);
    setSessionCookie(reply, this.issuer, undefined);
  }
}
