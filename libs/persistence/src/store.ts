import type { NewAuditEntry } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import type { Database } from './data-source.js';
import { StoreConnection } from './connection.js';
import { afterDeadlockAgain } from './deadlock.js';
import { type Tidying, tidy } from './tidying.js';
import { AccessTokenRepository } from './repositories/access-token.repository.js';
import { AdminRepository } from './repositories/admin.repository.js';
import { ApplicationRepository } from './repositories/application.repository.js';
import { AppliedSectionRepository } from './repositories/applied-section.repository.js';
import { ApprovalRepository, type UsedApproval } from './repositories/approval.repository.js';
import { AuditRepository } from './repositories/audit.repository.js';
import { AudienceExceptionRepository } from './repositories/audience-exception.repository.js';
import { AuthorizationCodeRepository } from './repositories/authorization-code.repository.js';
import { AuthenticationTransactionRepository } from './repositories/authentication-transaction.repository.js';
import { ClientDocumentRepository } from './repositories/client-document.repository.js';
import { ClientLifeRepository } from './repositories/client-life.repository.js';
import { ClientRegistrationRepository } from './repositories/client-registration.repository.js';
import { ClientRepository } from './repositories/client.repository.js';
import { CompanyAccountRepository } from './repositories/company-account.repository.js';
import { CompletionRepository } from './repositories/completion.repository.js';
import { ConformanceRepository } from './repositories/conformance.repository.js';
import { ConfigurationRepository } from './repositories/configuration.repository.js';
import { EndedTokenRepository } from './repositories/ended-token.repository.js';
import { EventRepository } from './repositories/event.repository.js';
import { ExpiryRepository } from './repositories/expiry.repository.js';
import { HourlyCountRepository } from './repositories/hourly-count.repository.js';
import { IdentityProviderRepository } from './repositories/identity-provider.repository.js';
import { InitialAccessTokenRepository } from './repositories/initial-access-token.repository.js';
import { LimitRepository } from './repositories/limit.repository.js';
import { MobileDeviceRepository } from './repositories/mobile-device.repository.js';
import { OverviewRepository } from './repositories/overview.repository.js';
import { PartitionRepository } from './repositories/partition.repository.js';
import { ProfileRepository } from './repositories/profile.repository.js';
import { RegisteredClientRepository } from './repositories/registered-client.repository.js';
import { ReadinessRepository } from './repositories/readiness.repository.js';
import { RefreshTokenRepository } from './repositories/refresh-token.repository.js';
import { RefusalTraceRepository } from './repositories/refusal-trace.repository.js';
import { RegistrationTransactionRepository } from './repositories/registration-transaction.repository.js';
import { RequestShapeRepository } from './repositories/request-shape.repository.js';
import { ScopeRepository } from './repositories/scope.repository.js';
import { ScriptCacheRepository } from './repositories/script-cache.repository.js';
import { ScriptRepository } from './repositories/script.repository.js';
import { PasskeyRepository } from './repositories/passkey.repository.js';
import { SecondFactorRepository } from './repositories/second-factor.repository.js';
import { SigningKeyRepository } from './repositories/signing-key.repository.js';
import { SoftwareStatementRepository } from './repositories/software-statement.repository.js';
import { StatelessSessionRepository } from './repositories/stateless-session.repository.js';
import { TokenEndingRepository } from './repositories/token-ending.repository.js';
import { TokenTraceRepository } from './repositories/token-trace.repository.js';
import { UserRepository } from './repositories/user.repository.js';
import { UsedAssertionRepository } from './repositories/used-assertion.repository.js';
import { WrappedValueRepository } from './repositories/wrapped-value.repository.js';
import { WebHookRepository } from './repositories/web-hook.repository.js';

