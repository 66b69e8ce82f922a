import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { SearchRequest, type SearchResult } from '@passant/contracts';
import { AdminGuard } from '../../admin-access/admin.guard.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { SearchService } from './search.service.js';

/**
 * What an identifier from a log stands for. Neither an event nor a line of the log says what was searched for: it may be
 * a token.
 */
@Controller('admin/api/v1/search')
@UseGuards(AdminGuard)
export class SearchController {
  constructor(private readonly service: SearchService) {}

  @Post()
  @HttpCode(200)
  @ConsumesJson()
  async search(@Body({ schema: SearchRequest }) { identifier }: SearchRequest): Promise<SearchResult> {
    return { items: await this.service.search(identifier) };
  }
}
