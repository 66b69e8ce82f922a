import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import {
  type OwnSecondFactor,
  OwnerProof,
  type RecoveryCodes,
  SecondFactorCode,
  type StartedSecondFactor,
} from '@passant/contracts';
import type { FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Administrator } from './admin.guard.js';
import { ForAdministrators } from './for-administrators.js';
import { KnownBrowser } from './known-browser.js';
import { SecondFactorService } from './second-factor.service.js';
import type { AdminCaller } from './session.service.js';

/** The own second factor of an administrator, whatever their role, and for an Admin the ones of others. */
@Controller('admin/api/v1')
@ForAdministrators()
export class SecondFactorController {
  constructor(
    private readonly secondFactors: SecondFactorService,
    private readonly browsers: KnownBrowser,
  ) {}

  @Get('own-second-factor')
  async read(@Administrator() admin: AdminCaller): Promise<OwnSecondFactor> {
    return this.secondFactors.own(admin.email);
  }

  @Post('own-second-factor')
  @ConsumesJson()
  async start(
    @Body({ schema: OwnerProof }) proof: OwnerProof,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
  ): Promise<StartedSecondFactor> {
    return this.secondFactors.start(admin, this.browsers.shown(http, admin.email, proof));
  }

  @Post('own-second-factor/confirm')
  @HttpCode(200)
  @ConsumesJson()
  async confirm(
    @Body({ schema: SecondFactorCode }) { code }: SecondFactorCode,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
  ): Promise<RecoveryCodes> {
    return this.secondFactors.confirm(admin, code, this.browsers.originOf(http, admin.email));
  }

  @Post('own-second-factor/recovery-codes')
  @HttpCode(200)
  @ConsumesJson()
  async renewRecoveryCodes(
    @Body({ schema: OwnerProof }) proof: OwnerProof,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
  ): Promise<RecoveryCodes> {
    return this.secondFactors.renewRecoveryCodes(admin, this.browsers.shown(http, admin.email, proof));
  }

  @Post('own-second-factor/remove')
  @HttpCode(204)
  @ConsumesJson()
  async remove(
    @Body({ schema: OwnerProof }) proof: OwnerProof,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
  ): Promise<void> {
    await this.secondFactors.remove(admin, this.browsers.shown(http, admin.email, proof));
  }

  @Delete('administrators/:email/second-factor')
  @HttpCode(204)
  async removeOf(@Param('email') email: string, @Administrator() admin: AdminCaller): Promise<void> {
    await this.secondFactors.removeOf(admin, email.toLowerCase());
  }
}
