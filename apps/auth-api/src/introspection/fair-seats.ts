/** A place that somebody holds. */
interface Seat {
  /** Called when the seat is given to somebody else. */
  lose: () => void;
}

/**
 * A limited number of places. Whoever is alone may hold all of them. When none is free, somebody who holds fewer gets one
 * of whoever holds most, so that nobody can keep others out by taking many; equal shares stay as they are.
 */
export class FairSeats {
  private readonly seats = new Map<string, Set<Seat>>();
  private taken = 0;

  /** @param most number of places */
  constructor(private readonly most: number) {}

  /** Number of places that are taken. */
  get size(): number {
    return this.taken;
  }

  /**
   * Takes a place, and takes it from another holder if that is necessary and fair.
   * @param lose called if the place is given to somebody else
   * @returns gives the place back, however often it is called; `undefined` if there is none
   */
  take(holder: string, lose: () => void): (() => void) | undefined {
    if (this.taken >= this.most && !this.makeRoomFor(holder)) return undefined;
    const seat: Seat = { lose };
    this.seats.set(holder, (this.seats.get(holder) ?? new Set()).add(seat));
    this.taken += 1;
    return () => this.free(holder, seat);
  }

  private makeRoomFor(holder: string): boolean {
    let largest: [holder: string, seats: Set<Seat>] | undefined;
    for (const one of this.seats) if (one[1].size > (largest?.[1].size ?? 0)) largest = one;
    // With one more each would hold as many as the other did before: nothing would be fairer.
    if (!largest || largest[1].size <= (this.seats.get(holder)?.size ?? 0) + 1) return false;
    const [oldest] = largest[1];
    this.free(largest[0], oldest!);
    oldest!.lose();
    return true;
  }

  private free(holder: string, seat: Seat): void {
    const seats = this.seats.get(holder);
    if (!seats?.delete(seat)) return;
    this.taken -= 1;
    if (seats.size === 0) this.seats.delete(holder);
  }
}
