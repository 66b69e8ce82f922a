import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EventName } from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import { BatchWriter } from './batch-writer.js';
import { Clock } from './clock.js';
import { EventPolicy } from './event-policy.js';
import { requestFacts } from './http/request-facts.js';
import { Metrics } from './metrics/metrics.js';

/** What is known of an event; everything but the name may be absent. */
export type EventFacts = Partial<Omit<NewEvent, 'name' | 'occurred'>>;

/**
 * Writes down what happens, many events in one statement and after the answer. What must not be lost with a change (an
 * administrator's doing) is written in the transaction of that change instead: see {@link EventLog.event}.
 */
@Injectable()
export class EventLog implements OnModuleDestroy {
  private readonly writer: BatchWriter<NewEvent>;

  constructor(
    store: Store,
    private readonly clock: Clock,
    private readonly policy: EventPolicy,
    private readonly metrics: Metrics,
  ) {
    this.writer = new BatchWriter({ name: 'Events', write: (batch) => store.events.insert(batch) });
  }

  /**
   * Notes an event of the protocol. Never throws and never delays the answer.
   * @param facts beside, or instead of, what is known of the request that is being answered
   */
  record(name: EventName, facts: EventFacts = {}): void {
    this.metrics.happened(name);
    if (!this.policy.excluded.has(name)) this.writer.add(this.event(name, facts));
  }

  /** Notes an event in the transaction of the change it tells of, so that neither is there without the other. */
  async recordWith(store: Store, name: EventName, facts: EventFacts = {}): Promise<void> {
    const event = this.keptEvent(name, facts);
    if (event) await store.events.insert([event]);
  }

  /** The event as {@link EventLog.event} makes it; absent where events of this name are not kept. */
  keptEvent(name: EventName, facts: EventFacts = {}): NewEvent | undefined {
    return this.policy.excluded.has(name) ? undefined : this.event(name, facts);
  }

  /** The event as a row, for whoever writes it together with the change it tells of. */
  event(name: EventName, facts: EventFacts = {}): NewEvent {
    const request = requestFacts();
    return {
      name,
      occurred: this.clock.milliseconds(),
      clientId: request?.clientId ?? null,
      application: request?.application ?? null,
      identityProvider: request?.identityProvider ?? null,
      userId: request?.userId ?? null,
      admin: request?.admin ?? null,
      clientIp: request?.clientIp ?? null,
      userAgent: request?.userAgent ?? null,
      requestId: request?.requestId ?? null,
      details: null,
      before: null,
      after: null,
      ...facts,
    };
  }

  /** Events that are not written yet. */
  get waiting(): number {
    return this.writer.size;
  }

  /** Waits until everything noted so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }
}
