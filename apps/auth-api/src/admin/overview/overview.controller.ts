import { Controller, Get, UseGuards } from '@nestjs/common';
import type { Overview } from '@passant/contracts';
import { AdminGuard } from '../../admin-access/admin.guard.js';
import { OverviewService } from './overview.service.js';

/** What the home page of the console shows. */
@Controller('admin/api/v1/overview')
@UseGuards(AdminGuard)
export class OverviewController {
  constructor(private readonly service: OverviewService) {}

  @Get()
  async read(): Promise<Overview> {
    return this.service.read();
  }
}
