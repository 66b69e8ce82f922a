import { Injectable } from '@nestjs/common';
import type { ClientInformation } from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import {
  type Application,
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
  statementClosed,
  withSpent,
} from '@passant/protocol';
import { invalidToken } from '../client-auth/bearer-token.js';
import { MOST_DECISIONS } from '../client-auth/decisions.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { Issuer } from '../platform/issuer.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { ClientAddresses, type Surface } from './client-addresses.js';
import { ClientCredentialsGenerator, type Origin, type ShownClient } from './client-credentials-generator.js';
import { type RegistrationCaller, RegistrationCallers } from './registration-callers.js';
import { COUNTED_BEFORE, type JudgedBy, RegistrationJudge } from '../client-metadata/registration-judge.js';
import { RegistrationStatements, type StatedRegistration, hasStatement } from './registration-statements.js';
import { RegistrationThrottle } from '../client-metadata/registration-throttle.js';

/** A registration request as it was received. */
export interface RegistrationRequest {
  authorization: string | undefined;
  /** The caller's network address. */
  address: string;
  body: unknown;
  surface: Surface;
}

/** A request with everything that had to be looked up for it. */
interface Asked {
  caller: RegistrationCaller;
  /** Was usable at the time of the look-up. */
  token: InitialAccessToken | undefined;
  /** What is to be registered, or why that cannot be read. */
  stated: StatedRegistration | OAuthError;
}

/** What will be registered. */
interface Plan {
  draft: ClientDraft;
  preferred: ReturnType<typeof preferredCredentials>;
  origin: Origin;
  stated: StatedRegistration;
  /** The application as it was when this was judged by it; `undefined` if it was judged by none. */
  under: Application | undefined;
}

/** The rights of callers that present no initial access token. */
const RIGHTS = { master: MASTER_RIGHTS, open: OPEN_RIGHTS, statement: STATEMENT_RIGHTS } as const;

/** Maximum number of generated identifiers; if all of them are taken, the generator must be broken. */
const ATTEMPTS = 3;

/**
 * Registers clients: with the master token, with initial access tokens, and without a token where open registration is
 * on.
 */