/** Everything the server stores, with a repository per subject. */
export class Store {
  readonly configuration: ConfigurationRepository;
  readonly conformance: ConformanceRepository;
  readonly applications: ApplicationRepository;
  readonly identityProviders: IdentityProviderRepository;
  readonly audienceExceptions: AudienceExceptionRepository;
  readonly appliedSections: AppliedSectionRepository;
  readonly approvals: ApprovalRepository;
  readonly audit: AuditRepository;
  readonly clients: ClientRepository;
  readonly clientDocuments: ClientDocumentRepository;
  readonly clientLife: ClientLifeRepository;
  readonly clientRegistrations: ClientRegistrationRepository;
  readonly initialAccessTokens: InitialAccessTokenRepository;
  readonly registeredClients: RegisteredClientRepository;
  readonly softwareStatements: SoftwareStatementRepository;
  readonly registrationTransactions: RegistrationTransactionRepository;
  readonly usedAssertions: UsedAssertionRepository;
  readonly completions: CompletionRepository;
  readonly authorizationCodes: AuthorizationCodeRepository;
  readonly accessTokens: AccessTokenRepository;
  readonly endedTokens: EndedTokenRepository;
  readonly refreshTokens: RefreshTokenRepository;
  readonly statelessSessions: StatelessSessionRepository;
  readonly hourlyCounts: HourlyCountRepository;
  readonly limits: LimitRepository;
  readonly overview: OverviewRepository;
  readonly partitions: PartitionRepository;
  readonly profiles: ProfileRepository;
  readonly scriptCache: ScriptCacheRepository;
  readonly scripts: ScriptRepository;
  readonly admins: AdminRepository;
  readonly companyAccounts: CompanyAccountRepository;
  readonly secondFactors: SecondFactorRepository;
  readonly passkeys: PasskeyRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly mobileDevices: MobileDeviceRepository;
  readonly authenticationTransactions: AuthenticationTransactionRepository;
  readonly webHooks: WebHookRepository;
  readonly expiry: ExpiryRepository;
  readonly events: EventRepository;
  readonly refusalTraces: RefusalTraceRepository;
  readonly requestShapes: RequestShapeRepository;
  readonly scopes: ScopeRepository;
  readonly users: UserRepository;
  readonly tokenEnding: TokenEndingRepository;
  readonly tokenTraces: TokenTraceRepository;
  readonly wrappedValues: WrappedValueRepository;

  /** What administrators changed in this transaction. It joins the chain when the transaction ends. */
  private readonly changes: NewAuditEntry[] = [];
  /** The approval by which they are made, if one was needed. It is spent when the transaction ends. */
  private approval: UsedApproval | undefined;

  private constructor(
    private readonly manager: EntityManager,
    private readonly database?: StoreDatabase,
  ) {
    this.configuration = new ConfigurationRepository(manager);
    this.conformance = new ConformanceRepository(manager);
    this.applications = new ApplicationRepository(manager);
    this.identityProviders = new IdentityProviderRepository(manager);
    this.audienceExceptions = new AudienceExceptionRepository(manager);
    this.appliedSections = new AppliedSectionRepository(manager);
    this.approvals = new ApprovalRepository(manager);
    this.audit = new AuditRepository(manager);
    this.clients = new ClientRepository(manager);
    this.clientDocuments = new ClientDocumentRepository(manager);
    this.clientLife = new ClientLifeRepository(manager);
    this.clientRegistrations = new ClientRegistrationRepository(manager);
    this.initialAccessTokens = new InitialAccessTokenRepository(manager);
    this.registeredClients = new RegisteredClientRepository(manager);
    this.softwareStatements = new SoftwareStatementRepository(manager);
    this.registrationTransactions = new RegistrationTransactionRepository(manager);
    this.usedAssertions = new UsedAssertionRepository(manager);
    this.completions = new CompletionRepository(manager);
    this.authorizationCodes = new AuthorizationCodeRepository(manager);
    this.accessTokens = new AccessTokenRepository(manager);
    this.endedTokens = new EndedTokenRepository(manager);
    this.refreshTokens = new RefreshTokenRepository(manager);
    this.statelessSessions = new StatelessSessionRepository(manager);
    this.hourlyCounts = new HourlyCountRepository(manager);
    this.limits = new LimitRepository(manager);
    this.overview = new OverviewRepository(manager);
    this.partitions = new PartitionRepository(manager);
    this.profiles = new ProfileRepository(manager);
    this.scriptCache = new ScriptCacheRepository(manager);
    this.scripts = new ScriptRepository(manager);
    this.admins = new AdminRepository(manager);
    this.companyAccounts = new CompanyAccountRepository(manager);
    this.secondFactors = new SecondFactorRepository(manager);
    this.passkeys = new PasskeyRepository(manager);
    this.signingKeys = new SigningKeyRepository(manager);
    this.mobileDevices = new MobileDeviceRepository(manager);
    this.authenticationTransactions = new AuthenticationTransactionRepository(manager);
    this.webHooks = new WebHookRepository(manager);
    this.expiry = new ExpiryRepository(manager);
    this.events = new EventRepository(manager, (changes, approval) => this.noteChanges(changes, approval));
    this.refusalTraces = new RefusalTraceRepository(manager);
    this.requestShapes = new RequestShapeRepository(manager);
    this.scopes = new ScopeRepository(manager);
    this.users = new UserRepository(manager);
    this.tokenEnding = new TokenEndingRepository(manager);
    this.tokenTraces = new TokenTraceRepository(manager);
    this.wrappedValues = new WrappedValueRepository(manager);
  }

