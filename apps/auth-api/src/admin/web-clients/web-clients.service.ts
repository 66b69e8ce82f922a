import { Injectable } from '@nestjs/common';
import type { CreateWebClient, UpdateWebClient } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, OAuthError, hashOf } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { isLoopback } from '../../platform/config.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
import { Issuer } from '../../platform/issuer.js';
import { JwksUriPolicy } from '../../platform/jwks-uri-policy.js';
import { Secrets } from '../../platform/secrets.js';
import { outdated, requireMatch } from '../etag.js';
import { type WebClientPolicy, changedWebClient, newWebClient, renderWebClient } from './web-client.view.js';

/** Confidential clients of web applications, made and kept by administrators. */
@Injectable()
export class WebClientsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly jwksUris: JwksUriPolicy,
    private readonly issuer: Issuer,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async require(clientId: string): Promise<Client> {
    const client = await this.store.clients.find(clientId);
    if (client?.kind !== 'web') throw new OAuthError('not_found', 'There is no such web client.');
    return client;
  }

  private policy(): WebClientPolicy {
    return { allowPrivateJwksUri: this.jwksUris.allowPrivate, onLoopback: isLoopback(this.issuer.publicUrl) };
  }

  /** Makes a web client. The secret is returned this once and kept only as its hash. */
  async create(request: z.output<typeof CreateWebClient>): Promise<{ client: Client; secret?: string }> {
    this.requireWebApplication(request.application);
    const byKey = request.token_endpoint_auth_method === 'private_key_jwt';
    const secret = byKey ? undefined : this.secrets.drawSecret();
    const drawn = {
      clientId: this.secrets.draw(16).toString('hex'),
      secretHash: secret === undefined ? null : hashOf(secret),
    };
    const client = newWebClient(request, drawn, this.clock.now(), this.policy());
    await this.store.transaction(async (store) => {
      if (!(await store.clients.insert(client))) {
        throw new OAuthError('conflict', 'The client identifier is taken.', { fields: { client_id: 'is taken' } });
      }
      const facts = { ...subject(client), after: renderWebClient(client) };
      await store.events.insert([this.events.event('ADMIN_STATIC_CLIENT_CREATED', facts)]);
    });
    return { client, ...(secret === undefined ? {} : { secret }) };
  }

  /** Changes a web client. Switched off, it is refused at once, and its access tokens end. */
  async update(clientId: string, request: UpdateWebClient, ifMatch: string | undefined): Promise<Client> {
    const current = await this.require(clientId);
    requireMatch(ifMatch, current);
    const changed = changedWebClient(current, request, this.policy());
    await this.store.transaction(async (store) => {
      if (!(await store.clients.replace(changed, current.revision))) throw outdated();
      if (current.enabled && !changed.enabled) await store.clients.endAccessTokens(clientId);
      const facts = { ...subject(changed), before: renderWebClient(current), after: renderWebClient(changed) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
    });
    return changed;
  }

  /** Draws another secret; the one before is dead when this returns. Throws `conflict` for a client that has none. */
  async rotateSecret(clientId: string): Promise<{ client: Client; secret: string }> {
    await this.require(clientId);
    const secret = this.secrets.drawSecret();
    const client = await this.store.transaction(async (store) => {
      const changed = await store.clients.replaceSecret(clientId, 'web', hashOf(secret));
      if (!changed) throw new OAuthError('conflict', 'This client has no secret: it signs with a private key.');
      const facts = { ...subject(changed), details: { secret: 'replaced' } };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
      return changed;
    });
    return { client, secret };
  }

  async delete(clientId: string): Promise<void> {
    const current = await this.require(clientId);
    await this.store.transaction(async (store) => {
      if (!(await store.clients.delete(clientId, 'web'))) {
        throw new OAuthError('not_found', 'There is no such web client.');
      }
      const facts = { ...subject(current), before: renderWebClient(current) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_DELETED', facts)]);
    });
  }

  private requireWebApplication(identifier: string): void {
    const application = this.configuration.application(identifier);
    const problem = !application
      ? 'is not an application of this server'
      : application.clientType === 'web'
        ? undefined
        : 'must be an application of the type web';
    if (problem !== undefined) {
      throw new OAuthError('invalid_request', `application: ${problem}`, { fields: { application: problem } });
    }
  }
}

function subject({ clientId, application }: Client): { clientId: string; application: string | null } {
  return { clientId, application };
}
