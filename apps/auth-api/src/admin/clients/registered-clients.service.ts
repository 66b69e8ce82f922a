import { Injectable } from '@nestjs/common';
import {
  type DeleteRegisteredClients,
  MOST_CLIENTS_DELETED,
  type RegisteredClientFilter,
  type RegisteredClientQuery,
  type UpdateRegisteredClient,
  type RegisteredClient as View,
} from '@passant/contracts';
import { type NewEvent, Store, type UsedClient } from '@passant/persistence';
import { type Client, OAuthError, renderForHistory } from '@passant/protocol';
import { EventLog } from '../../platform/event-log.js';
import { decodeCursor, isText, limitOf, renderPage } from '../paging.js';
import { readClientFilter, type RegisteredKind, renderRegistered } from './registered-client.view.js';

interface Position {
  createdAt: number;
  clientId: string;
}

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return Number.isSafeInteger(position?.createdAt) && isText(position?.clientId);
}

/** Clients that registered themselves: looked at, switched off, deleted; what they are, they decide with their own token. */
@Injectable()
export class RegisteredClientsService {
  constructor(
    private readonly store: Store,
    private readonly events: EventLog,
  ) {}

  async list(
    query: RegisteredClientQuery,
    kinds?: readonly RegisteredKind[],
  ): Promise<{ items: View[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const after = decodeCursor(query.cursor, isPosition);
    const found = await this.store.registeredClients.list(readClientFilter(query, kinds), after, limit + 1);
    return renderPage(found, limit, ({ createdAt, clientId }) => ({ createdAt, clientId }), renderRegistered);
  }

  async require(clientId: string, kinds: readonly RegisteredKind[]): Promise<UsedClient> {
    const client = await this.store.registeredClients.find(clientId, kinds);
    if (!client) throw unknownClient();
    return client;
  }

  /** Changes what administrators decide about a client. Switched off, it is refused at once and its access tokens end. */
  async update(
    clientId: string,
    kinds: readonly RegisteredKind[],
    { enabled, audience_policy: policy }: UpdateRegisteredClient,
  ): Promise<UsedClient> {
    const current = await this.require(clientId, kinds);
    return this.store.transaction(async (store) => {
      let client: Client | undefined = current;
      if (enabled !== undefined) client = await store.clients.setEnabled(clientId, current.kind, enabled);
      if (enabled === false) await store.clients.endAccessTokens(clientId);
      if (policy !== undefined) client = await store.clients.setAudiencePolicy(clientId, current.kind, policy);
      if (!client) throw unknownClient();
      const shown = ({ enabled: on, audiencePolicy }: Client) => ({
        ...(enabled === undefined ? {} : { enabled: on }),
        ...(policy === undefined ? {} : { audience_policy: audiencePolicy }),
      });
      const facts = { clientId, application: client.application, before: shown(current), after: shown(client) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
      return { ...client, lastUsed: current.lastUsed };
    });
  }

  /** Deletes a client; its tokens, profiles and open transactions go with it. */
  async delete(clientId: string, kinds: readonly RegisteredKind[]): Promise<void> {
    const before = await this.require(clientId, kinds);
    await this.store.transaction(async (store) => {
      if (!(await store.clients.delete(clientId, before.kind))) throw unknownClient();
      await store.events.insert([this.deletion(before)]);
    });
  }

  /** How many clients a clean-up would delete; counting stops behind the most that one may delete. */
  async count(filter: RegisteredClientFilter): Promise<number> {
    return this.store.registeredClients.count(readClientFilter(filter), MOST_CLIENTS_DELETED + 1);
  }

  /**
   * Deletes the clients that a filter means. Throws `conflict` unless they are exactly as many as whoever asks was told:
   * what was counted is what goes.
   */
  async deleteMatching({ filter, expected_count: expected }: DeleteRegisteredClients): Promise<number> {
    const wanted = readClientFilter(filter as RegisteredClientFilter);
    const gone = await this.store.transaction(async (store) => {
      const deleted = await store.registeredClients.deleteExactly(wanted, expected);
      await store.events.insert(deleted.map((client) => this.deletion(client, { cleaned_up: deleted.length })));
      return deleted;
    });
    if (gone.length === 0) {
      throw new OAuthError('conflict', `The filter does not mean ${expected} clients any more. Count them again.`);
    }
    return gone.length;
  }

  private deletion(client: Client, details?: Record<string, unknown>): NewEvent {
    const { clientId, application } = client;
    const facts = { clientId, application, before: renderForHistory(client) };
    return this.events.event('ADMIN_CLIENT_DELETED', details ? { ...facts, details } : facts);
  }
}

function unknownClient(): OAuthError {
  return new OAuthError('not_found', 'There is no such registered client.');
}
