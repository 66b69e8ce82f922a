import { Injectable } from '@nestjs/common';
import type { ClientInformation, ClientMetadata } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  type EpochSeconds,
  type InitialAccessToken,
  MASTER_RIGHTS,
  OAuthError,
  OPEN_RIGHTS,
  STATEMENT_RIGHTS,
  type SoftwareStatement,
  isForAudience,
  preferredCredentials,
  renderForHistory,
  renderRegistration,
  requireSameApplication,
} from '@passant/protocol';
import { invalidToken } from '../client-auth/bearer-token.js';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../platform/event-log.js';
import { Issuer } from '../platform/issuer.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { ClientAddresses, type Surface } from './client-addresses.js';
import { ClientDrawing, type ShownClient } from './client-drawing.js';
import { type RegistrationCaller, RegistrationCallers } from './registration-callers.js';
import { type JudgedBy, RegistrationJudge } from './registration-judge.js';
import { RegistrationStatements, type StatedRegistration, hasStatement } from './registration-statements.js';
import { RegistrationThrottle } from './registration-throttle.js';
import { SectorIdentifiers } from './sector-identifiers.js';

/** A request to register, as it came in. */
export interface RegistrationRequest {
  authorization: string | undefined;
  /** Where it comes from. */
  address: string;
  body: unknown;
  surface: Surface;
}

/** What somebody showed in order to register. */
interface Permissions {
  token: InitialAccessToken | undefined;
  statement: SoftwareStatement | undefined;
}

/** What those may register who show no initial access token. */
const RIGHTS = { master: MASTER_RIGHTS, open: OPEN_RIGHTS, statement: STATEMENT_RIGHTS } as const;

/** Identifiers that are drawn before something must be wrong with the drawing. */
const DRAWINGS = 3;

