import { networkOf } from '../http/source.js';
import { RecentMap } from '../recent-map.js';
import { OutboundError, isBusy } from './outbound-error.js';

/** Concurrency limits of a lane. A network is that of {@link networkOf}. */
export interface LaneLimits {
  atOnce: number;
  perHost: number;
  /** Maximum number of requests to URLs that one client supplied. */
  perClient: number;
  /** Maximum number of requests caused from one network. */
  perSource: number;
  /** Maximum number of requests to one network, whatever names its hosts have. */
  perTarget: number;
  /** The part of `atOnce` that is reserved for hosts that have answered before. */
  reserved: number;
  /** Maximum number of requests that may wait for a slot. */
  waiting: number;
  /** The same of those that were caused from one network. */
  waitingPerSource: number;
  /**
   * Milliseconds for which a host that has never answered is not contacted again after a failure: for nobody if it took no
   * connection, otherwise only for whoever supplied the URL.
   */
  rest: number;
}

/** On whose account a request is made. */
export interface NamedBy {
  /** Who supplied the URL. */
  client: string;
  /** The network from which the request was caused; absent if the server makes it of its own accord. */
  source?: string | undefined;
}

/** A request that has a slot. */
export interface Seat {
  /**
   * To be awaited as soon as the address of the host is known, before it is connected to. Gives up the slot, and waits
   * for another, while too many requests go to that network. Throws as {@link Lane.run} does.
   */
  reach: (address: string) => Promise<void>;
  /** To be called as soon as the host takes the connection. What goes wrong after that may be the fault of the URL. */
  connected: () => void;
}

/** Maximum number of hosts that are remembered, separately for working and for failing hosts. */
const CAPACITY = 2_000;

interface Passenger extends NamedBy {
  host: string;
  /** The network that is asked, once it is known. */
  target?: string;
  /** Whether the host took the connection. */
  isConnected?: boolean;
  /** Whether its work is over. */
  isGone?: boolean;
  start: () => void;
}

/**
 * A bounded share of the server's outgoing requests. A request that finds no free slot waits for a limited time; requests
 * outside the lane never wait for requests inside it.
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
   * Runs `work` as soon as there is a free slot. Throws `busy` if too many requests are waiting or patience is over, and
   * `unreachable` if the host, or for this client anything at it, failed a moment ago and has never answered before.
   * @param patience aborts when there should have been a slot
   */
  async run<Result>(
    host: string,
    namedBy: NamedBy,
    patience: AbortSignal,
    work: (seat: Seat) => Promise<Result>,
  ): Promise<Result> {
    if (!this.proven.has(host) && (this.isResting(host) || this.isResting(atHost(host, namedBy)))) {
      throw new OutboundError('unreachable', 'could not be reached a moment ago', undefined, false);
    }
    const passenger: Passenger = { host, ...namedBy, start: () => {} };
    await this.board(passenger, patience);
    try {
      const result = await work({
        reach: (address) => this.reach(passenger, address, patience),
        connected: () => (passenger.isConnected = true),
      });
      this.prove(passenger);
      return result;
    } catch (error) {
      this.noteFailure(passenger, error);
      throw error;
    } finally {
      this.leave(passenger);
    }
  }

  private async reach(passenger: Passenger, address: string, patience: AbortSignal): Promise<void> {
    if (passenger.isGone) throw waitsForTooMany();
    remove(this.running, passenger);
    passenger.target = networkOf(address);
    if (this.mayReach(passenger)) {
      this.running.push(passenger);
      return;
    }
    const boarded = this.board(passenger, patience);
    this.fill();
    await boarded;
  }

  private async board(passenger: Passenger, patience: AbortSignal): Promise<void> {
    if (patience.aborted || !this.mayWait(passenger)) throw waitsForTooMany();
    await new Promise<void>((start, refuse) => {
      const giveUp = () => {
        remove(this.waiting, passenger);
        refuse(waitsForTooMany());
      };
      passenger.start = () => {
        patience.removeEventListener('abort', giveUp);
        start();
      };
      patience.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(passenger);
      this.fill();
    });
  }

  private leave(passenger: Passenger): void {
    passenger.isGone = true;
    remove(this.running, passenger);
    remove(this.waiting, passenger);
    this.fill();
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

  private mayWait({ source }: Passenger): boolean {
    if (this.waiting.length >= this.limits.waiting) return false;
    return source === undefined || alike(this.waiting, 'source', source) < this.limits.waitingPerSource;
  }

  private hasPlaceFor(passenger: Passenger): boolean {
    const { host, client, source } = passenger;
    const { atOnce, reserved, perHost, perClient, perSource } = this.limits;
    if (this.running.length >= atOnce) return false;
    const ofStrangers = this.running.filter((other) => !this.proven.has(other.host)).length;
    if (!this.proven.has(host) && ofStrangers >= atOnce - reserved) return false;
    if (alike(this.running, 'host', host) >= perHost || alike(this.running, 'client', client) >= perClient)
      return false;
    if (source !== undefined && alike(this.rivalsOf(passenger), 'source', source) >= perSource) return false;
    return this.mayReach(passenger);
  }

  private mayReach(passenger: Passenger): boolean {
    const { target } = passenger;
    return target === undefined || alike(this.rivalsOf(passenger), 'target', target) < this.limits.perTarget;
  }

  /** Hosts that never answered must not keep waiting those that did, and are asked from or are in the same network. */
  private rivalsOf({ host }: Passenger): Passenger[] {
    return this.proven.has(host) ? this.running.filter((other) => this.proven.has(other.host)) : this.running;
  }

  private isResting(key: string): boolean {
    return (this.restingUntil.get(key) ?? -Infinity) > this.now();
  }

  private prove({ host }: Passenger): void {
    this.proven.delete(host);
    this.proven.add(host);
    if (this.proven.size > CAPACITY) this.proven.delete(this.proven.values().next().value!);
  }

  private noteFailure(passenger: Passenger, error: unknown): void {
    const { host, isConnected } = passenger;
    const isThere = error instanceof OutboundError && SHOWS_THAT_IT_IS_THERE.has(error.failure);
    if (isThere) return this.prove(passenger);
    if (this.proven.has(host) || isBusy(error)) return;
    // Many share a host, and one of them may have named what never answers there.
    this.restingUntil.set(isConnected ? atHost(host, passenger) : host, this.now() + this.limits.rest);
  }
}

/** What stands for one client at a host. Neither a host nor a port has a blank in it. */
const atHost = (host: string, { client }: Pick<NamedBy, 'client'>): string => `${host} ${client}`;

/** Failures that concern a response, rather than the lack of one. */
const SHOWS_THAT_IT_IS_THERE: ReadonlySet<string> = new Set(['too_large', 'redirected', 'unreadable']);

function remove(from: Passenger[], passenger: Passenger): void {
  const place = from.indexOf(passenger);
  if (place !== -1) from.splice(place, 1);
}

const alike = <Member extends keyof Passenger>(all: Passenger[], member: Member, value: Passenger[Member]): number =>
  all.filter((other) => other[member] === value).length;

/** Not the host's fault: it was not asked. */
function waitsForTooMany(): OutboundError {
  return new OutboundError('busy', 'has to wait for too many others', undefined, false);
}
