import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClientInformation, ClientListQuery } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  MASTER_RIGHTS,
  OAuthError,
  hasSecret,
  hashOf,
  renderForHistory,
  requireChangeOf,
  secretsAfterChange,
} from '@passant/protocol';
import { invalidToken, readBearer } from '../client-auth/bearer-token.js';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../platform/event-log.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { MasterToken } from '../platform/master-token.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { Secrets } from '../platform/secrets.js';
import { ClientAddresses, type Surface } from './client-addresses.js';
import type { ShownClient } from './client-drawing.js';
import { RegistrationJudge } from './registration-judge.js';
import { RegistrationStatements } from './registration-statements.js';
import { SectorIdentifiers } from './sector-identifiers.js';

/** Stands in for the token of a client that does not exist or has none, so that every case takes the same path. */
const NO_TOKEN = hashOf('no client has this registration access token');

/** How often a change is begun anew because somebody else changed the client meanwhile. */
const ATTEMPTS = 5;

/** Clients that manage themselves. The administrators' own are managed in the console. */
const REGISTERED: readonly Client['kind'][] = ['dynamic', 'instance'];

/** A client, and by whose token it is read or changed. */
interface Managed {
  client: Client;
  by: 'master' | 'client';
}

/** What registered clients do with their registration (RFC 7592), and the master token with all of them. */
@Injectable()
export class ClientManagementService {
  constructor(
    private readonly store: Store,
    private readonly master: MasterToken,
    private readonly judge: RegistrationJudge,
    private readonly statements: RegistrationStatements,
    private readonly sectors: SectorIdentifiers,
    private readonly addresses: ClientAddresses,
    private readonly policy: RegistrationPolicy,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** What is registered. Neither secret nor token are shown: the server has their hashes only. */
  async read(authorization: string | undefined, clientId: string, surface: Surface): Promise<ClientInformation> {
    const { client } = await this.require(authorization, clientId);
    return this.addresses.render({ client }, surface);
  }

  /**
   * Replaces what is registered (RFC 7592 §2.2). The registration lock stays what it was, whoever makes the change.
   * Two changes at once happen one after the other; with a token that rotates the second is refused.
   */
  async change(
    authorization: string | undefined,
    clientId: string,
    body: unknown,
    surface: Surface,
  ): Promise<ClientInformation> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const managed = await this.require(authorization, clientId);
      const changed = await this.plan(managed, body);
      if (await this.replace(managed, changed.client)) return this.addresses.render(changed, surface);
    }
    throw new OAuthError('temporarily_unavailable', 'The client is being changed by others. Try again.', {
      retryAfter: 1,
    });
  }

  /** Deletes the client with everything that stands on it: tokens, profiles, open transactions. */
  async delete(authorization: string | undefined, clientId: string): Promise<void> {
    const { client, by } = await this.require(authorization, clientId);
    await this.store.transaction(async (store) => {
      if (!(await store.clients.delete(clientId, client.kind))) throw invalidToken('deleted at the same moment');
      const { application } = client;
      const facts = { clientId, application, details: { by }, before: renderForHistory(client) };
      await this.events.recordWith(store, 'DYNAMIC_REG_DELETED', facts);
    });
  }

  /**
   * A page of all registered clients, for whoever holds the master token.
   * @returns the page, and where the next one begins if there is one
   */
  async list(
    authorization: string | undefined,
    query: ClientListQuery,
    surface: Surface,
  ): Promise<{ page: ClientInformation[]; next?: string }> {
    if (!this.master.matches(readBearer(authorization))) throw invalidToken('not the master token');
    const limit = query.limit ?? 100;
    const after = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url').toString('utf8');
    if (after?.includes('\0')) throw new OAuthError('invalid_request', 'cursor: is not one this server gave out.');
    const found = await this.store.clientLife.list({ kinds: REGISTERED, after }, limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? Buffer.from(shown.at(-1)!.clientId).toString('base64url') : undefined;
    return {
      page: shown.map((client) => this.addresses.render({ client }, surface)),
      ...(next === undefined ? {} : { next }),
    };
  }

  /**
   * The client, if the token may manage it. Throws 401 for a token that is not its own, whether or not there is such a
   * client (RFC 7592 §2.1); the token goes on being good where it belongs. 403 for a client it may not manage.
   */
  private async require(authorization: string | undefined, clientId: string): Promise<Managed> {
    const token = readBearer(authorization);
    const isMaster = this.master.matches(token);
    const client = clientId.length > 255 ? undefined : await this.store.clients.find(clientId);
    const isOwn = timingSafeEqual(client?.registrationTokenHash ?? NO_TOKEN, hashOf(token));
    if (!isMaster && !isOwn) throw invalidToken('not the registration access token of this client');
    if (!client) throw new OAuthError('not_found', 'There is no such client.');
    noteFacts({ clientId, application: client.application });
    if (!REGISTERED.includes(client.kind)) {
      throw new OAuthError('insufficient_scope', 'This client is managed by administrators only.');
    }
    if (!isMaster && !client.enabled) {
      throw new OAuthError('insufficient_scope', 'The client was disabled by an administrator.');
    }
    return { client, by: isMaster ? 'master' : 'client' };
  }

  private async plan({ client, by }: Managed, body: unknown): Promise<ShownClient> {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new OAuthError('invalid_request', 'The body must be a JSON object.');
    }
    requireChangeOf(client, body as Record<string, unknown>);
    const { metadata, statement } = await this.statements.read(this.judge.read(body));
    if (statement) await this.statements.approve(this.store, statement);
    const draft = this.judge.judge(metadata, {
      rights: by === 'master' ? MASTER_RIGHTS : { by: 'token', lock: client.registrationLock },
      application: client.application,
      redirectHosts: client.redirectHosts,
      sector: await this.sectors.ask(metadata),
      current: client,
    });
    // The developer's token and secret do not change behind the developer's back.
    const rotates = (wanted: boolean) => wanted && by === 'client';
    const { rotateToken, rotateSecret, secretOverlap } = this.policy.settings;
    const needsSecret = hasSecret(draft.authMethod) && (client.secretHash === null || rotates(rotateSecret));
    const secret = needsSecret ? this.secrets.drawSecret() : undefined;
    const token = rotates(rotateToken) ? this.secrets.drawSecret() : undefined;
    const secretHash = secret === undefined ? undefined : hashOf(secret);
    return {
      client: {
        ...client,
        ...draft,
        ...secretsAfterChange(client, draft.authMethod, secretHash, secretOverlap, this.clock.now()),
        registrationTokenHash: token === undefined ? client.registrationTokenHash : hashOf(token),
        revision: client.revision + 1,
      },
      ...(secret === undefined ? {} : { secret }),
      ...(token === undefined ? {} : { registrationAccessToken: token }),
    };
  }

  /** @returns false if somebody else changed or deleted the client meanwhile */
  private async replace({ client, by }: Managed, changed: Client): Promise<boolean> {
    return this.store.transaction(async (store) => {
      if (!(await store.clients.replace(changed, client.revision))) return false;
      const { clientId, application } = client;
      const states = { before: renderForHistory(client), after: renderForHistory(changed) };
      await this.events.recordWith(store, 'DYNAMIC_UP_SUCCESS', { clientId, application, details: { by }, ...states });
      return true;
    });
  }
}