/** Registers clients: with the master token, with initial access tokens, and openly where that is on. */
@Injectable()
export class ClientRegistrationService {
  constructor(
    private readonly store: Store,
    private readonly callers: RegistrationCallers,
    private readonly issuer: Issuer,
    private readonly judge: RegistrationJudge,
    private readonly statements: RegistrationStatements,
    private readonly sectors: SectorIdentifiers,
    private readonly drawing: ClientDrawing,
    private readonly addresses: ClientAddresses,
    private readonly throttle: RegistrationThrottle,
    private readonly policy: RegistrationPolicy,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /**
   * Spends the token and registers the client, both or neither. A refused parameter spends the token too (the
   * customer's document); a fault of the server does not, because the whole transaction is undone.
   */
  async register(request: RegistrationRequest): Promise<ClientInformation> {
    const { caller, stated, sector } = await this.read(request);
    const result = await this.store.transaction(async (store): Promise<ShownClient | OAuthError> => {
      const token = caller.by === 'token' ? await this.spend(store, caller.tokenHash) : undefined;
      // A refusal is returned, not thrown: the transaction that spends the token must commit.
      if (stated instanceof OAuthError) return stated;
      return asOutcome(async () => {
        const statement = stated.statement && (await this.statements.approve(store, stated.statement));
        const by = this.judgedBy(caller, { token, statement, sector });
        const shown = await this.insert(store, stated.metadata, by, { token, statement });
        await this.note(store, shown.client, caller);
        return shown;
      });
    });
    if (stated instanceof OAuthError) throw stated;
    if (result instanceof OAuthError) throw result;
    return withEcho(this.addresses.render(result, request.surface), stated);
  }

  /** What would be registered, or refused. Nothing is registered and nothing spent. */
  async tryOut(request: RegistrationRequest): Promise<Record<string, unknown>> {
    const { caller, stated, sector } = await this.read(request);
    const token = caller.by === 'token' ? await this.find(caller.tokenHash) : undefined;
    if (stated instanceof OAuthError) throw stated;
    const statement = stated.statement && (await this.statements.approve(this.store, stated.statement));
    const draft = this.judge.judge(stated.metadata, this.judgedBy(caller, { token, statement, sector }));
    const { clientId } = preferredCredentials(stated.metadata, draft.authMethod);
    if (clientId !== undefined && (await this.store.clients.find(clientId))) throw taken();
    return withEcho(
      { ...(clientId === undefined ? {} : { client_id: clientId }), ...renderRegistration(draft) },
      stated,
    );
  }

  /** Everything that is found out before a transaction begins: nobody waits for a stranger's server inside one. */
  private async read({ authorization, address, body }: RegistrationRequest): Promise<{
    caller: RegistrationCaller;
    stated: StatedRegistration | OAuthError;
    sector?: JudgedBy['sector'];
  }> {
    const caller = await this.callers.require(authorization, address, hasStatement(body));
    // Nothing was asked for yet: that costs nothing.
    if (body === undefined) throw new OAuthError('invalid_request', 'The body must be application/json.');
    const stated = await asOutcome(() => this.statements.read(this.judge.read(body)));
    if (caller.by === 'statement' && !(stated instanceof OAuthError)) await this.takeForApp(stated, address);
    if (stated instanceof OAuthError || stated.metadata.sector_identifier_uri === undefined) return { caller, stated };
    // Whoever has no token to spend has nothing fetched either.
    if (caller.by === 'token') await this.find(caller.tokenHash);
    return { caller, stated, sector: await this.sectors.ask(stated.metadata) };
  }

  /** Only a good statement counts, so that bad ones take no room from the app they pretend to be. */
  private async takeForApp({ statement }: StatedRegistration, address: string): Promise<void> {
    const { application } = await this.statements.approve(this.store, statement!);
    this.throttle.take(address, application);
  }

  private async spend(store: Store, tokenHash: Buffer): Promise<InitialAccessToken> {
    return this.requireLive(await store.initialAccessTokens.spend(tokenHash, this.clock.now()));
  }

  private async find(tokenHash: Buffer): Promise<InitialAccessToken> {
    return this.requireLive(await this.store.initialAccessTokens.findUsable(tokenHash, this.clock.now()));
  }

  private requireLive(token: InitialAccessToken | undefined): InitialAccessToken {
    if (!token) throw invalidToken('unknown, expired, revoked or used up');
    noteFacts({ application: token.application });
    if (!isForAudience(token, this.issuer.registrationAudience)) throw invalidToken('for another audience');
    return token;
  }

  private judgedBy(
    caller: RegistrationCaller,
    { token, statement, sector }: Permissions & { sector: JudgedBy['sector'] },
  ): JudgedBy {
    if (token && statement) requireSameApplication(token, statement);
    const application = token?.application ?? statement?.application ?? null;
    if (token) {
      const { scope: lock, redirectHosts } = token;
      return { rights: { by: 'token', lock }, application, redirectHosts, sector };
    }
    return { rights: RIGHTS[caller.by as keyof typeof RIGHTS], application, redirectHosts: [], sector };
  }

  private async insert(
    store: Store,
    metadata: ClientMetadata,
    by: JudgedBy,
    { token, statement }: Permissions,
  ): Promise<ShownClient> {
    const draft = this.judge.judge(metadata, by);
    const preferred = preferredCredentials(metadata, draft.authMethod);
    const origin = {
      initialAccessToken: token?.id ?? null,
      softwareStatement: statement?.id ?? null,
      expiresAt: this.expiryOf(by, token),
    };
    for (let attempt = 0; attempt < DRAWINGS; attempt += 1) {
      const drawn = this.drawing.draw(draft, origin, preferred);
      if (await store.clients.insert(drawn.client)) return drawn;
      if (preferred.clientId !== undefined) throw taken();
    }
    throw new Error('Every client identifier that was drawn is taken.');
  }

  private async note(store: Store, client: Client, { by }: RegistrationCaller): Promise<void> {
    const { clientId, application, initialAccessToken: token } = client;
    const details = { by, ...(token === null ? {} : { token }) };
    const facts = { clientId, application, details, after: renderForHistory(client) };
    await this.events.recordWith(store, 'DYNAMIC_REG_SUCCESS', facts);
  }

  private expiryOf({ rights }: JudgedBy, token: InitialAccessToken | undefined): EpochSeconds | null {
    const lifetime = rights.by === 'open' ? this.policy.settings.unusedClientLifetime : token?.clientLifetime;
    return lifetime === undefined || lifetime === null ? null : this.clock.now() + lifetime;
  }
}

/** RFC 7591 §3.2.1: a statement that was used is answered as it came. */
function withEcho<Answer extends object>(answer: Answer, { metadata }: StatedRegistration): Answer {
  const { software_statement: text } = metadata;
  return text === undefined ? answer : { ...answer, software_statement: text };
}

function taken(): OAuthError {
  return new OAuthError('invalid_client_metadata', 'preferred_client_id is taken.');
}

/** The result, or the refusal in its place. */
async function asOutcome<Result>(work: () => Result | Promise<Result>): Promise<Result | OAuthError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}
