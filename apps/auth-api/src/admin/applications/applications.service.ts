import { Injectable } from '@nestjs/common';
import type {
  CreateApplication,
  EventName,
  Impact,
  UpdateApplication,
  Application as View,
  WebHookType,
} from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import {
  type Application,
  OAuthError,
  boundsOfSessions,
  redirectUriProblem,
  redirectUriTold,
  shown,
  invalidMember,
} from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { RegistrationPolicy } from '../../platform/registration-policy.js';
import { EventLog } from '../../observation/event-log.js';
import { ImpactPreviews } from '../../observation/impact-previews.js';
import { Consequences } from '../../admin-access/consequences.js';
import { outdated, requireMatch, requireMatchIfGiven } from '../../admin-access/etag.js';
import { renderApiClient } from '../clients/api-client.view.js';
import { removeTrial } from './trial-end.js';
import { revocationOf } from './software-statements.service.js';
import { changedApplication, newApplication, renderApplication } from './application.view.js';

/**
 * Changes applications. A change is in effect in this process before the request is answered, and elsewhere within a
 * second.
 */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly registration: RegistrationPolicy,
    private readonly events: EventLog,
    private readonly impacts: ImpactPreviews,
    private readonly clock: Clock,
    private readonly consequences: Consequences,
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
      await holdProviders(store, application);
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
    const { current, changed } = this.propose(identifier, request);
    requireMatch(ifMatch, current);
    this.requireConsistent(changed);
    const bounds = boundsOfSessions(current, changed);
    const replace = async (store: Store): Promise<boolean> => {
      await holdProviders(store, changed);
      if (!(await store.applications.replace(changed, current.revision))) return false;
      await this.ensureScopes(store, changed);
      await store.events.insert([this.event('ADMIN_MOBILE_APP_UPDATED', current, changed)]);
      await this.revokeStatements(store, changed);
      // Otherwise they would go on when the switch is turned on again, or the duration is longer again.
      if (bounds === 'none') {
        await this.consequences.end(store, 'The stateless sessions of its installations end.', () =>
          store.statelessSessions.endAllOf(identifier, changed.updatedAt),
        );
      } else if (bounds === 'shorter') {
        await this.consequences.end(store, 'The stateless sessions of its installations end earlier.', () =>
          store.statelessSessions.shorten(identifier, changed.statelessSessionDuration, changed.updatedAt),
        );
      }
      return true;
    };
    const replaced = await (bounds ? this.store.longTransaction(replace) : this.store.transaction(replace));
    await this.configuration.refresh();
    if (!replaced) throw outdated();
    return changed;
  }

  /** What a change would have done to recent requests. Throws the refusals of the change, but needs no version. */
  async previewImpact(identifier: string, request: UpdateApplication): Promise<Impact> {
    const { current, changed } = this.propose(identifier, request);
    this.requireConsistent(changed);
    return this.impacts.ofApplication(current, changed);
  }

  private propose(identifier: string, request: UpdateApplication): { current: Application; changed: Application } {
    const current = this.require(identifier);
    return { current, changed: changedApplication(current, request, this.clock.now()) };
  }

  async delete(identifier: string, ifMatch?: string): Promise<void> {
    await this.store.longTransaction(async (store) => {
      const before = await store.applications.lock(identifier);
      if (!before) throw new OAuthError('not_found', 'There is no such application.');
      requireMatchIfGiven(ifMatch, before);
      // What somebody tries out is no reason to keep an application.
      for (const trial of await store.initialAccessTokens.endTrialsOf(identifier)) {
        await removeTrial(store, this.events, identifier, trial);
      }
      const result = await store.applications.delete(identifier);
      if (result === 'in_use') {
        throw new OAuthError('conflict', 'The application has app installations or web clients. Delete them first.');
      }
      await this.takeFromApiClients(store, identifier);
      const facts = { application: identifier, before: this.view(before) };
      await store.events.insert([this.events.event('ADMIN_MOBILE_APP_DELETED', facts)]);
    });
    await this.configuration.refresh();
  }

  /** Throws `conflict` if an API client would see the tokens of all applications without this one. */
  private async takeFromApiClients(store: Store, identifier: string): Promise<void> {
    const { changed, limitedToIt } = await store.clients.forgetApplication(identifier);
    const [client] = limitedToIt;
    if (client !== undefined) {
      throw new OAuthError(
        'conflict',
        'An API client may see the tokens of this application alone, and would see those of all without it. Limit it to another one, or delete it first.',
        { told: `It is ${shown(client)}.` },
      );
    }
    const events = changed.map((after) => {
      const { applications, ...rest } = renderApiClient(after);
      const earlier = { ...rest, applications: [...applications, identifier] };
      const facts = { clientId: after.clientId, before: earlier, after: { ...rest, applications } };
      return this.events.event('ADMIN_API_CLIENT_UPDATED', facts);
    });
    if (events.length > 0) await store.events.insert(events);
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

  /**
   * Creates the scopes that an application names, so that administrators can list scopes there without creating them
   * first.
   */
  private async ensureScopes(store: Store, application: Application): Promise<void> {
    const named = [...application.defaultScopes, ...application.additionalScopes];
    const made = await store.scopes.ensure(named, application.updatedAt);
    if (made.length > 0) this.consequences.mention(`Scopes are created: ${made.join(', ')}.`);
    const facts = { application: application.identifier };
    await store.events.insert(
      made.map((identifier) =>
        this.events.event('ADMIN_SCOPE_CREATED', { ...facts, after: { identifier, description: '' } }),
      ),
    );
  }

  /**
   * Revokes the software statements of versions that were disabled or removed. A version that comes back needs new
   * ones.
   */
  private async revokeStatements(store: Store, { identifier, versions, updatedAt }: Application): Promise<void> {
    const revoked = await store.softwareStatements.revokeClosed(identifier, versions, updatedAt);
    await store.events.insert(revoked.map((statement) => revocationOf(this.events, statement)));
    if (revoked.length === 0) return;
    this.consequences.mention('Software statements of versions that are disabled or no longer listed are revoked.');
  }

  private requireConsistent(application: Application): void {
    const fields: Record<string, string> = {};
    const toldOf: Record<string, string> = {};
    const unknown = application.identityProviders.filter((id) => !this.configuration.identityProvider(id));
    if (unknown.length > 0) {
      fields.identity_providers = UNKNOWN_PROVIDERS;
      toldOf.identity_providers = toldOfUnknown(unknown);
    }
    const preferred = application.defaultIdentityProvider;
    if (preferred !== null && !application.identityProviders.includes(preferred)) {
      fields.default_identity_provider = 'must be one of the identity providers';
    }
    if (application.statelessAuthentication && application.clientType !== 'mobile') {
      fields['user_authentication.stateless_authentication'] = 'is only possible for mobile applications';
    }
    const { redirectSchemes } = this.registration.settings;
    for (const uri of application.statelessRedirectUris) {
      const problem = redirectUriProblem(uri, redirectSchemes);
      if (problem === undefined || fields.stateless_redirect_uris !== undefined) continue;
      fields.stateless_redirect_uris = problem;
      toldOf.stateless_redirect_uris = redirectUriTold(uri, problem);
    }
    if (application.statelessRedirectUris.length > 0 && application.clientType !== 'mobile') {
      fields.stateless_redirect_uris = 'are only possible for mobile applications';
      delete toldOf.stateless_redirect_uris;
    }
    this.requireHook(fields, 'access_token_web_hook', application.accessTokenWebHook, 'CUSTOMIZE_TOKEN');
    this.requireHook(fields, 'user_details_web_hook', application.userDetailsWebHook, 'USER_DETAILS_CUSTOMIZATION');
    const [first] = Object.entries(fields);
    if (first) throw new OAuthError('invalid_request', `${first[0]}: ${first[1]}`, { fields, toldOf });
  }

  private requireHook(fields: Record<string, string>, member: string, id: string | null, type: WebHookType): void {
    if (id === null || this.configuration.webHook(id)?.type === type) return;
    fields[member] = `must be a web hook of type ${type}`;
  }
}

/** Keeps the providers of an application from being deleted before it is saved. Throws `invalid_request`. */
async function holdProviders(store: Store, { identityProviders }: Application): Promise<void> {
  const held = new Set(await store.identityProviders.hold(identityProviders));
  const unknown = identityProviders.filter((identifier) => !held.has(identifier));
  if (unknown.length === 0) return;
  throw invalidMember('identity_providers', UNKNOWN_PROVIDERS, { told: toldOfUnknown(unknown) });
}

const UNKNOWN_PROVIDERS = 'names unknown providers';
const toldOfUnknown = (identifiers: string[]): string => `They are ${shown(identifiers.join(', '))}.`;
