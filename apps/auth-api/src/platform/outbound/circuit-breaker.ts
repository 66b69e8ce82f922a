/** Failures in a row after which nothing is tried for a while. */
const THRESHOLD = 5;
/** Milliseconds before one try may show whether the other side is back. */
const REST = 30_000;

export type CircuitState = 'closed' | 'open' | 'half_open';

/**
 * Keeps the server from waiting again and again for somebody who does not answer. After five failures in a row the
 * circuit is open and every call is refused at once; half a minute later one call may probe, and its outcome closes the
 * circuit or opens it anew.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntil: number | undefined;
  private probing = false;

  /** @param now milliseconds, of any clock that only goes on */
  constructor(private readonly now: () => number) {}

  get state(): CircuitState {
    if (this.openUntil === undefined) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half_open';
  }

  /** Whether a call may be made. Whoever is let in says afterwards how it went. */
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

  /** Milliseconds until a call may be tried again; 0 if now. */
  get retryAfter(): number {
    return Math.max(0, (this.openUntil ?? 0) - this.now());
  }

  succeeded(): void {
    this.failures = 0;
    this.openUntil = undefined;
    this.probing = false;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= THRESHOLD) this.openUntil = this.now() + REST;
    this.probing = false;
  }
}
