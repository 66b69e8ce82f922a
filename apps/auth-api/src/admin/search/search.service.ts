import { Injectable } from '@nestjs/common';
import type { Finding, FoundBy, FoundClient } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, type Sought, endOf, hashOf, readSought } from '@passant/protocol';
import { Secrets } from '../../credentials/secrets.js';
import { SigningKeys } from '../../credentials/signing-keys.js';
import { EventLog } from '../../observation/event-log.js';
import { RefusalLog } from '../../observation/refusal-log.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';

/** Maximum number of events of one request that are named. */
const MOST_EVENTS = 20;

/** Kinds of tokens that may be pasted themselves instead of their hash. */
const PASTED = ['access', 'refresh', 'authorization-code'] as const;

/** Finds what an identifier stands for, by exact comparison. It never looks among people. */
@Injectable()
export class SearchService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly signingKeys: SigningKeys,
    private readonly secrets: Secrets,
    private readonly events: EventLog,
    private readonly refusals: RefusalLog,
    private readonly clock: Clock,
  ) {}

  /** @param text as pasted; it may be a secret, and is neither kept nor repeated */
  async search(text: string): Promise<Finding[]> {
    const sought = readSought(text);
    if (!sought) return [];
    // Somebody may search for a request before this instance has written down what came of it.
    await Promise.all([this.refusals.flush(), this.events.flush()]);
    return [
      ...this.ofConfiguration(sought.name),
      ...(await this.ofClients(sought.name)),
      ...(await this.ofRequest(sought.name)),
      ...(await this.ofRecords(sought)),
      ...(await this.ofTokens(sought)),
    ];
  }

  private ofConfiguration(name: string): Finding[] {
    const application = this.configuration.application(name);
    const provider = this.configuration.identityProvider(name);
    const hook = this.configuration.webHook(name);
    const key = this.signingKeys.all().find(({ kid }) => kid === name);
    const named = ({ identifier, name: display, enabled }: { identifier: string; name: string; enabled: boolean }) => ({
      identifier,
      name: display,
      enabled,
    });
    return [
      ...(application ? [{ kind: 'application' as const, ...named(application) }] : []),
      ...(provider ? [{ kind: 'identity_provider' as const, ...named(provider) }] : []),
      ...(this.configuration.hasScope(name) ? [{ kind: 'scope' as const, identifier: name }] : []),
      ...(hook ? [{ kind: 'web_hook' as const, id: hook.id, name: hook.name }] : []),
      ...(key ? [{ kind: 'signing_key' as const, kid: key.kid, algorithm: key.algorithm, state: key.state }] : []),
    ];
  }

  /** The client of this identifier, or what events still tell of one that is gone. */
  private async ofClients(name: string): Promise<Finding[]> {
    const client = await this.store.clients.find(name);
    if (client) return [{ kind: 'client', ...renderClient(client) }];
    const [last] = await this.store.events.list({ clientId: name }, { limit: 1 });
    if (!last) return [];
    const { application, occurred } = last;
    return [
      {
        kind: 'former_client',
        client_id: name,
        ...(application === null ? {} : { application }),
        last_seen: occurred,
      },
    ];
  }

  private async ofRequest(name: string): Promise<Finding[]> {
    const refusal = await this.store.refusalTraces.find(name, this.clock.now());
    const events = await this.store.events.list({ requestId: name }, { limit: MOST_EVENTS });
    const first = events.at(-1);
    const known = (member: 'clientId' | 'application') => events.find((event) => event[member] !== null)?.[member];
    const [clientId, application] = [known('clientId'), known('application')];
    return [
      ...(refusal
        ? [
            {
              kind: 'refusal' as const,
              error_id: refusal.requestId,
              error: refusal.error,
              status: refusal.status,
              description: refusal.description,
              occurred: refusal.occurred,
            },
          ]
        : []),
      ...(first
        ? [
            {
              kind: 'request' as const,
              request_id: name,
              events: events.map((event) => event.name).reverse(),
              occurred: first.occurred,
              ...(clientId == null ? {} : { client_id: clientId }),
              ...(application == null ? {} : { application }),
            },
          ]
        : []),
    ];
  }

  private async ofRecords({ uuid }: Sought): Promise<Finding[]> {
    if (uuid === undefined) return [];
    const statement = await this.store.softwareStatements.find(uuid);
    return [
      ...(await this.ofInitialAccessToken({ id: uuid }, 'id')),
      ...(statement
        ? [
            {
              kind: 'software_statement' as const,
              id: statement.id,
              application: statement.application,
              app_platform: statement.appPlatform,
              app_version: statement.appVersion,
              revoked: statement.revokedAt !== null,
            },
          ]
        : []),
    ];
  }

  private async ofTokens({ name, hash }: Sought): Promise<Finding[]> {
    const pasted = this.pastedToken(name);
    if (pasted) return this.ofToken(pasted, 'token');
    const initial = this.secrets.readInitialAccessToken(name);
    // The self-contained form is a JWT, and found by nothing but the hash of its text.
    const text = initial ?? (name.split('.').length === 3 ? hashOf(name) : undefined);
    if (text) return this.ofInitialAccessToken({ tokenHash: text }, 'token');
    if (!hash) return [];
    return [...(await this.ofToken(hash, 'hash')), ...(await this.ofInitialAccessToken({ tokenHash: hash }, 'hash'))];
  }

  /** The hash of what was pasted, if that is a token of this server. */
  private pastedToken(text: string): Buffer | undefined {
    const now = this.clock.now();
    for (const kind of PASTED) {
      const token = this.secrets.readToken(kind, text, now);
      if (token) return token.hash;
    }
    return undefined;
  }

  private async ofToken(hash: Buffer, by: Exclude<FoundBy, 'id'>): Promise<Finding[]> {
    const found = await this.store.tokenTraces.find(hash);
    if (!found) return [];
    const { token, clientId, application, issuedAt, expiresAt } = found;
    const client = clientId === null ? undefined : await this.store.clients.find(clientId);
    const end = endOf(found, this.configuration.behind(found), this.clock.now());
    return [
      {
        kind: 'token',
        token,
        by,
        live: end === undefined,
        ...(end === undefined ? {} : { end }),
        ...(client ? { client: renderClient(client) } : {}),
        ...(application === null ? {} : { application }),
        ...(issuedAt === null ? {} : { issued_at: issuedAt }),
        expires_at: expiresAt,
      },
    ];
  }

  private async ofInitialAccessToken(which: { id: string } | { tokenHash: Buffer }, by: FoundBy): Promise<Finding[]> {
    const token = await this.store.initialAccessTokens.findAny(which, this.clock.now());
    if (!token) return [];
    return [
      {
        kind: 'initial_access_token',
        id: token.id,
        by,
        ...(token.label === null ? {} : { label: token.label }),
        ...(token.application === null ? {} : { application: token.application }),
        state: token.state,
        expires_at: token.expiresAt,
      },
    ];
  }
}

function renderClient({ clientId, kind, name, application, enabled }: Client): FoundClient {
  return {
    client_id: clientId,
    client_kind: kind,
    ...(name === null ? {} : { name }),
    ...(application === null ? {} : { application }),
    enabled,
  };
}
