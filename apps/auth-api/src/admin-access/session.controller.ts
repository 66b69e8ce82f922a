import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { type AdminSession, SecondFactorCode, type SignInAnswer, SignInRequest } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Issuer } from '../platform/issuer.js';
import { Administrator } from './admin.guard.js';
import { ForAdministrators } from './for-administrators.js';
import { KnownBrowser } from './known-browser.js';
import { PreconditionGuard } from './precondition.guard.js';
import { SESSION_COOKIE, SIGN_IN_COOKIE } from './session-cookie.js';
import { type AdminCaller, type OpenedSession, SessionService } from './session.service.js';

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
  ): Promise<SignInAnswer> {
    const begun = await this.sessions.signIn(request, this.browsers.originOf(http, request.email));
    if ('session' in begun) return this.welcome(reply, begun);
    SIGN_IN_COOKIE.set(reply, this.issuer, begun.token);
    return { second_factor: 'WANTED', accepts: begun.accepts, expires_at: begun.expiresAt };
  }

  @Post('second-factor')
  @HttpCode(200)
  @UseGuards(PreconditionGuard)
  @ConsumesJson()
  async complete(
    @Body({ schema: SecondFactorCode }) { code }: SecondFactorCode,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSession> {
    const token = SIGN_IN_COOKIE.read(http, this.issuer);
    const isKnown = (email: string) => this.browsers.find(http, email) !== undefined;
    const session = this.welcome(reply, await this.sessions.complete(token, code, isKnown));
    SIGN_IN_COOKIE.clear(reply, this.issuer);
    return session;
  }

  @Get()
  @ForAdministrators()
  read(
    @Administrator() admin: AdminCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AdminSession {
    const token = SESSION_COOKIE.read(request, this.issuer)!;
    this.browsers.remember(request, reply, this.sessions.knownAs(admin), token);
    return this.sessions.render(admin, token);
  }

  @Delete()
  @HttpCode(204)
  @ForAdministrators()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut(SESSION_COOKIE.read(request, this.issuer)!);
    SESSION_COOKIE.clear(reply, this.issuer);
  }

  private welcome(reply: FastifyReply, { token, session }: OpenedSession): AdminSession {
    SESSION_COOKIE.set(reply, this.issuer, token);
    return session;
  }
}