@Injectable()
export class ClientRegistrationService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly callers: RegistrationCallers,
    private readonly issuer: Issuer,
    private readonly judge: RegistrationJudge,
    private readonly statements: RegistrationStatements,
    private readonly generator: ClientCredentialsGenerator,
    private readonly addresses: ClientAddresses,
    private readonly throttle: RegistrationThrottle,
    private readonly policy: RegistrationPolicy,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /**
   * Spends the token and registers the client, both or neither. A refused parameter spends the token too (the
   * customer's document). A server fault does not, because the statement that spends the token has not run then. There
   * is one exception: if a generated identifier is taken, the use is spent before the client exists.
   * What its application takes is judged again if that changed before the client was stored.
   */
  async register(request: RegistrationRequest): Promise<ClientInformation> {
    const asked = await this.read(request);
    for (let attempt = 0; attempt < MOST_DECISIONS; attempt += 1) {
      const plan = await asOutcome(() => this.plan(asked));
      if (plan instanceof OAuthError) {
        // A look-up that could not be made is not the caller's fault, so the token is not spent.
        if (!asked.token || plan.code === 'temporarily_unavailable') throw plan;
        await this.spend(asked.token);
        throw withSpent(plan, asked.token);
      }
      const shown = await this.record(asked, plan);
      if (shown) return withEcho(this.addresses.render(shown, request.surface), plan.stated);
      await this.configuration.catchUp();
    }
    throw new OAuthError('temporarily_unavailable', 'The application changes too often. Try again.', { retryAfter: 1 });
  }

  /** Returns what would be registered, or throws the refusal. Registers nothing and spends nothing. */
  async tryOut(request: RegistrationRequest): Promise<Record<string, unknown>> {
    const asked = await this.read(request);
    const { draft, preferred, stated } = await this.plan(asked, () => this.admitDryRun(asked, request));
    const { clientId } = preferred;
    // A dry run costs nothing, so it reveals which clients exist only to callers that may list them all.
    const maySee = asked.caller.by === 'master';
    if (maySee && clientId !== undefined && (await this.store.clients.find(clientId))) throw taken();
    return withEcho(
      { ...(clientId === undefined ? {} : { client_id: clientId }), ...renderRegistration(draft) },
      stated,
    );
  }

  /** Callers without an initial access token were counted when they were identified. */
  private async admitDryRun({ token }: Asked, { address }: RegistrationRequest): Promise<void> {
    if (token) await this.throttle.takeDryRun(address, token.id);
  }

  private async read({ authorization, address, body }: RegistrationRequest): Promise<Asked> {
    const caller = await this.callers.require(authorization, address, hasStatement(body));
    // Nothing was requested yet, so this spends no token.
    if (body === undefined) throw new OAuthError('invalid_request', 'The body must be application/json.');
    const stated = await asOutcome(() => this.statements.read(this.judge.read(body)));
    if (caller.by === 'statement' && !(stated instanceof OAuthError)) await this.takeForApp(stated, address);
    const token = caller.by === 'token' ? await this.find(caller.tokenHash) : undefined;
    return { caller, token, stated };
  }

  /**
   * Counts only valid statements, so that invalid ones do not use up the quota of the app that they claim to be from.
   */
  private async takeForApp({ statement }: StatedRegistration, address: string): Promise<void> {
    const { application } = await this.statements.approve(this.store, statement!);
    await this.throttle.takeStated(address, application);
  }

  /** Finds the token. Its rights never change; only whether a use is left is checked again when it is spent. */
  private async find(tokenHash: Buffer): Promise<InitialAccessToken> {
    const token = await this.store.initialAccessTokens.findUsable(tokenHash, this.clock.now());
    if (!token) {
      // An app that comes too late is one of its application all the same, and may have to leave no address.
      const gone = await this.store.initialAccessTokens.findAny({ tokenHash }, this.clock.now());
      if (gone) noteFacts({ application: gone.application });
      throw tokenGone();
    }
    noteFacts({ application: token.application });
    await this.configuration.hearOf(token);
    if (!isForAudience(token, this.issuer.registrationAudience)) throw invalidToken('for another audience');
    return token;
  }

  private async spend({ tokenHash }: InitialAccessToken): Promise<void> {
    const result = await this.store.clientRegistrations.record({ spends: tokenHash, now: this.clock.now() });
    if (result === 'token_gone') throw tokenGone();
  }

  /**
   * Plans the registration, and throws refusals in the order of the contract.
   * @param admitAsking see {@link JudgedBy}: a registration spends a use of its token, or was counted
   */
  private async plan({ caller, token, stated }: Asked, admitAsking = COUNTED_BEFORE): Promise<Plan> {
    if (stated instanceof OAuthError) throw stated;
    const { metadata } = stated;
    const statement = stated.statement && (await this.statements.approve(this.store, stated.statement));
    const by = judgedBy(caller, { token, statement });
    // Before it is judged, for which another server may have to be asked: whatever changes meanwhile is seen when it is stored.
    const under = this.configuration.application(by.application);
    const draft = await this.judge.judge(metadata, { ...by, admitAsking });
    return {
      draft,
      preferred: preferredCredentials(metadata, draft.authMethod),
      origin: {
        initialAccessToken: token?.id ?? null,
        softwareStatement: statement?.id ?? null,
        registeredOpenly: caller.by === 'open',
        expiresAt: this.expiryOf(by, token),
        trial: token?.trial ?? null,
      },
      stated,
      under,
    };
  }

  /** @returns `undefined` if the application is not as it was when the plan was made */
  private async record(
    { caller, token }: Asked,
    { draft, preferred, origin, stated, under }: Plan,
  ): Promise<ShownClient | undefined> {
    const stands = stated.statement?.id;
    let spends = token?.tokenHash;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const generated = this.generator.generate(draft, origin, preferred);
      const made = { client: generated.client, event: this.eventOf(generated.client, caller) };
      const result = await this.store.clientRegistrations.record({
        spends,
        stands,
        under,
        made,
        now: this.clock.now(),
      });
      if (result === 'recorded') return generated;
      if (result === 'outdated') return undefined;
      if (result === 'token_gone') throw tokenGone();
      const refusal = result === 'unapproved' ? statementClosed() : preferred.clientId !== undefined && taken();
      if (refusal) throw token ? withSpent(refusal, token) : refusal;
      // The use of the token is already spent for this registration; only an identifier that is not taken is missing.
      spends = undefined;
    }
    throw new Error('Every client identifier that was generated is taken.');
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

  private expiryOf({ rights }: Pick<JudgedBy, 'rights'>, token: InitialAccessToken | undefined): EpochSeconds | null {
    // A trial's clients end with it, whenever they were registered.
    if (token && token.trial !== null) return token.expiresAt;
    const lifetime = rights.by === 'open' ? this.policy.settings.unusedClientLifetime : token?.clientLifetime;
    return lifetime === undefined || lifetime === null ? null : this.clock.now() + lifetime;
  }
}

function judgedBy(
  caller: RegistrationCaller,
  { token, statement }: Pick<Asked, 'token'> & { statement: SoftwareStatement | undefined },
): Omit<JudgedBy, 'admitAsking'> {
  if (token && statement) requireSameApplication(token, statement);
  const application = token?.application ?? statement?.application ?? null;
  if (token) {
    const { scope: lock, redirectHosts } = token;
    return { rights: { by: 'token', lock }, application, redirectHosts };
  }
  return { rights: RIGHTS[caller.by as keyof typeof RIGHTS], application, redirectHosts: [] };
}

/** RFC 7591 §3.2.1: the response repeats the software statement unmodified. */
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

/** Returns the result, or the refusal instead of throwing it. */
async function asOutcome<Result>(work: () => Result | Promise<Result>): Promise<Result | OAuthError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}
