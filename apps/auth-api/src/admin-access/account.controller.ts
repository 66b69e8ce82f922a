import { Body, Controller, Delete, Get, HttpCode, Param, Put, Req } from '@nestjs/common';
import { ChangePassword, type OwnSessions } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { AccountService } from './account.service.js';
import { Administrator } from './admin.guard.js';
import { ForAdministrators } from './for-administrators.js';
import { KnownBrowser } from './known-browser.js';
import type { AdminCaller } from './session.service.js';

/** The own sessions and password of an administrator, whatever their role. */
@Controller('admin/api/v1')
@ForAdministrators()
export class AccountController {
  constructor(
    private readonly account: AccountService,
    private readonly browsers: KnownBrowser,
  ) {}

  @Get('own-sessions')
  async sessions(@Administrator() admin: AdminCaller): Promise<OwnSessions> {
    return this.account.sessions(admin);
  }

  @Delete('own-sessions/:id')
  @HttpCode(204)
  async endSession(@Administrator() admin: AdminCaller, @Param('id') id: string): Promise<void> {
    await this.account.endSession(admin, id);
  }

  @Put('own-password')
  @HttpCode(204)
  @ConsumesJson()
  async changePassword(
    @Body({ schema: ChangePassword }) { new_password: newPassword, ...proof }: ChangePassword,
    @Administrator() admin: AdminCaller,
    @Req() http: FastifyRequest,
  ): Promise<void> {
    await this.account.changePassword(admin, this.browsers.shown(http, admin.email, proof), newPassword);
  }
}
