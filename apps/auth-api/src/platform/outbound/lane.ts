import { OutboundError } from './outbound-error.js';
import { RecentMap } from '../recent-map.js';

/** Concurrency limits of a lane. */
export interface LaneLimits {
  atOnce: number;
  perHost: number;
  /** Maximum number of requests caused by one client. */
  perClient: number;
  /** The part of `atOnce` that is reserved for hosts that have answered before. */
  reserved: number;
  /** Maximum number of requests that may wait for a slot. */
  waiting: number;
  /** Milliseconds for which a host that has never answered is not contacted again after a failure. */
  rest: number;
}

/** Maximum number of hosts that are remembered, separately for working and for failing hosts. */
const CAPACITY = 2_000;

interface Passenger {
  host: string;
  client: string | undefined;
  start: () => void;
}

/**
 * A bounded share of the server's outgoing requests. A request that finds no free slot waits, at most until its own
 * timeout; requests outside the lane never wait for requests inside it.
 */
export class Lane {
  private readonly running: Passenger[] = [];
  private readonly waiting: Passenger[] = [];
  private readonly proven = new Set<string>();
  private readonly restingUntil = new RecentMap<string, number>(CAPACITY);

  constructor(
    private readonly limits: LaneLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Runs `work` as soon as there is a free slot. Throws `busy` if too many requests are waiting, `unreachable` if the
   * host failed a moment ago and has never answered before, and the signal's reason if it aborts.
   */
  async run<Result>(
    host: string,
    client: string | undefined,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if ((this.restingUntil.get(host) ?? -Infinity) > this.now()) {
      throw new OutboundError('unreachable', 'could not be reached a moment ago');
    }
    const passenger = { host, client, start: () => {} };
    await this.board(passenger, signal);
    try {
      const result = await work();
      this.prove(host);
      return result;
    } catch (error) {
      this.noteFailure(host, error);
      throw error;
    } finally {
      this.running.splice(this.running.indexOf(passenger), 1);
      this.fill();
    }
  }

  private board(passenger: Passenger, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw signal.reason;
    if (this.waiting.length >= this.limits.waiting) throw new OutboundError('busy', 'has to wait for too many others');
    return new Promise((start, refuse) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(passenger), 1);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the signal's reason is the error
        refuse(signal.reason);
      };
      passenger.start = () => {
        signal.removeEventListener('abort', leave);
        start();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(passenger);
      this.fill();
    });
  }

  private fill(): void {
    for (let at = 0; at < this.waiting.length;) {
      const passenger = this.waiting[at]!;
      if (!this.hasPlaceFor(passenger)) {
        at += 1;
        continue;
      }
      this.waiting.splice(at, 1);
      this.running.push(passenger);
      passenger.start();
    }
  }

  private hasPlaceFor({ host, client }: Passenger): boolean {
    const { atOnce, reserved, perHost, perClient } = this.limits;
    if (this.running.length >= atOnce) return false;
    const ofStrangers = this.running.filter((other) => !this.proven.has(other.host)).length;
    if (!this.proven.has(host) && ofStrangers >= atOnce - reserved) return false;
    if (this.running.filter((other) => other.host === host).length >= perHost) return false;
    return client === undefined || this.running.filter((other) => other.client === client).length < perClient;
  }

  private prove(host: string): void {
    this.restingUntil.delete(host);
    this.proven.delete(host);
    this.proven.add(host);
    if (this.proven.size > CAPACITY) this.proven.delete(this.proven.values().next().value!);
  }

  private noteFailure(host: string, error: unknown): void {
    const isThere = error instanceof OutboundError && SHOWS_THAT_IT_IS_THERE.has(error.failure);
    if (isThere) return this.prove(host);
    if (this.proven.has(host)) return;
    this.restingUntil.set(host, this.now() + this.limits.rest);
  }
}

/** Failures that concern a response, rather than the lack of one. */
const SHOWS_THAT_IT_IS_THERE: ReadonlySet<string> = new Set(['too_large', 'redirected', 'unreadable']);
