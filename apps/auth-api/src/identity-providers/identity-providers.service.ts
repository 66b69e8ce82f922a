import { Injectable } from '@nestjs/common';
import type {
  CreateIdentityProvider,
  EventName,
  Impact,
  UpdateIdentityProvider,
  IdentityProvider as View,
} from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import {
  type EpochSeconds,
  type IdentityProvider,
  OAuthError,
  type ScriptVersion,
  firstVersion,
  requireScriptsFor,
  sameScripts,
  withVersion,
} from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { ImpactPreviews } from '../observation/impact-previews.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { DemoKey } from '../scripting/demo-key.js';
import { ScriptAddresses } from '../scripting/script-addresses.js';
import { ScriptProperties } from '../scripting/script-properties.js';
import { Consequences } from '../admin-access/consequences.js';
import { outdated, requireMatch, requireMatchIfGiven } from '../admin-access/etag.js';
import { changedIdentityProvider, newIdentityProvider, renderIdentityProvider } from './identity-provider.view.js';

/**
 * Changes identity providers. A change is in effect in this process before the request is answered, and elsewhere
 * within a second.
 */
@Injectable()
export class IdentityProvidersService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly properties: ScriptProperties,
    private readonly addresses: ScriptAddresses,
    private readonly demoKey: DemoKey,
    private readonly impacts: ImpactPreviews,
    private readonly consequences: Consequences,
  ) {}

  require(identifier: string): IdentityProvider {
    const provider = this.configuration.identityProvider(identifier);
    if (!provider) throw new OAuthError('not_found', 'There is no such identity provider.');
    return provider;
  }

  /** A provider as the admin API shows it. */
  render(provider: IdentityProvider): View {
    const examples = this.properties.examplesIn(provider.identifier, provider.properties);
    const publicKey = this.demoKey.stateOf(provider.scripts);
    return renderIdentityProvider(provider, this.configuration.allApplications(), { examples, publicKey });
  }

  async create(request: z.output<typeof CreateIdentityProvider>): Promise<IdentityProvider> {
    this.addresses.requireUsable(request.allowed_hosts);
    const provider = newIdentityProvider(request, this.properties.sealerOf(request.identifier), this.clock.now());
    const inserted = await this.store.transaction(async (store) => {
      if (!(await store.identityProviders.insert(provider))) return false;
      await store.scripts.insertVersion(firstVersion(provider, administrator(), request.script_comment || null));
      if (provider.isDefault) await this.unmarkOtherDefaults(store, provider);
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
    const wanted = this.wanted(current, request, now);
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

  /** What a change would have done to recent requests. Throws the refusals of the change, but needs no version. */
  async previewImpact(identifier: string, request: UpdateIdentityProvider): Promise<Impact> {
    const current = this.require(identifier);
    return this.impacts.ofIdentityProvider(current, this.wanted(current, request, this.clock.now()));
  }

  private wanted(current: IdentityProvider, request: UpdateIdentityProvider, now: EpochSeconds): IdentityProvider {
    // Only new hosts are checked here; those saved earlier are checked when they are called.
    if (request.allowed_hosts) this.addresses.requireUsable(request.allowed_hosts);
    const wanted = changedIdentityProvider(current, request, this.properties.sealerOf(current.identifier), now);
    requireScriptsFor(wanted.flow, wanted.scripts);
    return wanted;
  }

  /** Activates a version that was saved earlier. Registrations in progress keep the version that they began with. */
  async activate(identifier: string, version: ScriptVersion, ifMatch: string | undefined): Promise<IdentityProvider> {
    const current = this.require(identifier);
    requireMatch(ifMatch, current);
    const changed = withVersion(current, version, this.clock.now());
    return this.replace(current, async () => changed);
  }

  /**
   * Replaces the provider in state `current` with the result of `change`, in one transaction. Changing the scripts ends
   * a shadow run, because it compared with those that were in use. Throws `precondition_failed` if somebody else
   * changed the provider first.
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
        if (changed.scriptVersion !== current.scriptVersion) {
          await store.identityProviders.shadow(identifier, null);
          this.consequences.mention('Registrations under way keep the scripts that they began with.');
        }
        if (changed.isDefault) await this.unmarkOtherDefaults(store, changed);
        await store.events.insert([this.event('ADMIN_IDENTITY_PROVIDER_UPDATED', current, changed)]);
        return changed;
      });
    } finally {
      await this.configuration.refresh();
    }
  }

  private async unmarkOtherDefaults(store: Store, { identifier }: IdentityProvider): Promise<void> {
    await store.identityProviders.unmarkOtherDefaults(identifier);
    const former = this.configuration.allIdentityProviders().find((one) => one.isDefault);
    if (!former || former.identifier === identifier) return;
    this.consequences.mention(`It is the default in place of ${former.identifier}.`);
  }

  async delete(identifier: string, ifMatch?: string): Promise<void> {
    const result = await this.store.longTransaction(async (store) => {
      const before = await store.identityProviders.lock(identifier);
      if (before) requireMatchIfGiven(ifMatch, before);
      const deletion = await store.identityProviders.delete(identifier);
      if (typeof deletion === 'object') {
        const event = this.event('ADMIN_IDENTITY_PROVIDER_DELETED', before, undefined, identifier);
        await store.events.insert([{ ...event, details: { registrations_ended: deletion.registrations } }]);
      }
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
    return this.events.event(name, {
      identityProvider: identityProvider ?? null,
      details: before && after ? replacedSecrets(before, after) : null,
      ...(before ? { before: withoutSecretsOf(after, this.render(before)) } : {}),
      ...(after ? { after: this.render(after) } : {}),
    });
  }
}

/** Drops values from the earlier state that are sensitive now, so that the event of the change does not keep them. */
function withoutSecretsOf(after: IdentityProvider | undefined, before: View): View {
  const sensitive = new Set(after?.properties.filter((one) => one.sensitive).map((one) => one.identifier));
  const properties = before.properties.map((property) => {
    const { value: _, ...rest } = property;
    return sensitive.has(property.identifier) ? rest : property;
  });
  return { ...before, properties };
}

/**
 * Which sensitive properties have another value, since before and after show none; null: none of them. Whether the value
 * that was given is the same as the old one is not told.
 */
function replacedSecrets(before: IdentityProvider, after: IdentityProvider): NewEvent['details'] {
  const kept = new Set(before.properties.flatMap(({ sealedValue }) => sealedValue ?? []));
  const known = new Set(before.properties.filter((one) => one.sensitive).map((one) => one.identifier));
  const replaced = after.properties.filter(
    ({ identifier, sealedValue }) => known.has(identifier) && sealedValue !== null && !kept.has(sealedValue),
  );
  if (replaced.length === 0) return null;
  return { properties: Object.fromEntries(replaced.map(({ identifier }) => [identifier, 'replaced'])) };
}

/** The administrator who makes the change, as named in its event. */
function administrator(): string | null {
  return requestFacts()?.admin ?? null;
}
