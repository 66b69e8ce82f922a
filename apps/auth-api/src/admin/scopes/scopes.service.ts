import { Injectable } from '@nestjs/common';
import type { CreateScope, UpdateScope, Scope as View } from '@passant/contracts';
import { type ScopeWithUse, Store } from '@passant/persistence';
import { OAuthError, type Scope } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { EventLog } from '../../platform/event-log.js';
import { etagOf, outdated, requireMatch } from '../etag.js';

/** A scope as the admin API shows it. */
export function renderScope(scope: ScopeWithUse): View {
  return {
    identifier: scope.identifier,
    description: scope.description,
    used_by: scope.usedBy,
    etag: etagOf(scope),
    created_at: scope.createdAt,
    updated_at: scope.updatedAt,
  };
}

/** What stands in an event about a change of a scope. */
const told = ({ identifier, description }: Scope) => ({ identifier, description });

/** The scopes administrators describe. Which application gives which is for the application to say. */
@Injectable()
export class ScopesService {
  constructor(
    private readonly store: Store,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async require(identifier: string): Promise<ScopeWithUse> {
    const scope = await this.store.scopes.find(identifier);
    if (!scope) throw new OAuthError('not_found', 'There is no such scope.');
    return scope;
  }

  async create(request: z.output<typeof CreateScope>): Promise<ScopeWithUse> {
    const now = this.clock.now();
    const scope: Scope = { ...request, revision: 1, createdAt: now, updatedAt: now };
    await this.store.transaction(async (store) => {
      if (!(await store.scopes.insert(scope))) {
        throw new OAuthError('conflict', 'There is a scope of this identifier.', {
          fields: { identifier: 'is taken' },
        });
      }
      await store.events.insert([this.events.event('ADMIN_SCOPE_CREATED', { after: told(scope) })]);
    });
    return this.require(scope.identifier);
  }

  async update(identifier: string, request: UpdateScope, ifMatch: string | undefined): Promise<ScopeWithUse> {
    const current = await this.require(identifier);
    requireMatch(ifMatch, current);
    const changed: ScopeWithUse = {
      ...current,
      description: request.description ?? current.description,
      revision: current.revision + 1,
      updatedAt: this.clock.now(),
    };
    await this.store.transaction(async (store) => {
      if (!(await store.scopes.replace(changed, current.revision))) throw outdated();
      const facts = { before: told(current), after: told(changed) };
      await store.events.insert([this.events.event('ADMIN_SCOPE_UPDATED', facts)]);
    });
    return changed;
  }

  async delete(identifier: string): Promise<void> {
    const current = await this.require(identifier);
    await this.store.transaction(async (store) => {
      const result = await store.scopes.delete(identifier);
      if (result === 'not_found') throw new OAuthError('not_found', 'There is no such scope.');
      if (result === 'in_use') {
        throw new OAuthError('conflict', 'Applications give this scope. Take it from them first.');
      }
      await store.events.insert([this.events.event('ADMIN_SCOPE_DELETED', { before: told(current) })]);
    });
  }
}
