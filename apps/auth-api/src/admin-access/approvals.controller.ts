import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import {
  type Approval,
  type Approvals,
  type CarriedOut,
  type SecondApproval,
  UpdateSecondApproval,
} from '@passant/contracts';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { Administrator } from './admin.guard.js';
import { ForAdministrators } from './for-administrators.js';
import { ApprovalsService } from './approvals.service.js';
import type { AdminCaller } from './session.service.js';

/** What cannot be undone, and waits for a second administrator. */
@Controller('admin/api/v1')
@ForAdministrators()
export class ApprovalsController {
  constructor(private readonly approvals: ApprovalsService) {}

  @Get('second-approval')
  async read(): Promise<SecondApproval> {
    return this.approvals.policy();
  }

  @Put('second-approval')
  @ConsumesJson()
  async update(@Body({ schema: UpdateSecondApproval }) { required }: UpdateSecondApproval): Promise<SecondApproval> {
    return this.approvals.update(required);
  }

  @Get('approvals')
  async list(): Promise<Approvals> {
    return this.approvals.list();
  }

  @Post('approvals/:id/approve')
  @HttpCode(200)
  async approve(@Param('id', ParseUUIDPipe) id: string, @Administrator() admin: AdminCaller): Promise<CarriedOut> {
    return this.approvals.approve(id, admin);
  }

  @Post('approvals/:id/refuse')
  @HttpCode(200)
  async refuse(@Param('id', ParseUUIDPipe) id: string, @Administrator() admin: AdminCaller): Promise<Approval> {
    return this.approvals.refuse(id, admin);
  }

  @Post('approvals/:id/withdraw')
  @HttpCode(200)
  async withdraw(@Param('id', ParseUUIDPipe) id: string, @Administrator() admin: AdminCaller): Promise<Approval> {
    return this.approvals.withdraw(id, admin);
  }
}
