import { Injectable } from '@nestjs/common';
import type { CreateApiClient, UpdateApiClient } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, NOT_REGISTERED, OAuthError, hashOf } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
import { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';
import { Secrets } from '../../platform/secrets.js';
import { outdated, requireMatch } from '../etag.js';
import { changedKeys } from './key-source.js';
import { changedApiClient, losesRights, renderApiClient } from './api-client.view.js';

@Injectable()
export class ApiClientsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly jwksUris: JwksUriPolicy,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  require(clientId: string): Client {
    const client = this.configuration.apiClient(clientId);
    if (!client) throw new OAuthError('not_found', 'There is no such API client.');
    return client;
  }

  /**
   * Makes an API client. The secret is returned this once and kept only as its hash.
   * @param givenSecret for a client whose secret the operator chose; drawn otherwise
   */
  async create(
    request: z.output<typeof CreateApiClient>,
    givenSecret?: string,
  ): Promise<{ client: Client; secret?: string }> {
    this.requireApplications(request.applications);
    const byKey = request.token_endpoint_auth_method === 'private_key_jwt';
    const secret = byKey ? undefined : (givenSecret ?? this.secrets.drawSecret());
    const client: Client = {
      clientId: request.client_id ?? this.secrets.draw(16).toString('hex'),
      kind: 'api',
      name: request.name,
      enabled: true,
      application: null,
      appPlatform: null,
      appVersion: null,
      authMethod: request.token_endpoint_auth_method,
      secretHash: secret === undefined ? null : hashOf(secret),
      jwks: null,
      jwksUri: null,
      ...changedKeys(request.token_endpoint_auth_method, request, this.jwksUris.allowPrivate),
      audiencePolicy: request.audience_policy,
      introspectionSignedResponseAlg: request.introspection_signed_response_alg ?? null,
      apiScopes: [...new Set(request.scopes)],
      visibleApplications: [...new Set(request.applications)],
      ...NOT_REGISTERED,
      metadata: {},
      revision: 1,
      createdAt: this.clock.now(),
    };
    await this.store.transaction(async (store) => {
      if (!(await store.clients.insert(client))) {
        throw new OAuthError('conflict', 'The client identifier is taken.', { fields: { client_id: 'is taken' } });
      }
      const facts = { clientId: client.clientId, after: renderApiClient(client) };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_CREATED', facts)]);
    });
    await this.configuration.refresh();
    return { client, ...(secret === undefined ? {} : { secret }) };
  }

  /** Changes an API client. What it is no longer allowed, its access tokens are not either: they end. */
  async update(clientId: string, request: UpdateApiClient, ifMatch: string | undefined): Promise<Client> {
    const current = this.require(clientId);
    requireMatch(ifMatch, current);
    if (request.applications) this.requireApplications(request.applications);
    const changed = changedApiClient(current, request, this.jwksUris.allowPrivate);
    const replaced = await this.store.transaction(async (store) => {
      if (!(await store.clients.replace(changed, current.revision))) return false;
      if (losesRights(current, changed)) await store.clients.endAccessTokens(clientId);
      const facts = { clientId, before: renderApiClient(current), after: renderApiClient(changed) };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_UPDATED', facts)]);
      return true;
    });
    await this.configuration.refresh();
    if (!replaced) throw outdated();
    return changed;
  }

  /** Draws another secret; the one before is dead when this returns. Throws `conflict` for a client that has none. */
  async rotateSecret(clientId: string): Promise<{ client: Client; secret: string }> {
    this.require(clientId);
    const secret = this.secrets.drawSecret();
    const client = await this.store.transaction(async (store) => {
      const changed = await store.clients.replaceSecret(clientId, 'api', hashOf(secret));
      if (!changed) throw new OAuthError('conflict', 'This client has no secret: it signs with a private key.');
      const facts = { clientId, details: { secret: 'replaced' } };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_UPDATED', facts)]);
      return changed;
    });
    await this.configuration.refresh();
    return { client, secret };
  }

  async delete(clientId: string): Promise<void> {
    const before = this.configuration.apiClient(clientId);
    await this.store.transaction(async (store) => {
      if (!(await store.clients.delete(clientId, 'api'))) {
        throw new OAuthError('not_found', 'There is no such API client.');
      }
      const facts = { clientId, ...(before ? { before: renderApiClient(before) } : {}) };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_DELETED', facts)]);
    });
    await this.configuration.refresh();
  }

  private requireApplications(identifiers: string[]): void {
    const unknown = identifiers.filter((identifier) => !this.configuration.application(identifier));
    if (unknown.length === 0) return;
    const problem = `names unknown applications: ${unknown.join(', ')}`;
    throw new OAuthError('invalid_request', `applications: ${problem}`, { fields: { applications: problem } });
  }
}
