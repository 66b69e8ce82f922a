import { Injectable } from '@nestjs/common';
import {
  type DeleteRegisteredClients,
  MOST_CLIENTS_DELETED,
  type RegisteredClientFilter,
  type RegisteredClientQuery,
  type UpdateRegisteredClient,
  type RegisteredClient as View,
} from '@passant/contracts';
import { type NewEvent, Store, type UsedClient, digestOf } from '@passant/persistence';
import {
  type Client,
  OAuthError,
  changedAudience,
  mayBeLetOffPkce,
  renderForHistory,
  invalidMember,
} from '@passant/protocol';
import { Clock } from '../../platform/clock.js';
import { EventLog } from '../../observation/event-log.js';
import { requireTagIfGiven } from '../../admin-access/etag.js';
import { decodeCursor, isText, limitOf, renderPage } from '../../admin-access/paging.js';
import { readClientFilter, type RegisteredKind, renderRegistered } from './registered-client.view.js';

interface Position {
  createdAt: number;
  clientId: string;
}

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return Number.isSafeInteger(position?.createdAt) && isText(position?.clientId);
}

/**
 * Views, disables and deletes clients that registered themselves. Their metadata is theirs to change, with their own
 * token.
 */
@Injectable()
export class RegisteredClientsService {
  constructor(
    private readonly store: Store,
    private readonly events: EventLog,
    private readonly clock: Clock,
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

  /**
   * Changes what administrators decide about a client. Once disabled, it is refused at once and its access tokens end.
   */
  async update(
    clientId: string,
    kinds: readonly RegisteredKind[],
    { enabled, require_pkce: pkce, ...audience }: UpdateRegisteredClient,
  ): Promise<UsedClient> {
    const { kind, lastUsed } = await this.require(clientId, kinds);
    const movesAudience = Object.keys(audience).length > 0;
    return this.store.longTransaction(async (store) => {
      const current = await locked(store, clientId, kind);
      if (pkce === false && !mayBeLetOffPkce(current)) throw needsPkce();
      const rule = changedAudience(current, audience, this.clock.now());
      let client: Client | undefined = current;
      if (enabled !== undefined) client = await store.clients.setEnabled(clientId, kind, enabled);
      if (enabled === false) await store.clients.endAccessTokens(clientId);
      if (movesAudience) client = await store.clients.setAudienceRule(clientId, kind, rule);
      if (pkce !== undefined) client = await store.clients.setRequirePkce(clientId, kind, pkce);
      if (!client) throw unknownClient();
      const shown = ({ enabled: on, audiencePolicy, lenientUntil, requirePkce }: Client) => ({
        ...(enabled === undefined ? {} : { enabled: on }),
        ...(movesAudience ? { audience_policy: audiencePolicy, lenient_until: lenientUntil } : {}),
        ...(pkce === undefined ? {} : { require_pkce: requirePkce }),
      });
      const facts = { clientId, application: client.application, before: shown(current), after: shown(client) };
      await store.events.insert([this.events.event('ADMIN_CLIENT_UPDATED', facts)]);
      return { ...client, lastUsed };
    });
  }

  /** Deletes a client together with its tokens, profiles and open transactions. */
  async delete(clientId: string, kinds: readonly RegisteredKind[]): Promise<void> {
    const { kind } = await this.require(clientId, kinds);
    await this.store.longTransaction(async (store) => {
      const before = await locked(store, clientId, kind);
      await store.clients.delete(clientId, kind, before);
      await store.events.insert([this.deletion(before)]);
    });
  }

  /** Counts the clients that a clean-up would delete, stopping one past the maximum that a clean-up may delete. */
  async count(filter: RegisteredClientFilter): Promise<{ count: number; etag: string }> {
    const { count, digest } = await this.store.registeredClients.count(
      readClientFilter(filter),
      MOST_CLIENTS_DELETED + 1,
    );
    return { count, etag: tagOf(digest) };
  }

  /**
   * Deletes the clients that match a filter. Throws `conflict` unless there are exactly as many as the caller was told.
   * @param ifMatch the header: the tag of a count; they have to be those that were counted then, or it throws
   *   `precondition_failed`
   */
  async deleteMatching(
    { filter, expected_count: expected }: DeleteRegisteredClients,
    ifMatch: string | undefined,
  ): Promise<number> {
    const wanted = readClientFilter(filter as RegisteredClientFilter);
    const gone = await this.store.longTransaction(async (store) => {
      const deleted = await store.registeredClients.deleteExactly(wanted, expected);
      requireTagIfGiven(ifMatch, tagOf(digestOf(deleted)));
      await store.events.insert(deleted.map((client) => this.deletion(client, { cleaned_up: deleted.length })));
      return deleted;
    });
    if (gone.length === 0) {
      throw new OAuthError('conflict', 'The filter does not mean as many clients any more. Count them again.');
    }
    return gone.length;
  }

  private deletion(client: Client, details?: Record<string, unknown>): NewEvent {
    const { clientId, application } = client;
    const facts = { clientId, application, before: renderForHistory(client) };
    return this.events.event('ADMIN_CLIENT_DELETED', details ? { ...facts, details } : facts);
  }
}

const tagOf = (digest: string): string => `"${digest}"`;

/** The client as it stays until the transaction ends. Throws `not_found`. */
async function locked(store: Store, clientId: string, kind: Client['kind']): Promise<Client> {
  const client = await store.clients.lock(clientId, kind);
  if (!client) throw unknownClient();
  return client;
}

function needsPkce(): OAuthError {
  return invalidMember('require_pkce', 'must be true for an app and for a client that does not authenticate');
}

function unknownClient(): OAuthError {
  return new OAuthError('not_found', 'There is no such registered client.');
}
