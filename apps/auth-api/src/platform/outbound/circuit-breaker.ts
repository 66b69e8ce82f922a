/** Number of consecutive failures that opens the circuit. */
const THRESHOLD = 5;
/** Milliseconds for which the circuit stays open before one probe is allowed. */
const REST = 30_000;

export type CircuitState = 'closed' | 'open' | 'half_open';

/**
 * Stops the server from waiting repeatedly for a peer that does not answer. After five consecutive failures the circuit
 * opens and every call is refused immediately. Half a minute later, a single call may probe; its outcome closes the
 * circuit or reopens it. A circuit shared by several callers opens only if the calls of more than one of them failed: a
 * single caller may have sent something that nobody could answer.
 */
export class CircuitBreaker {
  private failures = 0;
  /** Callers whose calls failed since the last success, or since the circuit opened. */
  private readonly failing = new Set<string>();
  private openUntil: number | undefined;
  private probing = false;

  /**
   * @param now milliseconds of any monotonic clock
   * @param options.callersToOpen how many different callers must have failed before the circuit opens for all
   */
  constructor(
    private readonly now: () => number,
    private readonly options: { callersToOpen: number } = { callersToOpen: 1 },
  ) {}

  get state(): CircuitState {
    if (this.openUntil === undefined) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half_open';
  }

  /** Whether a call may be made. Callers that are admitted report the outcome afterwards. */
  tryEnter(): boolean {
    switch (this.state) {
      case 'closed':
        return true;
      case 'open':
        return false;
      case 'half_open':
        if (this.probing) return false;
        this.probing = true;
        return true;
    }
  }

  /** Milliseconds until a call may be tried again; 0 if a call may be tried now. */
  get retryAfter(): number {
    return Math.max(0, (this.openUntil ?? 0) - this.now());
  }

  succeeded(): void {
    this.failures = 0;
    this.failing.clear();
    this.openUntil = undefined;
    this.probing = false;
  }

  /** @param by whose call failed, if several callers share the circuit */
  failed(by = ''): void {
    this.failures += 1;
    this.failing.add(by);
    this.probing = false;
    if (this.failures < THRESHOLD || this.failing.size < this.options.callersToOpen) return;
    this.openUntil = this.now() + REST;
    this.failing.clear();
  }

  /** The peer responded, but not as expected: it is reachable, though whether it works is still unknown. */
  answered(): void {
    if (this.state === 'half_open') this.succeeded();
    this.probing = false;
  }

  /** The admitted call was not made after all. */
  left(): void {
    this.probing = false;
  }
}
