import { Injectable } from '@nestjs/common';
import type { CreateWebHook, UpdateWebHook } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, type WebHook } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../observation/event-log.js';
import { Secrets } from '../../credentials/secrets.js';
import { BINDINGS } from '../../credentials/wrapping.js';
import { WebHookAddress } from '../../web-hooks/web-hook-address.js';
import { outdated, requireMatch, requireMatchIfGiven } from '../../admin-access/etag.js';
import { changedWebHook, newWebHook, auditViewOf } from './web-hook.view.js';

/**
 * Changes web hooks. A change is in effect in this process before the request is answered, and elsewhere within a
 * second.
 */
@Injectable()
export class WebHooksService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly address: WebHookAddress,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  require(id: string): WebHook {
    const hook = this.configuration.webHook(id);
    if (!hook) throw unknownHook();
    return hook;
  }

  async create(request: z.output<typeof CreateWebHook>): Promise<WebHook> {
    const id = request.id ?? this.secrets.randomBytes(8).toString('hex');
    this.address.requireUsable(request.base_uri);
    const hook = newWebHook(id, request, this.sealed(id, request.password) ?? null, this.clock.now());
    await this.store.transaction(async (store) => {
      if (!(await store.webHooks.insert(hook))) {
        throw new OAuthError('conflict', 'The identifier is taken.', { fields: { id: 'is taken' } });
      }
      await store.events.insert([this.events.event('ADMIN_WEB_HOOK_CREATED', { after: auditViewOf(hook) })]);
    });
    await this.configuration.refresh();
    return hook;
  }

  async update(id: string, request: UpdateWebHook, ifMatch: string | undefined): Promise<WebHook> {
    const current = this.require(id);
    requireMatch(ifMatch, current);
    const changed = changedWebHook(current, request, this.sealed(id, request.password), this.clock.now());
    this.address.requireUsable(changed.baseUri);
    requireCredentials(current, changed, request);
    const replaced = await this.store.transaction(async (store) => {
      if (!(await store.webHooks.replace(changed, current.revision))) return false;
      const isReplaced = request.password !== undefined && changed.authenticationMethod === 'BASIC';
      const details = isReplaced ? { password: 'replaced' } : null;
      const facts = { before: auditViewOf(current), after: auditViewOf(changed), details };
      await store.events.insert([this.events.event('ADMIN_WEB_HOOK_UPDATED', facts)]);
      return true;
    });
    await this.configuration.refresh();
    if (!replaced) throw outdated();
    return changed;
  }

  async delete(id: string, ifMatch?: string): Promise<void> {
    await this.store.transaction(async (store) => {
      const current = await store.webHooks.lock(id);
      if (!current) throw unknownHook();
      requireMatchIfGiven(ifMatch, current);
      await store.webHooks.delete(id);
      await store.events.insert([this.events.event('ADMIN_WEB_HOOK_DELETED', { before: auditViewOf(current) })]);
    });
    await this.configuration.refresh();
  }

  private sealed(id: string, password: string | undefined): Buffer | undefined {
    return password === undefined ? undefined : this.secrets.wrap(Buffer.from(password), BINDINGS.webHookPassword(id));
  }
}

function unknownHook(): OAuthError {
  return new OAuthError('not_found', 'There is no such web hook.');
}

/**
 * BASIC needs both user name and password. A password is not carried over to another host: whoever may change the
 * address could otherwise have it sent to them, although nobody may read it.
 */
function requireCredentials(current: WebHook, changed: WebHook, request: UpdateWebHook): void {
  if (changed.authenticationMethod !== 'BASIC') return;
  const fields: Record<string, string> = {};
  if (!changed.username) fields.username = 'is required for BASIC';
  if (!changed.sealedPassword) fields.password = 'is required for BASIC';
  else if (new URL(current.baseUri).origin !== new URL(changed.baseUri).origin && request.password === undefined) {
    fields.password = 'is required again for another host';
  }
  const [first] = Object.entries(fields);
  if (first) throw new OAuthError('invalid_request', `${first[0]}: ${first[1]}`, { fields });
}
