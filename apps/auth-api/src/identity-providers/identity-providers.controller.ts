import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateIdentityProvider,
  EndTokens,
  type EndedTokenCounts,
  Identifier,
  type Impact,
  PageQuery,
  TestRunRequest,
  type TestRunResult,
  UpdateIdentityProvider,
  type IdentityProvider as View,
} from '@passant/contracts';
import type { IdentityProvider } from '@passant/protocol';
import { z } from 'zod';
import { Configuration } from '../platform/configuration.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenEnding } from '../credentials/token-ending.js';
import { ForAdministrators } from '../admin-access/for-administrators.js';
import { pageInMemory } from '../admin-access/paging.js';
import { IdentityProvidersService } from './identity-providers.service.js';
import { TestRunService } from './test-run.service.js';

/** An identity provider, or `new` for one that is being created in the console. */
const TestRunTarget = Identifier.or(z.literal('new'));

@Controller('admin/api/v1/identity-providers')
@ForAdministrators()
export class IdentityProvidersController {
  constructor(
    private readonly providers: IdentityProvidersService,
    private readonly testRuns: TestRunService,
    private readonly configuration: Configuration,
    private readonly tokens: TokenEnding,
  ) {}

  @Get()
  list(@Query({ schema: PageQuery }) query: PageQuery): { items: View[]; next_cursor?: string } {
    return pageInMemory(
      this.configuration.allIdentityProviders(),
      query,
      (provider) => provider.identifier,
      (provider) => `${provider.identifier} ${provider.name}`,
      (provider) => this.render(provider),
    );
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  async create(
    @Body({ schema: CreateIdentityProvider }) request: z.output<typeof CreateIdentityProvider>,
  ): Promise<View> {
    return this.render(await this.providers.create(request));
  }

  @Get(':identifier')
  read(@Param('identifier') identifier: string): View {
    return this.render(this.providers.require(identifier));
  }

  @Patch(':identifier')
  @ConsumesJson()
  async update(
    @Param('identifier') identifier: string,
    @Body({ schema: UpdateIdentityProvider }) request: UpdateIdentityProvider,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<View> {
    return this.render(await this.providers.update(identifier, request, ifMatch));
  }

  @Post(':identifier/impact')
  @HttpCode(200)
  @ConsumesJson()
  previewImpact(
    @Param('identifier') identifier: string,
    @Body({ schema: UpdateIdentityProvider }) request: UpdateIdentityProvider,
  ): Promise<Impact> {
    return this.providers.previewImpact(identifier, request);
  }

  @Delete(':identifier')
  @HttpCode(204)
  async delete(
    @Param('identifier') identifier: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.providers.delete(identifier, ifMatch);
  }

  @Post(':identifier/end-tokens')
  @HttpCode(200)
  @ConsumesJson()
  async endTokens(
    @Param('identifier') identifier: string,
    @Body({ schema: EndTokens }) { reason }: EndTokens,
  ): Promise<EndedTokenCounts> {
    const { identifier: identityProvider } = this.providers.require(identifier);
    return this.tokens.endAll({ identityProvider }, reason);
  }

  /** The provider need not exist yet, so that a script can be written and tried before it is saved. */
  @Post(':identifier/test-run')
  @HttpCode(200)
  @ConsumesJson()
  testRun(
    @Param('identifier', { schema: TestRunTarget }) identifier: string,
    @Body({ schema: TestRunRequest }) request: TestRunRequest,
  ): Promise<TestRunResult> {
    return this.testRuns.run(identifier, request);
  }

  private render(provider: IdentityProvider): View {
    return this.providers.render(provider);
  }
}
