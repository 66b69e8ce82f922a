import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { type AdminSession, CompanyAnswer, type CompanySignIn, type SignInWays } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Issuer } from '../platform/issuer.js';
import { CompanySignInService } from './company-sign-in.service.js';
import { KnownBrowser } from './known-browser.js';
import { PreconditionGuard } from './precondition.guard.js';
import { COMPANY_SIGN_IN_COOKIE, SESSION_COOKIE } from './session-cookie.js';

/** Administrators sign in by the OpenID provider of the company. */
@Controller('admin/api/v1')
@UseGuards(PreconditionGuard)
export class CompanySignInController {
  constructor(
    private readonly signIns: CompanySignInService,
    private readonly browsers: KnownBrowser,
    private readonly issuer: Issuer,
  ) {}

  @Get('sign-in')
  ways(): SignInWays {
    return this.signIns.offered();
  }

  @Post('session/company')
  @HttpCode(200)
  async begin(@Res({ passthrough: true }) reply: FastifyReply): Promise<CompanySignIn> {
    const { cookie, sent } = await this.signIns.begin();
    COMPANY_SIGN_IN_COOKIE.set(reply, this.issuer, cookie);
    return sent;
  }

  @Post('session/company/complete')
  @HttpCode(200)
  @ConsumesJson()
  async complete(
    @Body({ schema: CompanyAnswer }) { answer }: CompanyAnswer,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSession> {
    const cookie = COMPANY_SIGN_IN_COOKIE.read(http, this.issuer);
    const originOf = (account: string) => this.browsers.originOf(http, account);
    const { token, session } = await this.signIns.complete(cookie, answer, originOf);
    SESSION_COOKIE.set(reply, this.issuer, token);
    COMPANY_SIGN_IN_COOKIE.clear(reply, this.issuer);
    return session;
  }
}
