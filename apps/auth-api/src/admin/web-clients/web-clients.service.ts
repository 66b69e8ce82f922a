import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CreateWebClient, UpdateWebClient } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, OAuthError, hashOf, invalidMember } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../observation/event-log.js';
import { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';
import { RegistrationPolicy } from '../../platform/registration-policy.js';
import { Secrets } from '../../credentials/secrets.js';
import { endLostGrants, losesAnything } from '../../client-metadata/lost-grants.js';
import { Consequences } from '../../admin-access/consequences.js';
import { outdated, requireMatch, requireMatchIfGiven } from '../../admin-access/etag.js';
import { type WebClientPolicy, changedWebClient, newWebClient, renderWebClient } from './web-client.view.js';

/** Confidential clients of web applications, created and managed by administrators. */
@Injectable()
export class WebClientsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly jwksUris: JwksUriPolicy,
    private readonly registration: RegistrationPolicy,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly consequences: Consequences,
  ) {}

  async require(clientId: string): Promise<Client> {
    const client = await this.store.clients.find(clientId);
    if (client?.kind !== 'web') throw unknownClient();
    return client;
  }

  private policy(): WebClientPolicy {
    const { redirectSchemes } = this.registration.settings;
    return { keyAddresses: this.jwksUris, redirectSchemes };
  }

  /**
   * Creates a web client. The secret is returned only here; only its hash is stored.
   * @param givenSecret for a client whose secret the operator chose; generated otherwise
   */
  async create(
    request: z.output<typeof CreateWebClient>,
    givenSecret?: string,
  ): Promise<{ client: Client; secret?: string }> {
    this.requireWebApplication(request.application);
    const byKey = request.token_endpoint_auth_method === 'private_key_jwt';
    const secret = byKey ? undefined : (givenSecret ?? this.secrets.generateSecret());
    const generated = {
      clientId: this.secrets.randomBytes(16).toString('hex'),
      secretHash: secret === undefined ? null : hashOf(secret),
      incarnation: randomUUID(),
    };
    const client = newWebClient(request, generated, this.clock.now(), this.policy());
    await this.store.transaction(async (store) => {
      await store.configuration.takeTurn();
      if (!(await store.clients.insert(client))) {
        throw new OAuthError('conflict', 'The client identifier is taken.', { fields: { client_id: 'is taken' } });
      }
      const facts = { ...subject(client), after: renderWebClient(client) };
      await store.events.insert([this.events.event('ADMIN_STATIC_CLIENT_CREATED', facts)]);
    });
    return { client, ...(secret === undefined ? {} : { secret }) };
  }

  /** Changes a web client. Once disabled, it is refused at once, and its access tokens end. */
  async update(clientId: string, request: UpdateWebClient, ifMatch: string | undefined): Promise<Client> {
    const current = await this.require(clientId);
    requireMatch(ifMatch, current);
    const now = this.clock.now();
    const changed = changedWebClient(current, request, this.policy(), now);
    await this.store.longTransaction(async (store) => {
      await store.configuration.takeTurn();
      if (!(await store.clients.replace(changed, current.revision))) throw outdated();
      if (current.enabled && !changed.enabled) {
        await this.consequences.follow('Its access tokens end.', () => store.clients.endAccessTokens(clientId));
      }
      if (losesAnything(current, changed)) {
        await this.consequences.end(store, 'Its refresh tokens end.', () =>
          endLostGrants(store, current, changed, now),
        );
      }
      const facts = { ...subject(changed), before: renderWebClient(current), after: renderWebClient(changed) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
    });
    return changed;
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
      await store.configuration.takeTurn();
      requireMatchIfGiven(ifMatch, await this.locked(store, clientId));
      const changed = await store.clients.replaceSecret(clientId, 'web', hashOf(secret));
      if (!changed) throw new OAuthError('conflict', 'This client has no secret: it signs with a private key.');
      const facts = { ...subject(changed), details: { secret: 'replaced' } };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
      return changed;
    });
    return { client, secret };
  }

  async delete(clientId: string, ifMatch?: string): Promise<void> {
    await this.store.longTransaction(async (store) => {
      await store.configuration.takeTurn();
      const current = await this.locked(store, clientId);
      requireMatchIfGiven(ifMatch, current);
      await store.clients.delete(clientId, 'web', current);
      const facts = { ...subject(current), before: renderWebClient(current) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_DELETED', facts)]);
    });
  }

  /** The client as it stays until the transaction ends. Throws `not_found`. */
  private async locked(store: Store, clientId: string): Promise<Client> {
    const client = await store.clients.lock(clientId, 'web');
    if (!client) throw unknownClient();
    return client;
  }

  private requireWebApplication(identifier: string): void {
    const application = this.configuration.application(identifier);
    const problem = !application
      ? 'is not an application of this server'
      : application.clientType === 'web'
        ? undefined
        : 'must be an application of the type web';
    if (problem !== undefined) {
      throw invalidMember('application', problem);
    }
  }
}

function unknownClient(): OAuthError {
  return new OAuthError('not_found', 'There is no such web client.');
}

function subject({ clientId, application }: Client): { clientId: string; application: string | null } {
  return { clientId, application };
}
