import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateWebHook,
  PageQuery,
  TestWebHookRequest,
  type TestWebHookResult,
  UpdateWebHook,
  type WebHookDeliveries,
  type WebHook as View,
} from '@passant/contracts';
import { Store } from '@passant/persistence';
import type { WebHook } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { WebHookGate } from '../../web-hooks/web-hook-gate.js';
import { WebHooks } from '../../web-hooks/web-hooks.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { pageInMemory } from '../../admin-access/paging.js';
import { renderDelivery, renderTest, renderWebHook } from './web-hook.view.js';
import { WebHooksService } from './web-hooks.service.js';

/** Maximum number of deliveries shown. */
const SHOWN = 100;

/** The made-up person that a test is about. */
const NOBODY = {
  clientId: 'test-client',
  userId: 'test-person',
  claims: { firstName: 'Test', lastName: 'Person' },
  contextCustomParams: null,
};

@Controller('admin/api/v1/web-hooks')
@ForAdministrators()
export class WebHooksController {
  constructor(
    private readonly hooks: WebHooksService,
    private readonly calls: WebHooks,
    private readonly gate: WebHookGate,
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  @Get()
  list(@Query({ schema: PageQuery }) query: PageQuery): { items: View[]; next_cursor?: string } {
    return pageInMemory(
      this.configuration.allWebHooks(),
      query,
      (hook) => hook.id,
      (hook) => `${hook.id} ${hook.name}`,
      (hook) => this.render(hook),
    );
  }

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  async create(@Body({ schema: CreateWebHook }) request: z.output<typeof CreateWebHook>): Promise<View> {
    return this.render(await this.hooks.create(request));
  }

  @Get(':id')
  read(@Param('id') id: string): View {
    return this.render(this.hooks.require(id));
  }

  @Patch(':id')
  @ConsumesJson()
  async update(
    @Param('id') id: string,
    @Body({ schema: UpdateWebHook }) request: UpdateWebHook,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<View> {
    return this.render(await this.hooks.update(id, request, ifMatch));
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.hooks.delete(id, ifMatch);
  }

  /** Calls the hook as it is saved, through the same gate as every other call. */
  @Post(':id/test')
  @HttpCode(200)
  @ConsumesJson()
  async test(
    @Param('id') id: string,
    @Body({ schema: TestWebHookRequest }) { scopes }: z.output<typeof TestWebHookRequest>,
  ): Promise<TestWebHookResult> {
    return renderTest(await this.calls.call(this.hooks.require(id), { ...NOBODY, scopes }), scopes);
  }

  @Get(':id/deliveries')
  async deliveries(@Param('id') id: string): Promise<WebHookDeliveries> {
    const hook = this.hooks.require(id);
    const found = await this.store.webHooks.deliveriesOf(hook.id, SHOWN, this.clock.now());
    return { items: found.map(renderDelivery) };
  }

  private render(hook: WebHook): View {
    return renderWebHook(hook, this.configuration.allApplications(), this.gate.stateOf(hook));
  }
}
