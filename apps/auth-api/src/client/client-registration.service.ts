import { Injectable } from '@nestjs/common';
import type { ClientInformation } from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import {
  type Client,
  type ClientDraft,
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
import { ClientDrawing, type Origin, type ShownClient } from './client-drawing.js';
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

/** A request that was looked at, with everything that had to be asked for. */
interface Asked {
  caller: RegistrationCaller;
  /** Usable when it was looked up. */
  token: InitialAccessToken | undefined;
  /** What shall be registered, or why that cannot be read. */
  stated: StatedRegistration | OAuthError;
  sector: JudgedBy['sector'];
}

/** What will be registered. */
interface Plan {
  draft: ClientDraft;
  preferred: ReturnType<typeof preferredCredentials>;
  origin: Origin;
  stated: StatedRegistration;
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
   * customer's document); a fault of the server does not, because then the statement that spends it has not happened.
   */
  async register(request: RegistrationRequest): Promise<ClientInformation> {
    const asked = await this.read(request);
    const plan = await asOutcome(() => this.plan(asked));
    if (plan instanceof OAuthError) {
      if (asked.token) await this.spend(asked.token);
      throw plan;
    }
    const shown = await this.record(asked, plan);
    return withEcho(this.addresses.render(shown, request.surface), plan.stated);
  }

  /** What would be registered, or refused. Nothing is registered and nothing spent. */
  async tryOut(request: RegistrationRequest): Promise<Record<string, unknown>> {
    const { draft, preferred, stated } = await this.plan(await this.read(request));
    const { clientId } = preferred;
    if (clientId !== undefined && (await this.store.clients.find(clientId))) throw taken();
    return withEcho(
      { ...(clientId === undefined ? {} : { client_id: clientId }), ...renderRegistration(draft) },
      stated,
    );
  }

  private async read({ authorization, address, body }: RegistrationRequest): Promise<Asked> {
    const caller = await this.callers.require(authorization, address, hasStatement(body));
    // Nothing was asked for yet: that costs nothing.
    if (body === undefined) throw new OAuthError('invalid_request', 'The body must be application/json.');
    const stated = await asOutcome(() => this.statements.read(this.judge.read(body)));
    if (caller.by === 'statement' && !(stated instanceof OAuthError)) await this.takeForApp(stated, address);
    const token = caller.by === 'token' ? await this.find(caller.tokenHash) : undefined;
    // Whoever has no token to spend has nothing fetched either.
    const sector = stated instanceof OAuthError ? undefined : await this.sectors.ask(stated.metadata);
    return { caller, token, stated, sector };
  }

  /** Only a good statement counts, so that bad ones take no room from the app they pretend to be. */
  private async takeForApp({ statement }: StatedRegistration, address: string): Promise<void> {
    const { application } = await this.statements.approve(this.store, statement!);
    this.throttle.take(address, application);
  }

  /** What makes a token good for something never changes: only whether a use is left is asked again when it is spent. */
  private async find(tokenHash: Buffer): Promise<InitialAccessToken> {
    const token = await this.store.initialAccessTokens.findUsable(tokenHash, this.clock.now());
    if (!token) throw tokenGone();
    noteFacts({ application: token.application });
    if (!isForAudience(token, this.issuer.registrationAudience)) throw invalidToken('for another audience');
    return token;
  }

  private async spend({ tokenHash }: InitialAccessToken): Promise<void> {
    const result = await this.store.clientRegistrations.record({ spends: tokenHash, now: this.clock.now() });
    if (result === 'token_gone') throw tokenGone();
  }

  /** Throws what is to be said to whoever asked, in the order of the contract. */
  private async plan({ caller, token, stated, sector }: Asked): Promise<Plan> {
    if (stated instanceof OAuthError) throw stated;
    const { metadata } = stated;
    const statement = stated.statement && (await this.statements.approve(this.store, stated.statement));
    const by = judgedBy(caller, { token, statement, sector });
    const draft = this.judge.judge(metadata, by);
    return {
      draft,
      preferred: preferredCredentials(metadata, draft.authMethod),
      origin: {
        initialAccessToken: token?.id ?? null,
        softwareStatement: statement?.id ?? null,
        expiresAt: this.expiryOf(by, token),
      },
      stated,
    };
  }

  private async record({ caller, token }: Asked, { draft, preferred, origin }: Plan): Promise<ShownClient> {
    let spends = token?.tokenHash;
    for (let attempt = 0; attempt < DRAWINGS; attempt += 1) {
      const drawn = this.drawing.draw(draft, origin, preferred);
      const made = { client: drawn.client, event: this.eventOf(drawn.client, caller) };
      const result = await this.store.clientRegistrations.record({ spends, made, now: this.clock.now() });
      if (result === 'recorded') return drawn;
      if (result === 'token_gone') throw tokenGone();
      if (preferred.clientId !== undefined) throw taken();
      // The use is this registration's by now; what is missing is an identifier that nobody has.
      spends = undefined;
    }
    throw new Error('Every client identifier that was drawn is taken.');
  }

  private eventOf(client: Client, { by }: RegistrationCaller): NewEvent | undefined {
    const { clientId, application, initialAccessToken: token } = client;
    const details = { by, ...(token === null ? {} : { token }) };
    return this.events.keptEvent('DYNAMIC_REG_SUCCESS', {
      clientId,
      application,
      details,
      after: renderForHistory(client),
    });
  }

  private expiryOf({ rights }: JudgedBy, token: InitialAccessToken | undefined): EpochSeconds | null {
    const lifetime = rights.by === 'open' ? this.policy.settings.unusedClientLifetime : token?.clientLifetime;
    return lifetime === undefined || lifetime === null ? null : this.clock.now() + lifetime;
  }
}

function judgedBy(
  caller: RegistrationCaller,
  { token, statement, sector }: Pick<Asked, 'token' | 'sector'> & { statement: SoftwareStatement | undefined },
): JudgedBy {
  if (token && statement) requireSameApplication(token, statement);
  const application = token?.application ?? statement?.application ?? null;
  if (token) {
    const { scope: lock, redirectHosts } = token;
    return { rights: { by: 'token', lock }, application, redirectHosts, sector };
  }
  return { rights: RIGHTS[caller.by as keyof typeof RIGHTS], application, redirectHosts: [], sector };
}

/** RFC 7591 §3.2.1: a statement that was used is answered as it came. */
function withEcho<Answer extends object>(answer: Answer, { metadata }: StatedRegistration): Answer {
  const { software_statement: text } = metadata;
  return text === undefined ? answer : { ...answer, software_statement: text };
}

function tokenGone(): OAuthError {
  return invalidToken('unknown, expired, revoked or used up');
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
