import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type DueCallback, Store, isStoreOutage } from '@passant/persistence';
import { CALLBACK_LEASE, nextCallbackAt, renderCallback } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../platform/event-log.js';
import { OutboundClient, OutboundError } from '../platform/outbound/outbound-client.js';
import { WebHookAddress } from '../platform/web-hooks/web-hook-address.js';

/** Milliseconds between two looks for callbacks that are due; one that is due at once wakes whoever waits. */
const PAUSE = 1_000;
/** The same while the database is away. */
const PAUSE_IN_OUTAGE = 5_000;
/** Callbacks that one instance makes at the same time. */
const AT_ONCE = 32;
/** Milliseconds and bytes of one. */
const TIMEOUT = 5_000;
const MAX_BYTES = 64 * 1024;

/**
 * Tells portals that a result is there to be read. Due callbacks stand in the database, so one is neither forgotten
 * with the instance that took the answer nor made by two instances at once. A portal that does not answer is told a few
 * times more, then left to ask by itself.
 */
@Injectable()
export class Callbacks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Callbacks');
  private running: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | undefined;
  private closing = false;

  constructor(
    private readonly store: Store,
    private readonly outbound: OutboundClient,
    private readonly address: WebHookAddress,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    this.wake();
    await this.running;
  }

  /** There is a result just now: whoever waits for it need not wait for the next look. */
  wake(): void {
    this.wakeUp?.();
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      const done = await this.makeDue();
      await this.rest(done ? PAUSE : PAUSE_IN_OUTAGE);
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    if (this.closing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = undefined;
  }

  /** @returns false if the database could not be asked */
  private async makeDue(): Promise<boolean> {
    try {
      const now = this.clock.now();
      const due = await this.store.authenticationTransactions.claimCallbacks(now, now + CALLBACK_LEASE, AT_ONCE);
      await Promise.all(due.map((callback) => this.make(callback)));
      return true;
    } catch (error) {
      const reason = isStoreOutage(error) ? 'the database is away' : String(error);
      this.logger.warn(`Callbacks of mobile authentication wait: ${reason}.`);
      return false;
    }
  }

  private async make(callback: DueCallback): Promise<void> {
    const outcome = await this.send(callback);
    const succeeded = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300;
    const again = succeeded ? null : nextCallbackAt(callback.attempts, this.clock.now());
    if (!(await this.store.authenticationTransactions.settleCallback(callback, again))) return;
    this.events.record(succeeded ? 'PUSH_AUTH_CALLBACK_SENT' : 'PUSH_AUTH_CALLBACK_FAILED', {
      // The address stays out: its query may be a session of the portal's.
      details: {
        transaction: callback.id,
        portal: callback.portal,
        attempt: callback.attempts,
        ...outcome,
        ...(succeeded ? {} : { given_up: again === null }),
      },
    });
  }

  private async send(callback: DueCallback): Promise<{ status?: number; reason?: string }> {
    try {
      const { status } = await this.outbound.send({
        method: 'POST',
        url: new URL(callback.callbackUri),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(renderCallback(callback)),
        policy: this.address.policyFor(callback.callbackUri),
        timeout: TIMEOUT,
        maxBytes: MAX_BYTES,
      });
      return { status };
    } catch (error) {
      if (error instanceof OutboundError) return { reason: error.message };
      throw error;
    }
  }
}
