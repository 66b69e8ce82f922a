import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { EventName } from '@passant/contracts';
import { type NewEvent, Store } from '@passant/persistence';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { EventCounts } from './event-counts.js';
import { wayOf } from './event-kinds.js';
import { EventPolicy } from './event-policy.js';
import { Few } from './few.js';
import { HourlyCounts } from './hourly-counts.js';
import { Configuration } from '../platform/configuration.js';
import { type RequestFacts, WITHOUT_ORIGIN, requestFacts } from '../platform/http/request-facts.js';
import { INTROSPECTIONS, Metrics } from './metrics/metrics.js';

/** What is known about an event, apart from its name and time. Every member may be absent. */
export type EventFacts = Partial<Omit<NewEvent, 'name' | 'occurred'>>;

/** Who makes a change that no request asks for; nothing of what a request asks for, which says it itself. */
export type Maker = Pick<EventFacts, 'admin' | 'change'>;

/**
 * Records events. Most are written after the response, many per statement; events that happen too often are counted per
 * minute instead. An event that must not be lost if its change is kept, such as an action of an administrator, is
 * written in the transaction of that change: see {@link EventLog.event}.
 */
@Injectable()
export class EventLog implements BeforeApplicationShutdown {
  private readonly writer: BatchWriter<NewEvent>;
  private readonly counts: EventCounts;

  constructor(
    store: Store,
    private readonly clock: Clock,
    private readonly policy: EventPolicy,
    private readonly metrics: Metrics,
    private readonly configuration: Configuration,
    private readonly few: Few,
    private readonly hourly: HourlyCounts,
  ) {
    this.writer = new BatchWriter({
      name: 'Events',
      write: (batch) => store.events.insert(batch),
      isExpendable: ({ name }) => wayOf(name) === 'few',
    });
    this.counts = new EventCounts((counts) => store.events.tally(counts));
  }

  /**
   * Records a protocol event. Never throws and never delays the response.
   * @param facts override or complete what is known about the current request
   * @returns whether the event should be logged as well; false if its source causes many such events
   */
  record(name: EventName, facts: EventFacts = {}): boolean {
    const isOneOfFew = this.isOneOfFew(name, facts);
    this.note(name, facts, isOneOfFew);
    return isOneOfFew;
  }

  private isOneOfFew(name: EventName, facts: EventFacts = {}): boolean {
    const request = requestFacts();
    const clientId = facts.clientId ?? request?.clientId;
    const source = { ...request, clientId, userId: facts.userId ?? request?.userId };
    switch (wayOf(name)) {
      case 'each':
        return true;
      case 'many':
        return this.few.admitsMany(source, name);
      case 'few':
        return this.few.admits(source, name);
      case 'count':
        return false;
    }
  }

  /** Writes an event, or counts it if it is not one of the first few. */
  note(name: EventName, facts: EventFacts, isOneOfFew: boolean): void {
    this.metrics.happened(name);
    const introspection = INTROSPECTIONS[name];
    if (introspection) this.hourly.add('introspection', introspection);
    if (this.policy.excluded.has(name)) return;
    const event = this.event(name, facts);
    if (isOneOfFew || this.policy.detailed.has(name)) this.writer.add(event);
    else this.counts.add(event);
  }

  /** Writes an event in the transaction of the change it describes, so that neither is stored without the other. */
  async recordWith(store: Store, name: EventName, facts: EventFacts = {}): Promise<void> {
    const event = this.keptEvent(name, facts);
    if (event) await store.events.insert([event]);
  }

  /** The event as created by {@link EventLog.event}; `undefined` if events of this name are excluded. */
  keptEvent(name: EventName, facts: EventFacts = {}): NewEvent | undefined {
    return this.policy.excluded.has(name) ? undefined : this.event(name, facts);
  }

  /** The event as a row, for code that writes it together with the change it describes. */
  event(name: EventName, facts: EventFacts = {}): NewEvent {
    const request = requestFacts();
    const approval = request?.change?.approval;
    const details = approval ? { ...facts.details, approved_by: approval.by } : facts.details;
    return {
      name,
      occurred: this.clock.milliseconds(),
      ...this.factsOf(request),
      ...(request?.change ? { change: request.change } : {}),
      before: null,
      after: null,
      ...facts,
      details: details ?? null,
    };
  }

  /** What an event may contain about its request. */
  factsOf(
    request: RequestFacts | undefined,
  ): Omit<NewEvent, 'name' | 'occurred' | 'details' | 'before' | 'after' | 'change'> {
    return {
      clientId: request?.clientId ?? null,
      application: request?.application ?? null,
      identityProvider: request?.identityProvider ?? null,
      userId: request?.userId ?? null,
      admin: request?.admin ?? null,
      clientIp: request?.clientIp ?? null,
      userAgent: request?.userAgent ?? null,
      requestId: request?.requestId ?? null,
      ...(request && this.mayBeOfStateless(request) ? WITHOUT_ORIGIN : {}),
    };
  }

  /**
   * Whether the caller is, or is about to become, an installation of an application that allows stateless registration.
   * All events of an installation carry its identifier, so a single stored address, even one from its first day, would
   * identify its users for good.
   */
  mayBeOfStateless({ application, admin }: RequestFacts): boolean {
    if (admin !== undefined || application == null) return false;
    return this.configuration.application(application)?.statelessAuthentication ?? false;
  }

  /** Number of events and event counts that are not written yet. */
  get waiting(): number {
    return this.writer.size + this.counts.size;
  }

  /** Waits until everything recorded so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
    await this.counts.flush();
  }

  /** After everything that stops by itself, and records how it ended. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.writer.close();
    await this.counts.close();
  }
}
