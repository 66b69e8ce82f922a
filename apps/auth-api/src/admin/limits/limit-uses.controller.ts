import { Controller, Get, Query } from '@nestjs/common';
import { LimitQuery, type LimitUses } from '@passant/contracts';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { LimitUsesService } from './limit-uses.service.js';

/** What is limited for all processes together, and how much of it is used. */
@Controller('admin/api/v1/limits')
@ForAdministrators()
export class LimitUsesController {
  constructor(private readonly service: LimitUsesService) {}

  @Get()
  async read(@Query({ schema: LimitQuery }) query: LimitQuery): Promise<LimitUses> {
    return { items: await this.service.read(query) };
  }
}
