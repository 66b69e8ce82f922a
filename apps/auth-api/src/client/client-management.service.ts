import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClientInformation, ClientListQuery } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Application,
  type Client,
  MASTER_RIGHTS,
  OAuthError,
  hasSecret,
  hashOf,
  isTrialOver,
  renderForHistory,
  requireChangeOf,
  rightsOfClient,
  secretsAfterChange,
  statementClosed,
  type VerifiedStatement,
} from '@passant/protocol';
import { requireNoVersionNamed } from '../admin-access/etag.js';
import { decodeCursor, encodeCursor, isText } from '../admin-access/paging.js';
import { invalidToken, readBearer } from '../client-auth/bearer-token.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { MasterToken } from '../credentials/master-token.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { Secrets } from '../credentials/secrets.js';
import { ChangeThrottle } from './change-throttle.js';
import { ClientAddresses, type Surface } from './client-addresses.js';
import type { ShownClient } from './client-credentials-generator.js';
import { endLostGrants, losesAnything } from '../client-metadata/lost-grants.js';
import { COUNTED_BEFORE, RegistrationJudge } from '../client-metadata/registration-judge.js';
import { RegistrationStatements } from './registration-statements.js';

/**
 * Compared instead of the token of a client that does not exist or has none, so that every case takes the same path.
 */
const NO_TOKEN = hashOf('no client has this registration access token');

/** Maximum number of attempts at a change, which is retried if somebody else changed the client meanwhile. */
const ATTEMPTS = 5;

/** Clients that manage themselves. Those that administrators created are managed in the console. */
const REGISTERED: readonly Client['kind'][] = ['dynamic', 'instance'];

/** A client, and whose token is used to read or change it. */
interface Managed {
  client: Client;
  /** As it was when the token was judged; `undefined` if the client belongs to none. */
  application: Application | undefined;
  by: 'master' | 'client';
}

/** A client after the change, and the software statement that must still be valid when the change is stored. */
type Changed = ShownClient & { statement?: VerifiedStatement };

