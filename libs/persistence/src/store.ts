import type { EntityManager } from 'typeorm';
import type { Database } from './data-source.js';
import { afterDeadlockAgain } from './deadlock.js';
import { AccessTokenRepository } from './repositories/access-token.repository.js';
import { AdminRepository } from './repositories/admin.repository.js';
import { ApplicationRepository } from './repositories/application.repository.js';
import { AuthorizationCodeRepository } from './repositories/authorization-code.repository.js';
import { AuthenticationTransactionRepository } from './repositories/authentication-transaction.repository.js';
import { ClientLifeRepository } from './repositories/client-life.repository.js';
import { ClientRegistrationRepository } from './repositories/client-registration.repository.js';
import { ClientRepository } from './repositories/client.repository.js';
import { CompletionRepository } from './repositories/completion.repository.js';
import { ConfigurationRepository } from './repositories/configuration.repository.js';
import { EventRepository } from './repositories/event.repository.js';
import { ExpiryRepository } from './repositories/expiry.repository.js';
import { IdentityProviderRepository } from './repositories/identity-provider.repository.js';
import { InitialAccessTokenRepository } from './repositories/initial-access-token.repository.js';
import { MobileDeviceRepository } from './repositories/mobile-device.repository.js';
import { PartitionRepository } from './repositories/partition.repository.js';
import { ProfileRepository } from './repositories/profile.repository.js';
import { RegisteredClientRepository } from './repositories/registered-client.repository.js';
import { RefreshTokenRepository } from './repositories/refresh-token.repository.js';
import { RefusalTraceRepository } from './repositories/refusal-trace.repository.js';
import { RegistrationTransactionRepository } from './repositories/registration-transaction.repository.js';
import { ScopeRepository } from './repositories/scope.repository.js';
import { ScriptCacheRepository } from './repositories/script-cache.repository.js';
import { ScriptRepository } from './repositories/script.repository.js';
import { SigningKeyRepository } from './repositories/signing-key.repository.js';
import { SoftwareStatementRepository } from './repositories/software-statement.repository.js';
import { UserRepository } from './repositories/user.repository.js';
import { UsedAssertionRepository } from './repositories/used-assertion.repository.js';
import { WebHookRepository } from './repositories/web-hook.repository.js';

/** Everything the server remembers, a room per table. */
export class Store {
  readonly configuration: ConfigurationRepository;
  readonly applications: ApplicationRepository;
  readonly identityProviders: IdentityProviderRepository;
  readonly clients: ClientRepository;
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
  readonly refreshTokens: RefreshTokenRepository;
  readonly partitions: PartitionRepository;
  readonly profiles: ProfileRepository;
  readonly scriptCache: ScriptCacheRepository;
  readonly scripts: ScriptRepository;
  readonly admins: AdminRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly mobileDevices: MobileDeviceRepository;
  readonly authenticationTransactions: AuthenticationTransactionRepository;
  readonly webHooks: WebHookRepository;
  readonly expiry: ExpiryRepository;
  readonly events: EventRepository;
  readonly refusalTraces: RefusalTraceRepository;
  readonly scopes: ScopeRepository;
  readonly users: UserRepository;

  constructor(
    private readonly manager: EntityManager,
    private readonly requireIntact: () => void = () => {},
    private readonly listen: Database['listen'] = () => async () => {},
  ) {
    this.configuration = new ConfigurationRepository(manager);
    this.applications = new ApplicationRepository(manager);
    this.identityProviders = new IdentityProviderRepository(manager);
    this.clients = new ClientRepository(manager);
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
    this.refreshTokens = new RefreshTokenRepository(manager);
    this.partitions = new PartitionRepository(manager);
    this.profiles = new ProfileRepository(manager);
    this.scriptCache = new ScriptCacheRepository(manager);
    this.scripts = new ScriptRepository(manager);
    this.admins = new AdminRepository(manager);
    this.signingKeys = new SigningKeyRepository(manager);
    this.mobileDevices = new MobileDeviceRepository(manager);
    this.authenticationTransactions = new AuthenticationTransactionRepository(manager);
    this.webHooks = new WebHookRepository(manager);
    this.expiry = new ExpiryRepository(manager);
    this.events = new EventRepository(manager);
    this.refusalTraces = new RefusalTraceRepository(manager);
    this.scopes = new ScopeRepository(manager);
    this.users = new UserRepository(manager);
  }

  static of(database: Pick<Database, 'dataSource' | 'listen' | 'requireIntact'>): Store {
    return new Store(
      database.dataSource.manager,
      () => database.requireIntact(),
      (channel, heard) => database.listen(channel, heard),
    );
  }

  /** Calls `heard` soon after the configuration changed, on whichever instance. @returns ends the listening */
  onConfigurationChange(heard: () => void): () => Promise<void> {
    return this.listen('passant_configuration', heard);
  }

  /**
   * Runs `work` in one transaction, from its beginning again where it lost a deadlock; so it does nothing outside the
   * database that may not happen twice. Inside, only the given store may be used: the embedded database has one session.
   */
  async transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    return afterDeadlockAgain(() => this.manager.transaction((manager) => work(new Store(manager))));
  }

  /** Throws if the database does not answer or is no longer there. */
  async ping(): Promise<void> {
    this.requireIntact();
    await this.manager.query('SELECT 1');
  }
}
