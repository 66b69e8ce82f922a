import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type DueCallback, Store, isStoreOutage } from '@passant/persistence';
import { CALLBACK_LEASE, mayBeTold, nextCallbackAt, renderCallback } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { OutboundClient } from '../platform/outbound/outbound-client.js';
import { OutboundError } from '../platform/outbound/outbound-error.js';
import { WebHookAddress } from '../web-hooks/web-hook-address.js';
import { faultOf } from '../platform/fault.js';

/** Milliseconds between two looks for due callbacks; a new result ends the wait early. */
const PAUSE = 1_000;
/** The same during a database outage. */
const PAUSE_IN_OUTAGE = 5_000;
/** Maximum number of callbacks that one instance makes at the same time, and of those the most of one portal. */
const AT_ONCE = 32;
const PER_PORTAL = 8;
/** Seconds after which one that could not be tried is due again. */
const UNTRIED = 5;
/** What comes of a callback to a portal that may not read the result. */
const NOT_TOLD: Outcome = { reason: 'may not be told of this person any more' };
/** What comes of a callback for which there was no place, or whose portal failed another a moment ago. */
const UNSENT = Symbol('unsent');
/** Limits of one callback, in milliseconds and bytes. */
const TIMEOUT = 5_000;
const MAX_BYTES = 64 * 1024;

/** What came of an attempt: the status that was answered, or why there was none. */
interface Outcome {
  status?: number;
  reason?: string;
}

/**
 * Tells portals that a result is ready. Due callbacks are stored in the database, so that none is lost with the
 * instance that took the answer, and none is made by two instances at once. If a portal does not respond, the callback
 * is retried a few times; after that the portal has to ask by itself. One that may not read the result any more is not told
 * that there is one. One portal that is slow keeps no other waiting.
 */
@Injectable()
export class Callbacks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Callbacks');
  private running: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | undefined;
  private closing = false;
  /** What is being made, and for which portal. */
  private readonly making = new Map<Promise<void>, string>();

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
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
    await Promise.all(this.making.keys());
  }

  /** Called when there is a new result, so that its callback need not wait for the next look. */
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

  /** @returns false if the database could not be queried */
  private async makeDue(): Promise<boolean> {
    try {
      const free = AT_ONCE - this.making.size;
      if (free === 0) return true;
      const now = this.clock.now();
      const shares = { perPortal: PER_PORTAL, running: this.countByPortal() };
      const due = await this.store.authenticationTransactions.claimCallbacks(now, now + CALLBACK_LEASE, free, shares);
      // What an administrator took from a portal elsewhere must count here as well.
      if (due.length > 0) await this.configuration.catchUp();
      for (const callback of due) this.begin(callback);
      return true;
    } catch (error) {
      this.tell(error);
      return false;
    }
  }

  private countByPortal(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const portal of this.making.values()) counts.set(portal, (counts.get(portal) ?? 0) + 1);
    return counts;
  }

  /** What is not settled is due again when its lease is over. */
  private begin(callback: DueCallback): void {
    const made = this.make(callback)
      .catch((error: unknown) => this.tell(error))
      .finally(() => {
        this.making.delete(made);
        this.wake();
      });
    this.making.set(made, callback.portal);
  }

  private tell(error: unknown): void {
    const why = isStoreOutage(error) ? 'the database is away' : faultOf(error);
    this.logger.warn(`Callbacks of mobile authentication wait: ${why}.`);
  }

  private async make(callback: DueCallback): Promise<void> {
    const isTold = mayBeTold(this.configuration.apiClient(callback.portal), callback);
    const outcome = isTold ? await this.send(callback) : NOT_TOLD;
    if (outcome === UNSENT) {
      return this.store.authenticationTransactions.returnCallback(callback, this.clock.now() + UNTRIED);
    }
    const succeeded = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300;
    const again = succeeded || !isTold ? null : nextCallbackAt(callback.attempts, this.clock.now());
    if (!(await this.store.authenticationTransactions.settleCallback(callback, again))) return;
    this.events.record(succeeded ? 'PUSH_AUTH_CALLBACK_SENT' : 'PUSH_AUTH_CALLBACK_FAILED', {
      // The address is left out: its query may contain a session of the portal.
      details: {
        transaction: callback.id,
        portal: callback.portal,
        attempt: callback.attempts,
        ...outcome,
        ...(succeeded ? {} : { given_up: again === null }),
      },
    });
  }

  private async send(callback: DueCallback): Promise<Outcome | typeof UNSENT> {
    try {
      const { status } = await this.outbound.send({
        method: 'POST',
        url: new URL(callback.callbackUri),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(renderCallback(callback)),
        policy: this.address.policyFor(callback.callbackUri),
        namedBy: { as: 'portal', client: callback.portal },
        timeout: TIMEOUT,
        maxBytes: MAX_BYTES,
      });
      return { status };
    } catch (error) {
      if (error instanceof OutboundError) return error.wasTried ? { reason: error.message } : UNSENT;
      throw error;
    }
  }
}