  static of(database: StoreDatabase): Store {
    return new Store(database.dataSource.manager, database);
  }

  /** Calls `heard` soon after any instance changed the configuration. @returns stops listening */
  onConfigurationChange(heard: () => void): () => Promise<void> {
    return this.database ? this.database.listen('passant_configuration', heard) : async () => {};
  }

  /**
   * Runs `work` in a transaction, and again from the start if a deadlock aborted it, so `work` must not have side
   * effects outside the database that may not be repeated. Inside, use only the given store: the embedded
   * database has one session.
   */
  async transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    const isOutermost = !this.isInTransaction;
    return afterDeadlockAgain(async () => {
      let changes: NewAuditEntry[] = [];
      let approval: UsedApproval | undefined;
      const result = await this.manager.transaction(async (manager) => {
        const store = new Store(manager);
        const done = await work(store);
        ({ changes, approval } = store);
        // What was decided meanwhile is not done: only one transaction spends an approval.
        if (isOutermost && approval) await store.approvals.carryOut(approval);
        // Last of all, because nobody else gets on with the chain from here to the end of the transaction.
        if (isOutermost) await store.audit.append(changes);
        return done;
      });
      if (!isOutermost) this.noteChanges(changes, approval);
      return result;
    });
  }

  private get isInTransaction(): boolean {
    return this.manager.queryRunner?.isTransactionActive === true;
  }

  private noteChanges(changes: NewAuditEntry[], approval: UsedApproval | undefined): void {
    if (changes.length === 0) return;
    if (!this.isInTransaction) throw new Error('A change is recorded in the transaction that makes it.');
    this.changes.push(...changes);
    this.approval ??= approval;
  }

  /** Runs `work` in a transaction that is rolled back, to learn what would come of it. */
  async rehearse<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    let learnt: { result: Result } | undefined;
    try {
      await this.transaction(async (store) => {
        learnt = { result: await work(store) };
        throw new RehearsalOver();
      });
    } catch (error) {
      if (!(error instanceof RehearsalOver)) throw error;
    }
    return learnt!.result;
  }

  /** A transaction whose statements may take long, because somebody requested a large change. */
  async longTransaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    return this.unhurried((store) => store.transaction(work));
  }

  /**
   * Lets `work` use statements that may take minutes instead of the seconds a request has: for work that must be done,
   * and would be useless if done by half. Inside, use only the given store.
   */
  async unhurried<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    // Within a transaction, how long statements may take was decided when it began.
    if (this.isInTransaction) return work(this);
    const runner = this.manager.connection.createQueryRunner();
    try {
      const connection: unknown = await runner.connect();
      // The embedded session has no time limit, and must not be withheld from requests between two statements.
      if (!(connection instanceof StoreConnection) || this.database?.kind === 'embedded') {
        await runner.release();
        return await work(this);
      }
      // Throws if the database is unavailable.
      await connection.takeTime();
      try {
        return await work(new Store(runner.manager));
      } finally {
        await connection.hurry().catch(() => {}); // the connection is lost, and the pool has noticed
      }
    } finally {
      await runner.release();
    }
  }

  /**
   * Does maintenance that an embedded database does not do by itself: reclaims the space of deleted rows, and keeps the
   * WAL short. Does nothing on a server, where PostgreSQL does this itself.
   */
  async tidy(): Promise<Tidying | undefined> {
    return this.database?.kind === 'embedded' ? tidy(this.manager) : undefined;
  }

  /** Milliseconds since the epoch by the clock of the machine that the database runs on. */
  async clock(): Promise<number> {
    return new ReadinessRepository(this.manager).clock();
  }

  /**
   * Throws unless everything a registration stores could be written: the database answers, still exists, is writable,
   * has space, and has its partitions.
   */
  async requireReady(): Promise<void> {
    this.database?.requireIntact();
    await this.manager.transaction((manager) => new ReadinessRepository(manager).require());
  }
}

/** Ends the transaction of a rehearsal. */
class RehearsalOver extends Error {}

type StoreDatabase = Pick<Database, 'dataSource' | 'kind' | 'listen' | 'requireIntact'>;
