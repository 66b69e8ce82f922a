import { Injectable } from '@nestjs/common';
import type { CreateScope, UpdateScope, Scope as View } from '@passant/contracts';
import { type ScopeWithUse, Store } from '@passant/persistence';
import { OAuthError, type Scope, requireMappable } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../observation/event-log.js';
import { etagOf, outdated, requireMatch, requireMatchIfGiven } from '../../admin-access/etag.js';

/** A scope as the admin API shows it. */
export function renderScope(scope: ScopeWithUse): View {
  return {
    identifier: scope.identifier,
    description: scope.description,
    claims: scope.claims,
    used_by: scope.usedBy,
    etag: etagOf(scope),
    created_at: scope.createdAt,
    updated_at: scope.updatedAt,
  };
}

/** What an event records about a change to a scope. */
const told = ({ identifier, description, claims }: Scope) => ({ identifier, description, claims });

/** The scopes that administrators describe. Which application grants which scopes is configured in the application. */
@Injectable()
export class ScopesService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async require(identifier: string): Promise<ScopeWithUse> {
    const scope = await this.store.scopes.find(identifier);
    if (!scope) throw unknownScope();
    return scope;
  }

  async create(request: z.output<typeof CreateScope>): Promise<ScopeWithUse> {
    const now = this.clock.now();
    const claims = requireMappable(request.identifier, request.claims);
    const scope: Scope = { ...request, claims, revision: 1, createdAt: now, updatedAt: now };
    await this.store.transaction(async (store) => {
      await store.configuration.takeTurn();
      if (!(await store.scopes.insert(scope))) {
        throw new OAuthError('conflict', 'There is a scope of this identifier.', {
          fields: { identifier: 'is taken' },
        });
      }
      await store.events.insert([this.events.event('ADMIN_SCOPE_CREATED', { after: told(scope) })]);
    });
    await this.configuration.refresh();
    return this.require(scope.identifier);
  }

  async update(identifier: string, request: UpdateScope, ifMatch: string | undefined): Promise<ScopeWithUse> {
    const current = await this.require(identifier);
    requireMatch(ifMatch, current);
    const changed: ScopeWithUse = {
      ...current,
      description: request.description ?? current.description,
      claims: request.claims === undefined ? current.claims : requireMappable(identifier, request.claims),
      revision: current.revision + 1,
      updatedAt: this.clock.now(),
    };
    await this.store.transaction(async (store) => {
      await store.configuration.takeTurn();
      if (!(await store.scopes.replace(changed, current.revision))) throw outdated();
      const facts = { before: told(current), after: told(changed) };
      await store.events.insert([this.events.event('ADMIN_SCOPE_UPDATED', facts)]);
    });
    await this.configuration.refresh();
    return changed;
  }

  async delete(identifier: string, ifMatch?: string): Promise<void> {
    await this.store.transaction(async (store) => {
      await store.configuration.takeTurn();
      const current = await store.scopes.lock(identifier);
      if (!current) throw unknownScope();
      requireMatchIfGiven(ifMatch, current);
      const result = await store.scopes.delete(identifier);
      if (result === 'in_use') {
        throw new OAuthError('conflict', 'Applications give this scope. Take it from them first.');
      }
      await store.events.insert([this.events.event('ADMIN_SCOPE_DELETED', { before: told(current) })]);
    });
    await this.configuration.refresh();
  }
}

function unknownScope(): OAuthError {
  return new OAuthError('not_found', 'There is no such scope.');
}
