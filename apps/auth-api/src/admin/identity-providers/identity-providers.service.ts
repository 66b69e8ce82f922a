import { Injectable } from '@nestjs/common';
import type { CreateIdentityProvider, EventName, UpdateIdentityProvider } from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import { type IdentityProvider, OAuthError } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
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
  ) {}

  require(identifier: string): IdentityProvider {
    const provider = this.configuration.identityProvider(identifier);
    if (!provider) throw new OAuthError('not_found', 'There is no such identity provider.');
    return provider;
  }

  async create(request: z.output<typeof CreateIdentityProvider>): Promise<IdentityProvider> {
    const provider = newIdentityProvider(request, this.clock.now());
    const inserted = await this.store.transaction(async (store) => {
      if (!(await store.identityProviders.insert(provider))) return false;
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
    const changed = changedIdentityProvider(current, request, this.clock.now());
    if (changed.flow === 'TWO_STEP' && !changed.scripts.init?.trim()) {
      throw new OAuthError('invalid_request', 'scripts.init: is required for TWO_STEP', {
        fields: { 'scripts.init': 'is required for TWO_STEP' },
      });
    }
    const replaced = await this.store.transaction(async (store) => {
      if (!(await store.identityProviders.replace(changed, current.revision))) return false;
      if (changed.isDefault) await store.identityProviders.unmarkOtherDefaults(identifier);
      await store.events.insert([this.event('ADMIN_IDENTITY_PROVIDER_UPDATED', current, changed)]);
      return true;
    });
    await this.configuration.refresh();
    if (!replaced) throw outdated();
    return changed;
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
