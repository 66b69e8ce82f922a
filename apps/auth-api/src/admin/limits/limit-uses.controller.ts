import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { LimitQuery, type LimitUses } from '@passant/contracts';
import { AdminGuard } from '../../admin-access/admin.guard.js';
import { LimitUsesService } from './limit-uses.service.js';

/** What is limited for all processes together, and how much of it is used. */
@Controller('admin/api/v1/limits')
@UseGuards(AdminGuard)
export class LimitUsesController {
  constructor(private readonly service: LimitUsesService) {}

  @Get()
  async read(@Query({ schema: LimitQuery }) query: LimitQuery): Promise<LimitUses> {
    return { items: await this.service.read(query) };
  }
}
