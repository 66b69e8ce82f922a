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
import { requireMatchIfGiven } from '../admin-access/etag.js';
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
    return versionOf(this.store, provider.identifier, text);
  }

  /**
   * Saves scripts as a candidate. Throws as {@link locked} does, and `invalid_request` for scripts that do not suit the flow.
   * @param ifMatch names the version of the provider; absent: any
   */
  async create(
    identifier: string,
    request: CreateScriptVersion,
    ifMatch: string | undefined,
  ): Promise<{ provider: IdentityProvider; candidate: ScriptVersion }> {
    const saved = await this.store.transaction(async (store) => {
      const provider = await locked(store, identifier, ifMatch);
      requireScriptsFor(provider.flow, request.scripts);
      const candidate: ScriptVersion = {
        identityProvider: identifier,
        version: (await store.identityProviders.numberNextVersion(identifier))!,
        scripts: request.scripts,
        author: requestFacts()?.admin ?? null,
        comment: request.comment || null,
        createdAt: this.clock.now(),
      };
      await store.scripts.insertVersion(candidate);
      const details = { version: candidate.version };
      const facts = { identityProvider: identifier, details };
      await store.events.insert([this.events.event('ADMIN_SCRIPT_VERSION_CREATED', facts)]);
      return { provider, candidate };
    });
    await this.configuration.refresh();
    return saved;
  }

  /**
   * Starts a shadow run of a version beside the one in use. The counts of an earlier shadow run are discarded. Throws as
   * {@link locked} does, `not_found` if there is no such version, and `conflict` for the one in use.
   * @param ifMatch names the version of the provider; absent: any
   */
  async startShadow(
    identifier: string,
    request: StartShadowRun,
    ifMatch: string | undefined,
  ): Promise<IdentityProvider> {
    await this.store.transaction(async (store) => {
      const provider = await locked(store, identifier, ifMatch);
      const candidate = await versionOf(store, identifier, request.version);
      const shadowRun = planShadowRun(provider, candidate, {
        startedBy: requestFacts()?.admin ?? null,
        seconds: request.seconds,
        now: this.clock.now(),
      });
      await store.identityProviders.shadow(identifier, shadowRun);
      await store.scripts.forgetShadowDecisions(identifier);
      const details = { version: shadowRun.version, ends_at: shadowRun.endsAt };
      const facts = { identityProvider: identifier, details };
      await store.events.insert([this.events.event('ADMIN_SCRIPT_SHADOW_RUN_STARTED', facts)]);
    });
    await this.configuration.refresh();
    return this.providers.require(identifier);
  }

  /**
   * Ends a shadow run now; its counts are kept. Throws as {@link locked} does.
   * @param ifMatch names the version of the provider; absent: any
   */
  async stopShadow(identifier: string, ifMatch: string | undefined): Promise<IdentityProvider> {
    await this.store.transaction(async (store) => {
      const now = this.clock.now();
      const running = runningShadow(await locked(store, identifier, ifMatch), now);
      if (!running) return;
      await store.identityProviders.shadow(identifier, { ...running, endsAt: now });
      const facts = { identityProvider: identifier, details: { version: running.version } };
      await store.events.insert([this.events.event('ADMIN_SCRIPT_SHADOW_RUN_ENDED', facts)]);
    });
    await this.configuration.refresh();
    return this.providers.require(identifier);
  }

  /** The counts of the last shadow run so far, including those that other instances have already written. */
  async decisionsOf({ identifier, shadowRun }: IdentityProvider): Promise<ShadowDecisionCount[]> {
    if (!shadowRun) return [];
    await this.shadows.flush();
    return this.store.scripts.shadowDecisionsOf(identifier, shadowRun.startedAt);
  }
}

/**
 * The provider as it is now, kept from others until the transaction ends. Throws `not_found` if there is none, and
 * `precondition_failed` if it is not the version that was named.
 */
async function locked(store: Store, identifier: string, ifMatch: string | undefined): Promise<IdentityProvider> {
  const provider = await store.identityProviders.lock(identifier);
  if (!provider) throw new OAuthError('not_found', 'There is no such identity provider.');
  requireMatchIfGiven(ifMatch, provider);
  return provider;
}

/** Whether a version may have that number: PostgreSQL's integer holds no larger one. */
export const isVersionNumber = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) < 2 ** 31;

/** Throws `not_found` if there is none. */
async function versionOf(store: Store, identifier: string, text: string | number): Promise<ScriptVersion> {
  const version = Number(text);
  const found = isVersionNumber(version) ? await store.scripts.version(identifier, version) : undefined;
  if (!found) throw new OAuthError('not_found', 'There is no such version.');
  return found;
}
