import { Injectable } from '@nestjs/common';
import type { CreateIdentityProvider, EventName, UpdateIdentityProvider } from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import {
  type IdentityProvider,
  OAuthError,
  type ScriptVersion,
  firstVersion,
  requireScriptsFor,
  sameScripts,
  withVersion,
} from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
import { requestFacts } from '../../platform/http/request-facts.js';
import { ScriptProperties } from '../../platform/script-properties.js';
import { outdated, requireMatch } from '../etag.js';
import { changedIdentityProvider, newIdentityProvider, renderIdentityProvider } from './identity-provider.view.js';

/** Changes of identity providers. Each holds everywhere before it is answered here. */
@Injectable()
export class IdentityProvidersService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly properties: ScriptProperties,
  ) {}

  require(identifier: string): IdentityProvider {
    const provider = this.configuration.identityProvider(identifier);
    if (!provider) throw new OAuthError('not_found', 'There is no such identity provider.');
    return provider;
  }

  async create(request: z.output<typeof CreateIdentityProvider>): Promise<IdentityProvider> {
    const provider = newIdentityProvider(request, this.properties.sealerOf(request.identifier), this.clock.now());
    const inserted = await this.store.transaction(async (store) => {
      if (!(await store.identityProviders.insert(provider))) return false;
      await store.scripts.insertVersion(firstVersion(provider, administrator(), request.script_comment || null));
      if (provider.isDefault) await store.identityProviders.unmarkOtherDefaults(provider.identifier);
      await store.events.insert([this.event('ADMIN_IDENTITY_PROVIDER_CREATED', undefined, provider)]);
      return true;
    });
    if (!inserted) {
      throw new OAuthError('conflict', 'The identifier is taken.', { fields: { identifier: 'is taken' } });
    }
    await this.configuration.refresh();
    return provider;
  }

  async update(
    identifier: string,
    request: UpdateIdentityProvider,
    ifMatch: string | undefined,
  ): Promise<IdentityProvider> {
    const current = this.require(identifier);
    requireMatch(ifMatch, current);
    const now = this.clock.now();
    const wanted = changedIdentityProvider(current, request, this.properties.sealerOf(identifier), now);
    requireScriptsFor(wanted.flow, wanted.scripts);
    return this.replace(current, async (store) => {
      if (sameScripts(wanted.scripts, current.scripts)) return wanted;
      const version = await store.identityProviders.numberNextVersion(identifier);
      if (version === undefined) throw outdated();
      await store.scripts.insertVersion({
        identityProvider: identifier,
        version,
        scripts: wanted.scripts,
        author: administrator(),
        comment: request.script_comment || null,
        createdAt: now,
      });
      return { ...wanted, scriptVersion: version };
    });
  }

  /** Puts a version in use that was saved before. Registrations that are under way keep the one they began with. */
  async activate(identifier: string, version: ScriptVersion, ifMatch: string | undefined): Promise<IdentityProvider> {
    const current = this.require(identifier);
    requireMatch(ifMatch, current);
    const changed = withVersion(current, version, this.clock.now());
    return this.replace(current, async () => changed);
  }

  /**
   * Replaces the provider as `current` shows it with what `change` makes of it, in one transaction. Other scripts end a
   * shadow run: it compared with those that were in use. Throws `precondition_failed` if somebody was faster.
   */
  private async replace(
    current: IdentityProvider,
    change: (store: Store) => Promise<IdentityProvider>,
  ): Promise<IdentityProvider> {
    const { identifier } = current;
    try {
      return await this.store.transaction(async (store) => {
        const changed = await change(store);
        if (!(await store.identityProviders.replace(changed, current.revision))) throw outdated();
        if (changed.scriptVersion !== current.scriptVersion) await store.identityProviders.shadow(identifier, null);
        if (changed.isDefault) await store.identityProviders.unmarkOtherDefaults(identifier);
        await store.events.insert([this.event('ADMIN_IDENTITY_PROVIDER_UPDATED', current, changed)]);
        return changed;
      });
    } finally {
      await this.configuration.refresh();
    }
  }

  async delete(identifier: string): Promise<void> {
    const before = this.configuration.identityProvider(identifier);
    const result = await this.store.transaction(async (store) => {
      const deletion = await store.identityProviders.delete(identifier);
      const event = this.event('ADMIN_IDENTITY_PROVIDER_DELETED', before, undefined, identifier);
      if (deletion === 'deleted') await store.events.insert([event]);
      return deletion;
    });
    if (result === 'not_found') throw new OAuthError('not_found', 'There is no such identity provider.');
    if (result === 'in_use') {
      throw new OAuthError('conflict', 'Applications use this identity provider. Take it out of them first.');
    }
    await this.configuration.refresh();
  }

  private event(
    name: EventName,
    before: IdentityProvider | undefined,
    after: IdentityProvider | undefined,
    identityProvider = after?.identifier,
  ): NewEvent {
    const view = (provider: IdentityProvider) => renderIdentityProvider(provider, this.configuration.allApplications());
    return this.events.event(name, {
      identityProvider: identityProvider ?? null,
      ...(before ? { before: view(before) } : {}),
      ...(after ? { after: view(after) } : {}),
    });
  }
}

/** Who makes the change, as its event names them. */
function administrator(): string | null {
  return requestFacts()?.admin ?? null;
}
