import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ConfigurationList } from '@passant/contracts';
import type { ConfigurationSnapshot } from '@passant/persistence';
import { Store } from '@passant/persistence';
import type { Application, Behind, Client, Configured, IdentityProvider, WebHook } from '@passant/protocol';
import { faultOf } from './fault.js';

/**
 * Interval in milliseconds at which an instance checks whether the configuration was changed elsewhere. The database
 * also sends notifications, which arrive sooner, but only to instances that are connected at that moment.
 */
const POLL_INTERVAL = 500;

type Listener = (snapshot: ConfigurationSnapshot) => Promise<void> | void;

/** What is named by something else. */
interface Named {
  application?: string | null;
  identityProvider?: string | null;
  apiClient?: string | null;
}

function put<Entry>(held: Map<string, Entry>, name: string, entry: Entry | undefined): void {
  if (entry === undefined) held.delete(name);
  else held.set(name, entry);
}

/**
 * The administrators' configuration, in memory. A change made on this instance takes effect immediately, a change made
 * on another instance within a second. While the database is unavailable, the last known configuration stays in use.
 */
@Injectable()
export class Configuration implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Configuration');
  private snapshot: ConfigurationSnapshot | undefined;
  private applications = new Map<string, Application>();
  private providers = new Map<string, IdentityProvider>();
  private clients = new Map<string, Client>();
  private hooks = new Map<string, WebHook>();
  private scopeClaims = new Map<string, string[]>();
  private scopes: ReadonlySet<string> = new Set();
  private refreshing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => Promise<void>) | undefined;
  private readonly listeners = new Set<Listener>();

  constructor(private readonly store: Store) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.poll(), POLL_INTERVAL);
    this.timer.unref();
    this.stopListening = this.store.onConfigurationChange(() => void this.poll());
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.stopListening?.();
  }

  /**
   * Calls `listener` now, if the configuration has been read, and after every change, one listener after the other.
   * Throws what it throws now, and does not call it again: nobody starts without what it does. What it throws at a change
   * is logged; the others hear of that change, whoever made it gets their answer, and it hears of the next one.
   */
  async onChange(listener: Listener): Promise<void> {
    this.listeners.add(listener);
    try {
      if (this.snapshot) await listener(this.snapshot);
    } catch (error) {
      this.listeners.delete(listener);
      throw error;
    }
  }

  application(identifier: string | null): Application | undefined {
    return identifier === null ? undefined : this.applications.get(identifier);
  }

  identityProvider(identifier: string): IdentityProvider | undefined {
    return this.providers.get(identifier);
  }

  apiClient(clientId: string): Client | undefined {
    return this.clients.get(clientId);
  }

  webHook(id: string): WebHook | undefined {
    return this.hooks.get(id);
  }

  /** The claims that a scope releases because an administrator mapped them to it. */
  claimsOfScope(scope: string): readonly string[] {
    return this.scopeClaims.get(scope) ?? [];
  }

  hasScope(identifier: string): boolean {
    return this.scopes.has(identifier);
  }

  /** All scopes of this server. */
  scopeNames(): ReadonlySet<string> {
    return this.scopes;
  }

  allWebHooks(): WebHook[] {
    return [...this.hooks.values()];
  }

  allApplications(): Application[] {
    return [...this.applications.values()];
  }

  allIdentityProviders(): IdentityProvider[] {
    return [...this.providers.values()];
  }

  allApiClients(): Client[] {
    return [...this.clients.values()];
  }

  /** From which domains documents of clients are taken: from none until an administrator says so. */
  clientDocuments(): Configured['clientDocuments'] {
    return this.snapshot?.clientDocuments ?? { enabled: false, domains: [], edition: 0 };
  }

  /**
   * The current configuration, for deciding about what a client gets: all of one moment.
   * @param application the client's application
   */
  present(application: string | null): Configured {
    return {
      application: this.application(application),
      providers: this.allIdentityProviders(),
      apiClients: this.allApiClients(),
      clientDocuments: this.clientDocuments(),
    };
  }

  /** Who stood behind a token when it was issued, as far as they still exist. */
  behind(token: { application: string | null; identityProvider: string | null }): Behind {
    return {
      application: this.application(token.application),
      identityProvider: token.identityProvider === null ? undefined : this.providers.get(token.identityProvider),
    };
  }

  /** Reloads everything. Code that changes the configuration awaits this before it responds. */
  async refresh(): Promise<void> {
    // A load that started before the change would miss it: wait for it, then load again.
    await this.refreshing?.catch(() => {});
    this.refreshing ??= this.load().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  private async load(): Promise<void> {
    const snapshot = await this.store.configuration.load();
    this.applications = new Map(snapshot.applications.map((entry) => [entry.identifier, entry]));
    this.providers = new Map(snapshot.identityProviders.map((entry) => [entry.identifier, entry]));
    this.clients = new Map(snapshot.apiClients.map((entry) => [entry.clientId, entry]));
    this.hooks = new Map(snapshot.webHooks.map((entry) => [entry.id, entry]));
    this.scopeClaims = new Map(snapshot.scopes.map(({ identifier, claims }) => [identifier, claims]));
    this.scopes = new Set(this.scopeClaims.keys());
    this.snapshot = snapshot;
    for (const listener of this.listeners) await this.tell(listener, snapshot);
  }

  /** Never throws: this version is the known one by now, so that nobody would be told of it later. */
  private async tell(listener: Listener, snapshot: ConfigurationSnapshot): Promise<void> {
    try {
      await listener(snapshot);
    } catch (error) {
      this.logger.error(`What depends on the configuration could not follow it: ${faultOf(error)}`);
    }
  }

  /** Reads one entry anew, or forgets it if it is gone. For whoever knows that nothing else has changed. */
  protected async readAnew(kind: ConfigurationList, name: string): Promise<void> {
    const entries = this.store.configuration;
    switch (kind) {
      case 'applications': {
        const application = await entries.application(name);
        put(this.applications, name, application);
        // An application makes the scopes that it gives and that are not there yet.
        const given = application ? [...application.defaultScopes, ...application.additionalScopes] : [];
        for (const scope of given.filter((one) => !this.scopes.has(one))) await this.readAnew('scopes', scope);
        return;
      }
      case 'identity_providers':
        return put(this.providers, name, await entries.identityProvider(name));
      case 'api_clients':
        return put(this.clients, name, await entries.apiClient(name));
      case 'web_hooks':
        return put(this.hooks, name, await entries.webHook(name));
      case 'scopes':
        put(this.scopeClaims, name, (await entries.scope(name))?.claims);
        this.scopes = new Set(this.scopeClaims.keys());
        return;
      case 'web_clients':
      // They are not held in memory.
    }
  }

  /**
   * Reloads everything if the configuration was changed elsewhere. Awaited where users must see a change that they just
   * made on another instance.
   */
  async catchUp(): Promise<void> {
    if ((await this.store.configuration.version()) !== this.snapshot?.version) await this.refresh();
  }

  /**
   * Catches up if something in the database, or somebody who proved who they are, names what is not known here. It was
   * made on another instance a moment ago, and whoever uses it at once is not refused for that.
   * @returns whether it had to catch up
   */
  async hearOf({ application = null, identityProvider = null, apiClient = null }: Named): Promise<boolean> {
    const isKnown =
      (application === null || this.applications.has(application)) &&
      (identityProvider === null || this.providers.has(identityProvider)) &&
      (apiClient === null || this.clients.has(apiClient));
    if (!isKnown) await this.catchUp();
    return !isKnown;
  }

  /**
   * Reads what is judged by the configuration, and the configuration first, so that nothing that was read is older than what
   * it is judged by. If it names an identity provider that is not known here, both are read again, after catching up.
   * @param application that of the client
   * @param find reads it, and changes nothing
   * @param providerOf the identity provider that it names
   */
  async judging<Found>(
    application: string | null,
    find: (present: Configured) => Promise<Found>,
    providerOf: (found: Found) => string | null | undefined,
  ): Promise<{ present: Configured; found: Found }> {
    const present = this.present(application);
    const found = await find(present);
    if (!(await this.hearOf({ identityProvider: providerOf(found) ?? null }))) return { present, found };
    const later = this.present(application);
    return { present: later, found: await find(later) };
  }

  private async poll(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.logger.debug(`The configuration could not be compared: ${faultOf(error)}`);
    }
  }
}
