import { Controller, Get } from '@nestjs/common';
import type { Overview } from '@passant/contracts';
import { Administrator } from '../../admin-access/admin.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import type { AdminCaller } from '../../admin-access/session.service.js';
import { OverviewService } from './overview.service.js';

/** What the home page of the console shows. */
@Controller('admin/api/v1/overview')
@ForAdministrators()
export class OverviewController {
  constructor(private readonly service: OverviewService) {}

  @Get()
  async read(@Administrator() administrator: AdminCaller): Promise<Overview> {
    return this.service.read(administrator);
  }
}
