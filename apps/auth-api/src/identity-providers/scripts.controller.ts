import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  CreateScriptVersion,
  type EventName,
  FixtureName,
  type IdentityProvider as ProviderView,
  PageQuery,
  type ScriptActivity,
  type ScriptFixture,
  ScriptFixtureContent,
  type ScriptFixtures,
  type ScriptVersion,
  type ScriptVersionSummary,
  type ShadowRunState,
  StartShadowRun,
} from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import { type IdentityProvider, OAuthError } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { ScriptAccount } from '../scripting/script-account.js';
import { ForAdministrators } from '../admin-access/for-administrators.js';
import { decodeCursor, limitOf, renderPage } from '../admin-access/paging.js';
import { IdentityProvidersService } from './identity-providers.service.js';
import { ScriptVersionsService, isVersionNumber } from './script-versions.service.js';
import { renderActivity, renderFixture, renderShadowRun, renderVersion, renderVersionSummary } from './script.view.js';

const VersionQuery = PageQuery.omit({ q: true });

/** Maximum number of saved inputs per provider. */
const MOST_FIXTURES = 50;

/** Hours over which activity is summed up, and maximum number of failures shown. */
const ACTIVITY_HOURS = 24;
const SHOWN_FAILURES = 20;

/** Everything about the scripts of a provider except those in use. */
@Controller('admin/api/v1/identity-providers/:identifier')
@ForAdministrators()
export class ScriptsController {
  constructor(
    private readonly providers: IdentityProvidersService,
    private readonly versions: ScriptVersionsService,
    private readonly store: Store,
    private readonly account: ScriptAccount,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  @Get('script-versions')
  async list(
    @Param('identifier') identifier: string,
    @Query({ schema: VersionQuery }) query: { cursor?: string; limit?: number },
  ): Promise<{ items: ScriptVersionSummary[]; next_cursor?: string }> {
    const provider = this.providers.require(identifier);
    const limit = limitOf(query);
    const before = decodeCursor(query.cursor, isVersionNumber);
    const found = await this.store.scripts.versionsOf(identifier, { limit: limit + 1, before });
    return renderPage(
      found,
      limit,
      ({ version }) => version,
      (version) => renderVersionSummary(version, provider),
    );
  }

  @Post('script-versions')
  @HttpCode(201)
  @ConsumesJson()
  async create(
    @Param('identifier') identifier: string,
    @Body({ schema: CreateScriptVersion }) request: CreateScriptVersion,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ScriptVersionSummary> {
    const { provider, candidate } = await this.versions.create(identifier, request, ifMatch);
    return renderVersionSummary(candidate, provider);
  }

  @Get('script-versions/:version')
  async read(@Param('identifier') identifier: string, @Param('version') version: string): Promise<ScriptVersion> {
    const provider = this.providers.require(identifier);
    return renderVersion(await this.versions.require(provider, version), provider);
  }

  @Post('script-versions/:version/activate')
  @HttpCode(200)
  async activate(
    @Param('identifier') identifier: string,
    @Param('version') version: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ProviderView> {
    const found = await this.versions.require(this.providers.require(identifier), version);
    const provider = await this.providers.activate(identifier, found, ifMatch);
    return this.providers.render(provider);
  }

  @Get('shadow-run')
  async shadow(@Param('identifier') identifier: string): Promise<ShadowRunState> {
    return this.renderShadow(this.providers.require(identifier));
  }

  @Put('shadow-run')
  @ConsumesJson()
  async startShadow(
    @Param('identifier') identifier: string,
    @Body({ schema: StartShadowRun }) request: StartShadowRun,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ShadowRunState> {
    return this.renderShadow(await this.versions.startShadow(identifier, request, ifMatch));
  }

  @Delete('shadow-run')
  async stopShadow(
    @Param('identifier') identifier: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ShadowRunState> {
    return this.renderShadow(await this.versions.stopShadow(identifier, ifMatch));
  }

  @Get('fixtures')
  async fixtures(@Param('identifier') identifier: string): Promise<ScriptFixtures> {
    this.providers.require(identifier);
    return { items: (await this.store.scripts.fixturesOf(identifier)).map(renderFixture) };
  }

  @Put('fixtures/:name')
  @ConsumesJson()
  async storeFixture(
    @Param('identifier') identifier: string,
    @Param('name', { schema: FixtureName }) name: string,
    @Body({ schema: ScriptFixtureContent }) content: ScriptFixtureContent,
  ): Promise<ScriptFixture> {
    this.providers.require(identifier);
    const fixture = { identityProvider: identifier, name, content, updatedAt: this.clock.now() };
    const stored = await this.store.transaction(async (store) => {
      const outcome = await store.scripts.storeFixture(fixture, MOST_FIXTURES);
      if (outcome === 'stored') await store.events.insert([this.ofInput('ADMIN_SCRIPT_INPUT_SAVED', identifier, name)]);
      return outcome;
    });
    switch (stored) {
      case 'stored':
        return renderFixture(fixture);
      case 'full':
        throw new OAuthError('conflict', `A provider keeps ${MOST_FIXTURES} inputs at most.`);
      case 'no_provider':
        throw new OAuthError('not_found', 'There is no such identity provider.');
    }
  }

  @Delete('fixtures/:name')
  @HttpCode(204)
  async deleteFixture(@Param('identifier') identifier: string, @Param('name') name: string): Promise<void> {
    this.providers.require(identifier);
    await this.store.transaction(async (store) => {
      if (name.includes('\0') || !(await store.scripts.deleteFixture(identifier, name))) {
        throw new OAuthError('not_found', 'There is no input of that name.');
      }
      await store.events.insert([this.ofInput('ADMIN_SCRIPT_INPUT_DELETED', identifier, name)]);
    });
  }

  @Get('script-activity')
  async activity(@Param('identifier') identifier: string): Promise<ScriptActivity> {
    this.providers.require(identifier);
    await this.account.flush();
    const now = this.clock.now();
    const statistics = await this.store.scripts.statisticsOf(identifier, now - ACTIVITY_HOURS * 3600);
    const failures = await this.store.scripts.failuresOf(identifier, SHOWN_FAILURES, now);
    return renderActivity(ACTIVITY_HOURS, statistics, failures);
  }

  /** The event of a saved input. Its content may be about somebody, and is not in it. */
  private ofInput(event: EventName, identityProvider: string, input: string): NewEvent {
    return this.events.event(event, { identityProvider, details: { input } });
  }

  private async renderShadow(provider: IdentityProvider): Promise<ShadowRunState> {
    return renderShadowRun(provider, await this.versions.decisionsOf(provider), this.clock.now());
  }
}
