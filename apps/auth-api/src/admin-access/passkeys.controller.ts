import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  AddPasskey,
  type AddedPasskey,
  type OwnPasskeys,
  OwnerProof,
  type PasskeyCreation,
  type PasskeyQuestion,
} from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Issuer } from '../platform/issuer.js';
import { Administrator } from './admin.guard.js';
import { ForAdministrators } from './for-administrators.js';
import { KnownBrowser } from './known-browser.js';
import { OwnerCheck } from './owner-check.js';
import { PasskeysService } from './passkeys.service.js';
import { PASSKEY_COOKIE } from './session-cookie.js';
import type { AdminCaller } from './session.service.js';

/** The own passkeys of an administrator, whatever their role. */
@Controller('admin/api/v1/own-passkeys')
@ForAdministrators()
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly owners: OwnerCheck,
    private readonly browsers: KnownBrowser,
    private readonly issuer: Issuer,
  ) {}

  @Get()
  async list(@Administrator() admin: AdminCaller): Promise<OwnPasskeys> {
    return this.passkeys.list(admin.email);
  }

  @Post('challenge')
  @HttpCode(200)
  @ConsumesJson()
  async start(
    @Body({ schema: OwnerProof }) proof: OwnerProof,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PasskeyCreation> {
    const shown = this.browsers.shown(http, admin.email, proof);
    const { token, creation } = await this.passkeys.start(admin, shown);
    PASSKEY_COOKIE.set(reply, this.issuer, token);
    return creation;
  }

  @Post()
  @ConsumesJson()
  async add(
    @Body({ schema: AddPasskey }) made: AddPasskey,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AddedPasskey> {
    const added = await this.passkeys.add(admin, made, PASSKEY_COOKIE.read(http, this.issuer));
    PASSKEY_COOKIE.clear(reply, this.issuer);
    return added;
  }

  @Post('proof-challenge')
  @HttpCode(200)
  async ask(
    @Administrator() admin: AdminCaller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PasskeyQuestion> {
    const { token, question } = await this.owners.ask(admin);
    PASSKEY_COOKIE.set(reply, this.issuer, token);
    return question;
  }

  @Post(':id/remove')
  @HttpCode(204)
  @ConsumesJson()
  async remove(
    @Param('id') id: string,
    @Body({ schema: OwnerProof }) proof: OwnerProof,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
  ): Promise<void> {
    await this.passkeys.remove(admin, id, this.browsers.shown(http, admin.email, proof));
  }
}
