import { Injectable } from '@nestjs/common';
import type { WebHook } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { CircuitBreaker, type CircuitState } from '../platform/outbound/circuit-breaker.js';
import type { HookCall } from './web-hook-caller.js';

/** Maximum number of concurrent calls, per hook and for all hooks together. */
const CONCURRENT_PER_HOOK = 32;
const CONCURRENT = 128;

/** Maximum number of clients per hook whose failures are remembered; the oldest are dropped first. */
const MOST_CALLERS = 1_000;

interface Entry {
  /** Revision of the hook that this entry was created for: a changed hook starts anew. */
  revision: number;
  breaker: CircuitBreaker;
  /** Breakers of clients whose last call failed. What one client sends must not cut the others off from the hook. */
  callers: Map<string, CircuitBreaker>;
  running: number;
}

/**
 * What a call says about its hook: it works, it is reachable, it is reachable and fails at what this client sends, it is
 * not reachable, or nothing at all.
 */
type Sign = 'works' | 'is_there' | 'fails' | 'is_not' | 'none';

function signOf({ outcome, status }: HookCall): Sign {
  switch (outcome) {
    case 'succeeded':
      return 'works';
    case 'timed_out':
    case 'unreachable':
      return 'is_not';
    case 'refused':
      return status !== undefined && status >= 500 ? 'fails' : 'is_there';
    case 'redirected':
    case 'too_large':
    case 'invalid_answer':
      return 'is_there';
    case 'address_refused':
    case 'circuit_open':
    case 'saturated':
      return 'none';
  }
}

/**
 * Prevents slow and broken hooks from taking the service down, with a circuit breaker per hook, one per client of a
 * hook, and limits on concurrent calls. A client's circuit opens if the hook is unreachable, times out or answers 5xx. The
 * one for all opens only if it is unreachable or times out, and that for more than one client: an answer may be 5xx because
 * of what a client sends, and whoever has one installation can have two.
 */
@Injectable()
export class WebHookGate {
  private readonly entries = new Map<string, Entry>();
  private running = 0;

  constructor(private readonly clock: Clock) {}

  /** The state of the hook for all clients or, if that is closed, the worst state of any single client. */
  stateOf(hook: WebHook): CircuitState {
    const { breaker, callers } = this.entryOf(hook);
    const states = [breaker, ...callers.values()].map(({ state }) => state);
    if (breaker.state !== 'closed') return breaker.state;
    return states.find((state) => state === 'open') ?? states.find((state) => state === 'half_open') ?? 'closed';
  }

  /** Seconds after which a client may retry a rejected call. */
  retryAfter(hook: WebHook, caller: string): number {
    const { breaker, callers } = this.entryOf(hook);
    const rest = Math.max(breaker.retryAfter, callers.get(caller)?.retryAfter ?? 0);
    return Math.max(1, Math.ceil(rest / 1000));
  }

  /** Makes a client's call if there is capacity and the circuits allow it. */
  async pass(hook: WebHook, caller: string, call: () => Promise<HookCall>): Promise<HookCall> {
    const entry = this.entryOf(hook);
    if (entry.running >= CONCURRENT_PER_HOOK || this.running >= CONCURRENT) {
      return { outcome: 'saturated', error: 'Too many calls are under way.', duration: 0 };
    }
    if (!this.enter(entry, caller)) {
      return {
        outcome: 'circuit_open',
        error: 'The hook failed too often and is left alone for a while.',
        duration: 0,
      };
    }
    entry.running += 1;
    this.running += 1;
    let sign: Sign = 'none';
    try {
      const made = await call();
      sign = signOf(made);
      return made;
    } finally {
      entry.running -= 1;
      this.running -= 1;
      this.note(entry, caller, sign);
    }
  }

  private enter({ breaker, callers }: Entry, caller: string): boolean {
    if (!breaker.tryEnter()) return false;
    if (callers.get(caller)?.tryEnter() ?? true) return true;
    breaker.left();
    return false;
  }

  private note({ breaker, callers }: Entry, caller: string, sign: Sign): void {
    switch (sign) {
      case 'works':
        breaker.succeeded();
        callers.delete(caller);
        return;
      case 'is_there':
        breaker.answered();
        callers.get(caller)?.answered();
        return;
      case 'none':
        breaker.left();
        callers.get(caller)?.left();
        return;
      case 'fails':
        breaker.answered();
        return this.noteFailure(callers, caller);
      case 'is_not':
        breaker.failed(caller);
        return this.noteFailure(callers, caller);
    }
  }

  private noteFailure(callers: Entry['callers'], caller: string): void {
    const own = callers.get(caller) ?? this.newBreaker(1);
    own.failed();
    callers.delete(caller);
    callers.set(caller, own);
    const [oldest] = callers.keys();
    if (callers.size > MOST_CALLERS) callers.delete(oldest!);
  }

  private newBreaker(callersToOpen: number): CircuitBreaker {
    return new CircuitBreaker(() => this.clock.milliseconds(), { callersToOpen });
  }

  private entryOf(hook: WebHook): Entry {
    const known = this.entries.get(hook.id);
    if (known?.revision === hook.revision) return known;
    const entry = { revision: hook.revision, breaker: this.newBreaker(2), callers: new Map(), running: 0 };
    this.entries.set(hook.id, entry);
    return entry;
  }
}
