import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ConfigurationSnapshot } from '@passant/persistence';
import { Store } from '@passant/persistence';
import type { Application, Client, IdentityProvider, WebHook } from '@passant/protocol';

/**
 * How often an instance asks whether the configuration changed elsewhere, in milliseconds. The database tells, too, and
 * sooner; but it tells only whoever is connected at that moment.
 */
const POLL_INTERVAL = 500;

/**
 * What administrators configured, in memory. A change made here holds at once; one made on another instance within a
 * second. While the database is away the last known configuration goes on serving.
 */
@Injectable()
export class Configuration implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Configuration');
  private snapshot: ConfigurationSnapshot | undefined;
  private applications = new Map<string, Application>();
  private providers = new Map<string, IdentityProvider>();
  private clients = new Map<string, Client>();
  private hooks = new Map<string, WebHook>();
  private refreshing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => Promise<void>) | undefined;
  private readonly listeners: ((snapshot: ConfigurationSnapshot) => Promise<void> | void)[] = [];

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

  /** Calls `listener` now and after every change. */
  async onChange(listener: (snapshot: ConfigurationSnapshot) => Promise<void> | void): Promise<void> {
    this.listeners.push(listener);
    if (this.snapshot) await listener(this.snapshot);
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

  /** Reads everything anew. Whoever changed the configuration awaits this before answering. */
  async refresh(): Promise<void> {
    // A read that began before the change would miss it: wait for it, then read again.
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
    this.snapshot = snapshot;
    for (const listener of this.listeners) await listener(snapshot);
  }

  /** Reads everything anew if it changed elsewhere: whoever is to see what they just did at another instance awaits this. */
  async catchUp(): Promise<void> {
    if ((await this.store.configuration.version()) !== this.snapshot?.version) await this.refresh();
  }

  private async poll(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.logger.debug(`The configuration could not be compared: ${String(error)}`);
    }
  }
}
