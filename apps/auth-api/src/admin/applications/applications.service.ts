import { Injectable } from '@nestjs/common';
import type {
  CreateApplication,
  EventName,
  UpdateApplication,
  Application as View,
  WebHookType,
} from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import { type Application, OAuthError } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
import { outdated, requireMatch } from '../etag.js';
import { revocationOf } from './software-statements.service.js';
import { changedApplication, newApplication, renderApplication } from './application.view.js';

/** Changes of applications. Each holds everywhere before it is answered here. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  require(identifier: string): Application {
    const application = this.configuration.application(identifier);
    if (!application) throw new OAuthError('not_found', 'There is no such application.');
    return application;
  }

  async create(request: z.output<typeof CreateApplication>): Promise<Application> {
    const application = newApplication(request, this.clock.now());
    this.requireConsistent(application);
    await this.store.transaction(async (store) => {
      if (!(await store.applications.insert(application))) {
        throw new OAuthError('conflict', 'The identifier is taken.', { fields: { identifier: 'is taken' } });
      }
      await this.ensureScopes(store, application);
      await store.events.insert([this.event('ADMIN_MOBILE_APP_CREATED', undefined, application)]);
    });
    await this.configuration.refresh();
    return application;
  }

  async update(identifier: string, request: UpdateApplication, ifMatch: string | undefined): Promise<Application> {
    const current = this.require(identifier);
    requireMatch(ifMatch, current);
    const changed = changedApplication(current, request, this.clock.now());
    this.requireConsistent(changed);
    const replaced = await this.store.transaction(async (store) => {
      if (!(await store.applications.replace(changed, current.revision))) return false;
      await this.ensureScopes(store, changed);
      await store.events.insert([this.event('ADMIN_MOBILE_APP_UPDATED', current, changed)]);
      await this.revokeStatements(store, changed);
      return true;
    });
    await this.configuration.refresh();
    if (!replaced) throw outdated();
    return changed;
  }

  async delete(identifier: string): Promise<void> {
    const before = this.configuration.application(identifier);
    const result = await this.store.transaction(async (store) => {
      const deletion = await store.applications.delete(identifier);
      const facts = { application: identifier, ...(before ? { before: this.view(before) } : {}) };
      if (deletion === 'deleted') await store.events.insert([this.events.event('ADMIN_MOBILE_APP_DELETED', facts)]);
      return deletion;
    });
    if (result === 'not_found') throw new OAuthError('not_found', 'There is no such application.');
    if (result === 'in_use') {
      throw new OAuthError('conflict', 'The application has app installations or web clients. Delete them first.');
    }
    await this.configuration.refresh();
  }

  private event(name: EventName, before: Application | undefined, after: Application): NewEvent {
    const { identifier: application } = after;
    return this.events.event(name, {
      application,
      ...(before ? { before: this.view(before) } : {}),
      after: this.view(after),
    });
  }

  private view(application: Application): View {
    return renderApplication(application, this.configuration.allIdentityProviders());
  }

  /** A scope that an application names exists: whoever only lists scopes in an application need not make them first. */
  private async ensureScopes(store: Store, application: Application): Promise<void> {
    const named = [...application.defaultScopes, ...application.additionalScopes];
    const made = await store.scopes.ensure(named, application.updatedAt);
    const facts = { application: application.identifier };
    await store.events.insert(
      made.map((identifier) =>
        this.events.event('ADMIN_SCOPE_CREATED', { ...facts, after: { identifier, description: '' } }),
      ),
    );
  }

  /** A version that is disabled or gone takes its statements with it; one that comes back needs new ones. */
  private async revokeStatements(store: Store, { identifier, versions, updatedAt }: Application): Promise<void> {
    const revoked = await store.softwareStatements.revokeClosed(identifier, versions, updatedAt);
    await store.events.insert(revoked.map((statement) => revocationOf(this.events, statement)));
  }

  private requireConsistent(application: Application): void {
    const fields: Record<string, string> = {};
    const unknown = application.identityProviders.filter((id) => !this.configuration.identityProvider(id));
    if (unknown.length > 0) fields.identity_providers = `names unknown providers: ${unknown.join(', ')}`;
    const preferred = application.defaultIdentityProvider;
    if (preferred !== null && !application.identityProviders.includes(preferred)) {
      fields.default_identity_provider = 'must be one of the identity providers';
    }
    if (application.statelessAuthentication && application.clientType !== 'mobile') {
      fields['user_authentication.stateless_authentication'] = 'is only possible for mobile applications';
    }
    this.requireHook(fields, 'access_token_web_hook', application.accessTokenWebHook, 'CUSTOMIZE_TOKEN');
    this.requireHook(fields, 'user_details_web_hook', application.userDetailsWebHook, 'USER_DETAILS_CUSTOMIZATION');
    const [first] = Object.entries(fields);
    if (first) throw new OAuthError('invalid_request', `${first[0]}: ${first[1]}`, { fields });
  }

  private requireHook(fields: Record<string, string>, member: string, id: string | null, type: WebHookType): void {
    if (id === null || this.configuration.webHook(id)?.type === type) return;
    fields[member] = `must be a web hook of type ${type}`;
  }
}
