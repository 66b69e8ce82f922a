/** Milliseconds after which a server has written what it counted, as the documentation says. */
const COUNTED_WITHIN = 1_000;
/** How much later than that a busy machine may be done with it, in milliseconds. */
const LATENESS = 2_000;

/** Something a server counts, from when it was asked for. */
interface Counted {
  server: string;
  askedAt: number;
  /** Absent: nobody knows whether it was counted. */
  answeredAt?: number;
}

/** While something was being killed. */
interface Death {
  from: number;
  until: number;
}

/** What counts have to be, if they are exact but for what may be lost or added twice. */
export interface Bounds {
  least: number;
  most: number;
}

/**
 * Keeps what the servers should have counted. A server that is killed may lose what it counted in the last second. A
 * database that is killed may have added what a server then adds again, which is what it counted in a second.
 */
export class Tally {
  private readonly all: Counted[] = [];
  private readonly kills: (Death & { server: string })[] = [];
  private readonly outages: Death[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns what to call when it was answered: with `false` if it was refused, and is not counted */
  ask(server: string): (isCounted: boolean) => void {
    const one: Counted = { server, askedAt: this.now() };
    this.all.push(one);
    return (isCounted) => {
      if (isCounted) one.answeredAt = this.now();
      else this.all.splice(this.all.indexOf(one), 1);
    };
  }

  /** A server is killed from this moment on. @returns what to call when it is gone */
  noteKill(server: string): () => void {
    const kill = { server, from: this.now(), until: Infinity };
    this.kills.push(kill);
    return () => (kill.until = this.now());
  }

  /** The database is killed from this moment on. @returns what to call when it is gone */
  noteOutage(): () => void {
    const outage = { from: this.now(), until: Infinity };
    this.outages.push(outage);
    return () => (outage.until = this.now());
  }

  bounds(): Bounds {
    const kept = this.all.filter((one) => one.answeredAt !== undefined && !this.mayBeLost(one.server, one.answeredAt));
    const twice = this.all.filter((one) => this.mayBeThereTwice(one));
    return { least: kept.length, most: this.all.length + twice.length };
  }

  private mayBeLost(server: string, answeredAt: number): boolean {
    return this.kills.some((kill) => kill.server === server && answeredAt <= kill.until && answeredAt > openOf(kill));
  }

  private mayBeThereTwice({ askedAt, answeredAt = Infinity }: Counted): boolean {
    return this.outages.some((outage) => askedAt <= outage.until && answeredAt > openOf(outage));
  }
}

/** From when on what was counted may not be written yet, or not for certain. */
const openOf = ({ from }: Death): number => from - COUNTED_WITHIN - LATENESS;
