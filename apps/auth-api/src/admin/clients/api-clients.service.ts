import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CreateApiClient, MAX_RESOURCES, type SightPreview, type UpdateApiClient } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  NOT_REGISTERED,
  OAuthError,
  apiIdentifierProblem,
  hashOf,
  resourceTold,
  shown,
  invalidMember,
} from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog, type Maker } from '../../observation/event-log.js';
import { Issuer } from '../../platform/issuer.js';
import { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';
import { Secrets } from '../../credentials/secrets.js';
import { Consequences } from '../../admin-access/consequences.js';
import { outdated, requireMatch, requireMatchIfGiven } from '../../admin-access/etag.js';
import { changedKeys } from './key-source.js';
import { changedApiClient, losesRights, renderApiClient } from './api-client.view.js';

/** Maximum number of live tokens that a preview counts. */
const MOST_COUNTED = 100_000;

@Injectable()
export class ApiClientsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly jwksUris: JwksUriPolicy,
    private readonly issuer: Issuer,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly consequences: Consequences,
  ) {}

  require(clientId: string): Client {
    const client = this.configuration.apiClient(clientId);
    if (!client) throw unknownClient();
    return client;
  }

  /**
   * Creates an API client. The secret is returned only here; only its hash is stored. Throws `conflict` if its identifier
   * is taken.
   * @param givenSecret for a client whose secret the operator chose; generated otherwise
   */
  async create(
    request: z.output<typeof CreateApiClient>,
    givenSecret?: string,
  ): Promise<{ client: Client; secret?: string }> {
    const { isNew, ...made } = await this.insert(request, givenSecret);
    if (!isNew) {
      throw new OAuthError('conflict', 'The client identifier is taken.', { fields: { client_id: 'is taken' } });
    }
    return made;
  }

  /**
   * Creates an API client whose secret the operator chose, unless its identifier is taken: by another server, if several
   * start at once.
   * @param maker who makes a change with it; nobody at the first start
   */
  async ensure(request: z.output<typeof CreateApiClient>, secret: string, maker: Maker | undefined): Promise<void> {
    await this.insert(request, secret, maker);
  }

  private async insert(
    request: z.output<typeof CreateApiClient>,
    givenSecret?: string,
    maker?: Maker,
  ): Promise<{ isNew: boolean; client: Client; secret?: string }> {
    this.requireApplications(request.applications);
    const byKey = request.token_endpoint_auth_method === 'private_key_jwt';
    const secret = byKey ? undefined : (givenSecret ?? this.secrets.generateSecret());
    const client: Client = {
      clientId: request.client_id ?? this.secrets.randomBytes(16).toString('hex'),
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
      ...changedKeys(request.token_endpoint_auth_method, request, this.jwksUris),
      audiencePolicy: request.audience_policy,
      lenientUntil: null,
      introspectionSignedResponseAlg: request.introspection_signed_response_alg ?? null,
      flatUserDetails: request.introspection_flat_user_details,
      apiScopes: [...new Set(request.scopes)],
      visibleApplications: [...new Set(request.applications)],
      ...NOT_REGISTERED,
      resources: [...new Set(request.resources)],
      introspectionSight: request.introspection_sight,
      metadata: {},
      revision: 1,
      edition: 1,
      incarnation: randomUUID(),
      createdAt: this.clock.now(),
    };
    this.requireIdentifiers('resources', client.resources);
    requireNamed(client);
    const isNew = await this.store.transaction(async (store) => {
      if (!(await store.clients.insert(client))) return false;
      const facts = { ...maker, clientId: client.clientId, after: renderApiClient(client) };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_CREATED', facts)]);
      return true;
    });
    await this.configuration.refresh();
    return { isNew, client, ...(secret === undefined ? {} : { secret }) };
  }

  /** Changes an API client. If it loses rights, its access tokens end. */
  async update(clientId: string, request: UpdateApiClient, ifMatch: string | undefined): Promise<Client> {
    const current = this.require(clientId);
    requireMatch(ifMatch, current);
    if (request.applications) this.requireApplications(request.applications);
    const changed = changedApiClient(current, request, this.jwksUris, this.clock.now());
    this.requireIdentifiers('resources', changed.resources, current);
    requireNamed(changed);
    const replaced = await this.store.longTransaction(async (store) => {
      if (!(await store.clients.replace(changed, current.revision))) return false;
      if (losesRights(current, changed)) {
        await this.consequences.follow('Its access tokens end.', () => store.clients.endAccessTokens(clientId));
      }
      const facts = { clientId, before: renderApiClient(current), after: renderApiClient(changed) };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_UPDATED', facts)]);
      return true;
    });
    await this.configuration.refresh();
    if (!replaced) throw outdated();
    return changed;
  }

  /**
   * Previews how many of the live tokens of its applications the client would see if it saw only those for these
   * resources.
   */
  async previewSight(clientId: string, resources: readonly string[] | undefined): Promise<SightPreview> {
    const client = this.require(clientId);
    this.requireIdentifiers('resource', resources ?? [], client);
    const found = await this.store.unhurried((store) =>
      store.accessTokens.previewSight(
        client.visibleApplications,
        resources ?? client.resources,
        this.clock.now(),
        MOST_COUNTED,
      ),
    );
    const counted = found.reduce((sum, { seen }) => sum + seen, 0);
    return {
      complete: counted < MOST_COUNTED,
      applications: found.map(({ application, ...counts }) => ({
        ...(application === null ? {} : { application }),
        ...counts,
      })),
    };
  }

  /**
   * Replaces the secret. The previous one no longer works when this returns. Throws `conflict` for a client without a
   * secret.
   * @param givenSecret the one that the operator chose; generated otherwise
   */
  async rotateSecret(
    clientId: string,
    ifMatch?: string,
    givenSecret?: string,
  ): Promise<{ client: Client; secret: string }> {
    const secret = givenSecret ?? this.secrets.generateSecret();
    const client = await this.store.transaction(async (store) => {
      requireMatchIfGiven(ifMatch, await this.locked(store, clientId));
      const changed = await store.clients.replaceSecret(clientId, 'api', hashOf(secret));
      if (!changed) throw new OAuthError('conflict', 'This client has no secret: it signs with a private key.');
      const facts = { clientId, details: { secret: 'replaced' } };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_UPDATED', facts)]);
      return changed;
    });
    await this.configuration.refresh();
    return { client, secret };
  }

  async delete(clientId: string, ifMatch?: string): Promise<void> {
    await this.store.longTransaction(async (store) => {
      const before = await this.locked(store, clientId);
      requireMatchIfGiven(ifMatch, before);
      await store.clients.delete(clientId, 'api', before);
      const facts = { clientId, before: renderApiClient(before) };
      await store.events.insert([this.events.event('ADMIN_API_CLIENT_DELETED', facts)]);
    });
    await this.configuration.refresh();
  }

  /** The client as it stays until the transaction ends. Throws `not_found`. */
  private async locked(store: Store, clientId: string): Promise<Client> {
    const client = await store.clients.lock(clientId, 'api');
    if (!client) throw unknownClient();
    return client;
  }

  /**
   * Requires identifiers that an API may have. What it has already is left alone: it may be older than a rule, and must
   * not be in the way of another change. Throws `invalid_request`.
   */
  private requireIdentifiers(member: string, resources: readonly string[], current?: Client): void {
    if (resources.length > MAX_RESOURCES) throw invalidMember(member, `holds more than ${MAX_RESOURCES} identifiers`);
    for (const resource of resources.filter((one) => !current?.resources.includes(one))) {
      const problem = apiIdentifierProblem(resource, this.issuer.identifier);
      if (problem !== undefined) throw invalidMember(member, problem, { told: resourceTold(resource) });
    }
  }

  private requireApplications(identifiers: string[]): void {
    const unknown = identifiers.filter((identifier) => !this.configuration.application(identifier));
    if (unknown.length === 0) return;
    throw invalidMember('applications', 'names unknown applications', {
      told: `They are ${shown(unknown.join(', '))}.`,
    });
  }
}

function unknownClient(): OAuthError {
  return new OAuthError('not_found', 'There is no such API client.');
}

/** Requires an identifier if the client sees only tokens for its own. Throws `invalid_request`. */
function requireNamed({ resources, introspectionSight }: Client): void {
  if (introspectionSight === 'RESOURCES' && resources.length === 0) {
    throw invalidMember('introspection_sight', 'RESOURCES needs at least one identifier in resources');
  }
}