/** Management of registered clients (RFC 7592), by themselves or with the master token. */
@Injectable()
export class ClientManagementService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly master: MasterToken,
    private readonly judge: RegistrationJudge,
    private readonly statements: RegistrationStatements,
    private readonly addresses: ClientAddresses,
    private readonly policy: RegistrationPolicy,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly throttle: ChangeThrottle,
  ) {}

  /** The client's registration. It includes neither secret nor token, since the server has only their hashes. */
  async read(authorization: string | undefined, clientId: string, surface: Surface): Promise<ClientInformation> {
    const { client } = await this.require(authorization, clientId);
    return this.addresses.render({ client }, surface);
  }

  /**
   * Replaces the client's registration (RFC 7592 §2.2). The registration lock stays unchanged, whoever makes the
   * change.
   * Concurrent changes are applied one after the other; if tokens rotate, the second one is refused. Throws 429 for a
   * client that changes itself, or tries to, too often.
   * @param request `ifMatch`: the header; a registration has no version that it could name
   */
  async change(
    authorization: string | undefined,
    clientId: string,
    { body, ifMatch }: { body: unknown; ifMatch: string | undefined },
    surface: Surface,
  ): Promise<ClientInformation> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const managed = await this.require(authorization, clientId);
      requireNoVersionNamed(ifMatch);
      // Before it is judged, for which another server may have to be asked.
      if (attempt === 0 && managed.by === 'client') await this.throttle.take(managed.client);
      const changed = await this.plan(managed, body);
      if (await this.replace(managed, changed)) return this.addresses.render(changed, surface);
      await this.configuration.catchUp();
    }
    throw changesTooOften();
  }

  /**
   * Deletes the client and everything that depends on it: tokens, profiles, open transactions. One whose document an
   * administrator imported is theirs to delete.
   */
  async delete(authorization: string | undefined, clientId: string, ifMatch: string | undefined): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const managed = await this.require(authorization, clientId);
      requireNoVersionNamed(ifMatch);
      const { documentFetchedAt, documentFreshUntil } = managed.client;
      if (documentFetchedAt !== null && documentFreshUntil === null) throw ofAdministrators();
      if (await this.remove(managed)) return;
      await this.configuration.catchUp();
    }
    throw changesTooOften();
  }

  /**
   * @returns false if somebody else changed or deleted the client meanwhile, or changed its application, so that the token
   * may not be good for it
   */
  private async remove(managed: Managed): Promise<boolean> {
    const { client, by } = managed;
    const { clientId, application, kind } = client;
    return this.store.longTransaction(async (store) => {
      if (by === 'client' && !(await holdsApplication(store, managed))) return false;
      if (!(await store.clients.delete(clientId, kind, client))) return false;
      const facts = { clientId, application, details: { by }, before: renderForHistory(client) };
      await this.events.recordWith(store, 'DYNAMIC_REG_DELETED', facts);
      return true;
    });
  }

  /**
   * A page of all registered clients; requires the master token.
   * @returns the page, and where the next one begins if there is one
   */
  async list(
    authorization: string | undefined,
    query: ClientListQuery,
    surface: Surface,
  ): Promise<{ page: ClientInformation[]; next?: string }> {
    if (!this.master.matches(readBearer(authorization))) throw invalidToken('not the master token');
    const limit = query.limit ?? 100;
    const after = decodeCursor(query.cursor, isText);
    const found = await this.store.clientLife.list({ kinds: REGISTERED, after }, limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? encodeCursor(shown.at(-1)!.clientId) : undefined;
    return {
      page: shown.map((client) => this.addresses.render({ client }, surface)),
      ...(next === undefined ? {} : { next }),
    };
  }

  /**
   * The client, if the token may manage it. Throws 401 for a token that is not the client's own, whether or not the
   * client exists (RFC 7592 §2.1); the token stays valid for the client it belongs to. Throws 403 for a client that the
   * token may not manage.
   */
  private async require(authorization: string | undefined, clientId: string): Promise<Managed> {
    const token = readBearer(authorization);
    const isMaster = this.master.matches(token);
    const client = clientId.length > 255 ? undefined : await this.store.clients.find(clientId);
    // Whatever the token is worth: an installation whose token was replaced may have to leave no address.
    if (client) noteFacts({ clientId, application: client.application });
    const isOver = client !== undefined && isTrialOver(client, this.clock.now());
    const isOwn = timingSafeEqual(client?.registrationTokenHash ?? NO_TOKEN, hashOf(token)) && !isOver;
    if (!isMaster && !isOwn) throw invalidToken('not the registration access token of this client');
    if (!client) throw new OAuthError('not_found', 'There is no such client.');
    if (!REGISTERED.includes(client.kind)) {
      throw ofAdministrators();
    }
    if (!isMaster && !client.enabled) {
      throw new OAuthError('insufficient_scope', 'The client was disabled by an administrator.');
    }
    await this.configuration.hearOf(client);
    const application = this.configuration.application(client.application);
    // Its version is not asked about: an app that was updated says so with a change.
    if (!isMaster && client.application !== null && application?.enabled !== true) {
      throw new OAuthError('insufficient_scope', 'The application of the client was disabled by an administrator.');
    }
    return { client, application, by: isMaster ? 'master' : 'client' };
  }

  private async plan({ client, by }: Managed, body: unknown): Promise<Changed> {
    if (client.documentFetchedAt !== null) {
      throw new OAuthError('invalid_client_metadata', 'The document at the client identifier describes this client.');
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new OAuthError('invalid_request', 'The body must be a JSON object.');
    }
    requireChangeOf(client, body as Record<string, unknown>);
    const { metadata, statement } = await this.statements.read(this.judge.read(body));
    if (statement) await this.statements.approve(this.store, statement);
    const draft = await this.judge.judge(metadata, {
      rights: by === 'master' ? MASTER_RIGHTS : rightsOfClient(client),
      application: client.application,
      redirectHosts: client.redirectHosts,
      current: client,
      admitAsking: COUNTED_BEFORE,
    });
    // A change with the master token must not rotate the developer's token and secret behind the developer's back.
    const rotates = (wanted: boolean) => wanted && by === 'client';
    const { rotateToken, rotateSecret, secretOverlap } = this.policy.settings;
    const needsSecret = hasSecret(draft.authMethod) && (client.secretHash === null || rotates(rotateSecret));
    const secret = needsSecret ? this.secrets.generateSecret() : undefined;
    const token = rotates(rotateToken) ? this.secrets.generateSecret() : undefined;
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
      ...(statement === undefined ? {} : { statement }),
    };
  }

  /** @returns false if somebody else changed or deleted the client meanwhile, or changed its application */
  private async replace(managed: Managed, { client: changed, statement }: Changed): Promise<boolean> {
    const { client, by } = managed;
    const change = async (store: Store): Promise<boolean> => {
      if (!(await holdsApplication(store, managed))) return false;
      if (statement && !(await store.softwareStatements.isHeldOpen(statement.id))) throw statementClosed();
      if (!(await store.clients.replace(changed, client.revision))) return false;
      const { clientId, application } = client;
      const states = { before: renderForHistory(client), after: renderForHistory(changed) };
      await this.events.recordWith(store, 'DYNAMIC_UP_SUCCESS', { clientId, application, details: { by }, ...states });
      await endLostGrants(store, client, changed, this.clock.now());
      return true;
    };
    return losesAnything(client, changed) ? this.store.longTransaction(change) : this.store.transaction(change);
  }
}

/**
 * Whether the application of a client is as it was when the token and the change were judged by it, and stays so until
 * the transaction ends: it may have been disabled, or takes another version no more. It is locked before the client.
 */
async function holdsApplication({ applications }: Store, { application }: Managed): Promise<boolean> {
  return application === undefined || applications.holdAs(application);
}

const changesTooOften = () =>
  new OAuthError('temporarily_unavailable', 'The client or its application is being changed by others. Try again.', {
    retryAfter: 1,
  });

const ofAdministrators = () => new OAuthError('insufficient_scope', 'This client is managed by administrators only.');
