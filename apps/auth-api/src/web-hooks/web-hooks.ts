import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EventName, WebHookType } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type HookAnswer, type HookSubject, Unavailable, type WebHook, type WebHookDelivery } from '@passant/protocol';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { Sources } from '../observation/sources.js';
import { type HookCall, WebHookCaller } from './web-hook-caller.js';
import { WebHookGate } from './web-hook-gate.js';

/** Seconds for which a delivery is kept. */
const DELIVERY_RETENTION = 86_400;
/** Maximum number of deliveries kept per hook: those that the console shows. Sources take turns. */
const MOST_DELIVERIES = 100;

const EVENTS: Record<WebHookType, { succeeded: EventName; failed: EventName }> = {
  CUSTOMIZE_TOKEN: {
    succeeded: 'WEB_HOOK_CUSTOMIZE_ACCESS_TOKEN_SUCCESSFULLY_EXECUTED',
    failed: 'WEB_HOOK_CUSTOMIZE_ACCESS_TOKEN_FAILED',
  },
  USER_DETAILS_CUSTOMIZATION: {
    succeeded: 'WEB_HOOK_CUSTOMIZE_USER_DETAILS_SUCCESSFULLY_EXECUTED',
    failed: 'WEB_HOOK_CUSTOMIZE_USER_DETAILS_FAILED',
  },
};

/**
 * Calls web hooks and records the calls. Deliveries, events and log entries contain the same for everyone: which hook,
 * how long it took and how it ended, but nothing that was sent or received. Of who caused it, a delivery has a hash alone.
 */
@Injectable()
export class WebHooks implements OnModuleDestroy {
  private readonly logger = new Logger('WebHooks');
  private readonly deliveries: BatchWriter<WebHookDelivery>;
  private readonly sources: Sources;

  constructor(
    store: Store,
    private readonly caller: WebHookCaller,
    private readonly gate: WebHookGate,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    this.sources = new Sources(clock);
    this.deliveries = new BatchWriter({
      name: 'Deliveries of web hooks',
      write: (batch) => store.webHooks.insertDeliveries(batch, MOST_DELIVERIES),
    });
  }

  /**
   * Returns the changes that the hook requests.
   *
   * If a hook cannot be called, the request fails with `temporarily_unavailable`: the hook may exist to remove scopes
   * or details, and a token that it would have restricted must not be issued as if it had agreed.
   */
  async ask(hook: WebHook, subject: HookSubject): Promise<HookAnswer> {
    const call = await this.call(hook, subject);
    if (call.answer) return call.answer;
    throw new Unavailable(`the web hook: ${call.outcome}`, this.gate.retryAfter(hook, subject.clientId));
  }

  /** Calls a hook and returns the result, whatever it is. */
  async call(hook: WebHook, subject: HookSubject): Promise<HookCall> {
    const call = await this.gate.pass(hook, subject.clientId, () => this.caller.call(hook, subject));
    this.note(hook, subject, call);
    return call;
  }

  /**
   * Records claims of a hook that were dropped. Their names are reserved for the server, so they reveal nothing about
   * anyone.
   */
  noteConflicts(hook: WebHook, names: string[]): void {
    if (names.length > 0) this.events.record('WEB_HOOK_CLAIM_CONFLICT', { details: { hook: hook.id, claims: names } });
  }

  /** Waits until all deliveries so far are written. */
  async flush(): Promise<void> {
    await this.deliveries.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.deliveries.close();
  }

  private note(hook: WebHook, subject: HookSubject, call: HookCall): void {
    const { outcome, status, duration, answer } = call;
    const removedScopes = subject.scopes.filter((scope) => answer?.removeScopes.includes(scope)).length;
    const claims = Object.keys(answer?.claims ?? {}).length;
    const now = this.clock.now();
    this.deliveries.add({
      hook: hook.id,
      occurred: this.clock.milliseconds(),
      outcome,
      status: status ?? null,
      duration,
      removedScopes,
      claims,
      source: this.sources.of(hook.id) ?? null,
      expiresAt: now + DELIVERY_RETENTION,
    });
    const names = EVENTS[hook.type];
    if (outcome === 'succeeded') {
      this.events.record(names.succeeded, { details: { hook: hook.id, removed_scopes: removedScopes, claims } });
      return;
    }
    const details = { hook: hook.id, outcome, ...(status === undefined ? {} : { status }) };
    if (this.events.record(names.failed, { details })) {
      const answered = status === undefined ? '' : ` ${status}`;
      this.logger.warn(`Web hook ${hook.id}: ${outcome}${answered} after ${duration} ms`);
    }
  }
}
