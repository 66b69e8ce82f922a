import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type Client, renderForHistory } from '@passant/protocol';
import { Clock } from './clock.js';
import { EventLog } from './event-log.js';
import { RegistrationPolicy } from './registration-policy.js';
import { RepeatedWork } from './repeated-work.js';

/** Milliseconds between sweeps. What goes was forgotten for a day at least, so nobody waits for it. */
const INTERVAL = 600_000;
/** Clients that one transaction deletes at most. */
const AT_ONCE = 500;

/** Deletes clients nobody uses: those that never were within their time, and app instances that no longer are. */
@Injectable()
export class ClientSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('ClientSweeper');
  private readonly sweeps = new RepeatedWork(INTERVAL, () => this.trySweep());

  constructor(
    private readonly store: Store,
    private readonly policy: RegistrationPolicy,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeps.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweeps.stop();
  }

  /** @returns how many clients went */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    const { idleInstallationLifetime: idle } = this.policy.settings;
    const unused = await this.deleteAll('never used', (store) => store.clientLife.deleteExpired(now, AT_ONCE));
    if (idle === 0) return unused;
    const forgotten = await this.deleteAll('idle', (store) =>
      store.clientLife.deleteForgottenInstances(now - idle, now, AT_ONCE),
    );
    return unused + forgotten;
  }

  private async trySweep(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.logger.warn(`Forgotten clients could not be deleted: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  private async deleteAll(reason: string, deleteSome: (store: Store) => Promise<Client[]>): Promise<number> {
    let gone = 0;
    for (;;) {
      const some = await this.store.transaction(async (store) => {
        const deleted = await deleteSome(store);
        const events = deleted.map((client) => {
          const { clientId, application } = client;
          const facts = { clientId, application, details: { reason }, before: renderForHistory(client) };
          return this.events.event('DYNAMIC_REG_DELETED', facts);
        });
        if (events.length > 0) await store.events.insert(events);
        return deleted.length;
      });
      gone += some;
      if (some < AT_ONCE) return gone;
    }
  }
}
