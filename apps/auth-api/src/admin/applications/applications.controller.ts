import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  type Application as View,
  CreateApplication,
  EndTokens,
  type EndedTokenCounts,
  type Impact,
  PageQuery,
  UpdateApplication,
} from '@passant/contracts';
import type { Application } from '@passant/protocol';
import type { z } from 'zod';
import { Configuration } from '../../platform/configuration.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenEnding } from '../../credentials/token-ending.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { pageInMemory } from '../../admin-access/paging.js';
import { renderApplication } from './application.view.js';
import { ApplicationsService } from './applications.service.js';

@Controller('admin/api/v1/applications')
@ForAdministrators()
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly configuration: Configuration,
    private readonly tokens: TokenEnding,
  ) {}

  @Get()
  list(@Query({ schema: PageQuery }) query: PageQuery): { items: View[]; next_cursor?: string } {
    return pageInMemory(
      this.configuration.allApplications(),
      query,
      (application) => application.identifier,
      (application) => `${application.identifier} ${application.name}`,
      (application) => this.render(application),
    );
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  async create(@Body({ schema: CreateApplication }) request: z.output<typeof CreateApplication>): Promise<View> {
    return this.render(await this.applications.create(request));
  }

  @Get(':identifier')
  read(@Param('identifier') identifier: string): View {
    return this.render(this.applications.require(identifier));
  }

  @Patch(':identifier')
  @ConsumesJson()
  async update(
    @Param('identifier') identifier: string,
    @Body({ schema: UpdateApplication }) request: UpdateApplication,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<View> {
    return this.render(await this.applications.update(identifier, request, ifMatch));
  }

  @Post(':identifier/impact')
  @HttpCode(200)
  @ConsumesJson()
  previewImpact(
    @Param('identifier') identifier: string,
    @Body({ schema: UpdateApplication }) request: UpdateApplication,
  ): Promise<Impact> {
    return this.applications.previewImpact(identifier, request);
  }

  @Delete(':identifier')
  @HttpCode(204)
  async delete(
    @Param('identifier') identifier: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.applications.delete(identifier, ifMatch);
  }

  @Post(':identifier/end-tokens')
  @HttpCode(200)
  @ConsumesJson()
  async endTokens(
    @Param('identifier') identifier: string,
    @Body({ schema: EndTokens }) { reason }: EndTokens,
  ): Promise<EndedTokenCounts> {
    const { identifier: application } = this.applications.require(identifier);
    return this.tokens.endAll({ application }, reason);
  }

  private render(application: Application): View {
    return renderApplication(application, this.configuration.allIdentityProviders());
  }
}
