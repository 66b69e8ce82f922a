import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  type AdministratorAccount,
  type AdministratorAccounts,
  type EndedSessions,
  type Invitation,
  InviteAdministrator,
  UpdateAdministrator,
} from '@passant/contracts';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Administrator } from './admin.guard.js';
import { ForAdministrators } from './for-administrators.js';
import { AdministratorsService } from './administrators.service.js';
import type { AdminCaller } from './session.service.js';

/** Who may sign in to the console. Addresses are compared in small letters, as at sign-in. */
@Controller('admin/api/v1/administrators')
@ForAdministrators()
export class AdministratorsController {
  constructor(private readonly administrators: AdministratorsService) {}

  @Get()
  async list(): Promise<AdministratorAccounts> {
    return this.administrators.list();
  }

  @Post()
  @ConsumesJson()
  async invite(
    @Body({ schema: InviteAdministrator }) request: InviteAdministrator,
    @Administrator() admin: AdminCaller,
  ): Promise<Invitation> {
    return this.administrators.invite(admin, request);
  }

  @Patch(':email')
  @ConsumesJson()
  async update(
    @Param('email') email: string,
    @Body({ schema: UpdateAdministrator }) { role, enabled }: UpdateAdministrator,
  ): Promise<AdministratorAccount> {
    const address = email.toLowerCase();
    return role === undefined
      ? this.administrators.setEnabled(address, enabled!)
      : this.administrators.changeRole(address, role);
  }

  @Delete(':email')
  @HttpCode(204)
  async remove(@Param('email') email: string): Promise<void> {
    await this.administrators.remove(email.toLowerCase());
  }

  @Post(':email/end-sessions')
  @HttpCode(200)
  async endSessions(@Param('email') email: string): Promise<EndedSessions> {
    return this.administrators.endSessions(email.toLowerCase());
  }
}
