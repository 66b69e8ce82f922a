import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { type AdminSession, type PasskeyQuestion, SignInWithPasskey } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Issuer } from '../platform/issuer.js';
import { KnownBrowser } from './known-browser.js';
import type { AskedPasskey } from './passkey-check.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { PreconditionGuard } from './precondition.guard.js';
import { PASSKEY_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE } from './session-cookie.js';
import type { OpenedSession } from './session.service.js';

/** Signing in with a passkey: alone, or after the password. */
@Controller('admin/api/v1/session')
@UseGuards(PreconditionGuard)
export class PasskeySessionController {
  constructor(
    private readonly signIns: PasskeySignIn,
    private readonly browsers: KnownBrowser,
    private readonly issuer: Issuer,
  ) {}

  @Post('passkey/challenge')
  @HttpCode(200)
  async ask(@Res({ passthrough: true }) reply: FastifyReply): Promise<PasskeyQuestion> {
    return this.question(reply, await this.signIns.ask());
  }

  @Post('passkey')
  @HttpCode(200)
  @ConsumesJson()
  async signIn(
    @Body({ schema: SignInWithPasskey }) { passkey }: SignInWithPasskey,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSession> {
    const given = { passkey, token: PASSKEY_COOKIE.read(http, this.issuer) };
    return this.welcome(reply, await this.signIns.signIn(given, (email) => this.browsers.originOf(http, email)));
  }

  @Post('second-factor/passkey/challenge')
  @HttpCode(200)
  async askAgain(
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PasskeyQuestion> {
    return this.question(reply, await this.signIns.askAfterPassword(SIGN_IN_COOKIE.read(http, this.issuer)));
  }

  @Post('second-factor/passkey')
  @HttpCode(200)
  @ConsumesJson()
  async complete(
    @Body({ schema: SignInWithPasskey }) { passkey }: SignInWithPasskey,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminSession> {
    const given = { passkey, token: PASSKEY_COOKIE.read(http, this.issuer) };
    const isKnown = (email: string) => this.browsers.find(http, email) !== undefined;
    const opened = await this.signIns.complete(SIGN_IN_COOKIE.read(http, this.issuer), given, isKnown);
    const session = this.welcome(reply, opened);
    SIGN_IN_COOKIE.clear(reply, this.issuer);
    return session;
  }

  private question(reply: FastifyReply, { token, question }: AskedPasskey): PasskeyQuestion {
    PASSKEY_COOKIE.set(reply, this.issuer, token);
    return question;
  }

  private welcome(reply: FastifyReply, { token, session }: OpenedSession): AdminSession {
    SESSION_COOKIE.set(reply, this.issuer, token);
    PASSKEY_COOKIE.clear(reply, this.issuer);
    return session;
  }
}
