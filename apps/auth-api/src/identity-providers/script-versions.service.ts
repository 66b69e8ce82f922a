import { Injectable } from '@nestjs/common';
import type { CreateScriptVersion, StartShadowRun } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type IdentityProvider,
  OAuthError,
  type ScriptVersion,
  type ShadowDecisionCount,
  planShadowRun,
  requireScriptsFor,
  runningShadow,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { ScriptShadows } from '../scripting/script-shadows.js';
import { IdentityProvidersService } from './identity-providers.service.js';

/** Script versions that are not in use: saved as candidates, and tried beside the version in use. */
@Injectable()
export class ScriptVersionsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly providers: IdentityProvidersService,
    private readonly shadows: ScriptShadows,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** Finds a version. Throws `not_found` if there is none. @param text the version number as it appears in the URL */
  async require(provider: IdentityProvider, text: string | number): Promise<ScriptVersion> {
    const version = Number(text);
    const isNumber = Number.isInteger(version) && version > 0 && version < 2 ** 31;
    const found = isNumber ? await this.store.scripts.version(provider.identifier, version) : undefined;
    if (!found) throw new OAuthError('not_found', 'There is no such version.');
    return found;
  }

  /** Saves scripts as a candidate. */
  async create(provider: IdentityProvider, request: CreateScriptVersion): Promise<ScriptVersion> {
    requireScriptsFor(provider.flow, request.scripts);
    const saved = await this.store.transaction(async (store) => {
      const version = await store.identityProviders.numberNextVersion(provider.identifier);
      if (version === undefined) throw new OAuthError('not_found', 'There is no such identity provider.');
      const candidate: ScriptVersion = {
        identityProvider: provider.identifier,
        version,
        scripts: request.scripts,
        author: requestFacts()?.admin ?? null,
        comment: request.comment || null,
        createdAt: this.clock.now(),
      };
      await store.scripts.insertVersion(candidate);
      await store.events.insert([
        this.events.event('ADMIN_SCRIPT_VERSION_CREATED', {
          identityProvider: provider.identifier,
          details: { version },
        }),
      ]);
      return candidate;
    });
    await this.configuration.refresh();
    return saved;
  }

  /** Starts a shadow run of a version beside the one in use. The counts of an earlier shadow run are discarded. */
  async startShadow(provider: IdentityProvider, request: StartShadowRun): Promise<IdentityProvider> {
    const candidate = await this.require(provider, request.version);
    const shadowRun = planShadowRun(provider, candidate, {
      startedBy: requestFacts()?.admin ?? null,
      seconds: request.seconds,
      now: this.clock.now(),
    });
    await this.store.transaction(async (store) => {
      if (!(await store.identityProviders.shadow(provider.identifier, shadowRun))) {
        throw new OAuthError('not_found', 'There is no such identity provider.');
      }
      await store.scripts.forgetShadowDecisions(provider.identifier);
      const details = { version: shadowRun.version, ends_at: shadowRun.endsAt };
      const facts = { identityProvider: provider.identifier, details };
      await store.events.insert([this.events.event('ADMIN_SCRIPT_SHADOW_RUN_STARTED', facts)]);
    });
    await this.configuration.refresh();
    return this.providers.require(provider.identifier);
  }

  /** Ends a shadow run now; its counts are kept. */
  async stopShadow(provider: IdentityProvider): Promise<IdentityProvider> {
    const running = runningShadow(provider, this.clock.now());
    if (!running) return provider;
    await this.store.transaction(async (store) => {
      await store.identityProviders.shadow(provider.identifier, { ...running, endsAt: this.clock.now() });
      const facts = { identityProvider: provider.identifier, details: { version: running.version } };
      await store.events.insert([this.events.event('ADMIN_SCRIPT_SHADOW_RUN_ENDED', facts)]);
    });
    await this.configuration.refresh();
    return this.providers.require(provider.identifier);
  }

  /** The counts of the last shadow run so far, including those that other instances have already written. */
  async decisionsOf({ identifier, shadowRun }: IdentityProvider): Promise<ShadowDecisionCount[]> {
    if (!shadowRun) return [];
    await this.shadows.flush();
    return this.store.scripts.shadowDecisionsOf(identifier, shadowRun.startedAt);
  }
}
