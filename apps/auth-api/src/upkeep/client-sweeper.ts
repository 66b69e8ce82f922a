import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type Client, renderForHistory } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { CommonTime } from '../platform/common-time.js';
import { EventLog } from '../observation/event-log.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { RepeatedWork } from './repeated-work.js';
import { faultOf } from '../platform/fault.js';

/** Milliseconds between sweeps. The clients it deletes have been unused for a long time, so there is no hurry. */
const INTERVAL = 600_000;
/** Maximum number of clients that one transaction deletes. */
const AT_ONCE = 500;

/**
 * Deletes unused clients: those that were never used within their time limit, and app instances that have become idle.
 * Trials whose time is over go as well, used or not.
 */
@Injectable()
export class ClientSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('ClientSweeper');
  private readonly sweeps = new RepeatedWork(INTERVAL, () => this.trySweep());

  constructor(
    private readonly store: Store,
    private readonly policy: RegistrationPolicy,
    private readonly clock: Clock,
    private readonly time: CommonTime,
    private readonly events: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeps.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweeps.stop();
  }

  /** @returns the number of deleted clients */
  async sweep(): Promise<number> {
    if (!(await this.time.mayDelete())) return 0;
    const now = this.clock.now();
    const { idleInstallationLifetime: idle } = this.policy.settings;
    const unused = await this.deleteAll('never used', (store) => store.clientLife.deleteExpired(now, AT_ONCE));
    await this.store.initialAccessTokens.forgetExpiredTrials(now);
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
      this.logger.warn(`Forgotten clients could not be deleted: ${faultOf(error)}`);
    }
  }

  private async deleteAll(reason: string, deleteSome: (store: Store) => Promise<Client[]>): Promise<number> {
    let gone = 0;
    for (;;) {
      const some = await this.store.longTransaction(async (store) => {
        const deleted = await deleteSome(store);
        const events = deleted.map((client) => {
          const { clientId, application } = client;
          const facts = {
            clientId,
            application,
            details: { reason: client.trial ? 'trial over' : reason },
            before: renderForHistory(client),
          };
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
