import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EventName, WebHookType } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type HookAnswer, type HookSubject, OAuthError, type WebHook, type WebHookDelivery } from '@passant/protocol';
import { BatchWriter } from '../batch-writer.js';
import { Clock } from '../clock.js';
import { EventLog } from '../event-log.js';
import { type HookCall, WebHookCaller } from './web-hook-caller.js';
import { WebHookGate } from './web-hook-gate.js';

/** Seconds a delivery is remembered. */
const DELIVERY_RETENTION = 86_400;

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
 * Calls web hooks and keeps account of it. What is noted, in deliveries, events and log, is the same for everybody:
 * which hook, how long, how it ended. Nothing that was sent or answered.
 */
@Injectable()
export class WebHooks implements OnModuleDestroy {
  private readonly logger = new Logger('WebHooks');
  private readonly deliveries: BatchWriter<WebHookDelivery>;

  constructor(
    store: Store,
    private readonly caller: WebHookCaller,
    private readonly gate: WebHookGate,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    this.deliveries = new BatchWriter({
      name: 'Deliveries of web hooks',
      write: (batch) => store.webHooks.insertDeliveries(batch),
    });
  }

  /**
   * What the hook wants changed.
   *
   * A hook that cannot be asked fails the request, with `temporarily_unavailable`: it may be there to take scopes away
   * or to blank out details, and a token that it would have narrowed must not be issued as if it had agreed.
   */
  async ask(hook: WebHook, subject: HookSubject): Promise<HookAnswer> {
    const call = await this.call(hook, subject);
    if (call.answer) return call.answer;
    throw new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', {
      cause: `web hook ${hook.id}: ${call.outcome}${call.status === undefined ? '' : ` ${call.status}`}`,
      retryAfter: this.gate.retryAfter(hook),
    });
  }

  /** Calls a hook, whatever comes of it. */
  async call(hook: WebHook, subject: HookSubject): Promise<HookCall> {
    const call = await this.gate.pass(hook, () => this.caller.call(hook, subject));
    this.note(hook, subject, call);
    return call;
  }

  /** Claims of a hook that were dropped. Names the server answers for itself, so they say nothing about anybody. */
  noteConflicts(hook: WebHook, names: string[]): void {
    if (names.length > 0) this.events.record('WEB_HOOK_CLAIM_CONFLICT', { details: { hook: hook.id, claims: names } });
  }

  /** Waits until every delivery so far is written. */
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
      expiresAt: now + DELIVERY_RETENTION,
    });
    const names = EVENTS[hook.type];
    if (outcome === 'succeeded') {
      this.events.record(names.succeeded, { details: { hook: hook.id, removed_scopes: removedScopes, claims } });
      return;
    }
    this.events.record(names.failed, {
      details: { hook: hook.id, outcome, ...(status === undefined ? {} : { status }) },
    });
    this.logger.warn(`Web hook ${hook.id}: ${outcome}${status === undefined ? '' : ` ${status}`} after ${duration} ms`);
  }
}
