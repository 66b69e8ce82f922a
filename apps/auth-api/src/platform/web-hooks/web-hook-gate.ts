import { Injectable } from '@nestjs/common';
import type { WebHook } from '@passant/protocol';
import { Clock } from '../clock.js';
import { CircuitBreaker, type CircuitState } from '../outbound/circuit-breaker.js';
import type { HookCall } from './web-hook-caller.js';

/** Calls of one hook, and of all hooks, that may be under way at the same time. */
const CONCURRENT_PER_HOOK = 32;
const CONCURRENT = 128;

interface Entry {
  /** Of the hook this entry was made for: one that was changed begins anew. */
  revision: number;
  breaker: CircuitBreaker;
  running: number;
}

/** Keeps slow and broken hooks from taking the service down: a circuit per hook, and a bound on what is under way. */
@Injectable()
export class WebHookGate {
  private readonly entries = new Map<string, Entry>();
  private running = 0;

  constructor(private readonly clock: Clock) {}

  stateOf(hook: WebHook): CircuitState {
    return this.entryOf(hook).breaker.state;
  }

  /** Seconds after which a refused call may be tried again. */
  retryAfter(hook: WebHook): number {
    return Math.max(1, Math.ceil(this.entryOf(hook).breaker.retryAfter / 1000));
  }

  /** Makes the call if there is room for it and hope in it. */
  async pass(hook: WebHook, call: () => Promise<HookCall>): Promise<HookCall> {
    const entry = this.entryOf(hook);
    if (entry.running >= CONCURRENT_PER_HOOK || this.running >= CONCURRENT) {
      return { outcome: 'saturated', error: 'Too many calls are under way.', duration: 0 };
    }
    if (!entry.breaker.tryEnter()) {
      return {
        outcome: 'circuit_open',
        error: 'The hook failed too often and is left alone for a while.',
        duration: 0,
      };
    }
    entry.running += 1;
    this.running += 1;
    let succeeded = false;
    try {
      const made = await call();
      succeeded = made.outcome === 'succeeded';
      return made;
    } finally {
      entry.running -= 1;
      this.running -= 1;
      if (succeeded) entry.breaker.succeeded();
      else entry.breaker.failed();
    }
  }

  private entryOf(hook: WebHook): Entry {
    const known = this.entries.get(hook.id);
    if (known?.revision === hook.revision) return known;
    const entry = {
      revision: hook.revision,
      breaker: new CircuitBreaker(() => this.clock.milliseconds()),
      running: 0,
    };
    this.entries.set(hook.id, entry);
    return entry;
  }
}
