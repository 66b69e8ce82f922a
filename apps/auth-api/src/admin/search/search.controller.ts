import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { SearchRequest, type SearchResult } from '@passant/contracts';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { SearchService } from './search.service.js';

/**
 * What an identifier from a log stands for. Neither an event nor a line of the log says what was searched for: it may be
 * a token.
 */
@Controller('admin/api/v1/search')
@ForAdministrators()
export class SearchController {
  constructor(private readonly service: SearchService) {}

  @Post()
  @HttpCode(200)
  @ConsumesJson()
  async search(@Body({ schema: SearchRequest }) { identifier }: SearchRequest): Promise<SearchResult> {
    return { items: await this.service.search(identifier) };
  }
}
