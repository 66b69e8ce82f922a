import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { networkOf } from '../platform/http/source.js';

/** How many occurrences of the same thing are recorded individually per source and minute. */
const MOST_OF_A_THING = 5;
/** How many occurrences of anything are recorded individually per source and minute. */
const MOST_OF_A_SOURCE = 60;
/**
 * How many are recorded individually per minute for all clients together that proved who they are, how many for whoever
 * merely names one, and how many for all unknown sources together.
 */
const MOST = 300;
/** How many of the first a client may have, wherever it is. */
const MOST_OF_A_CLIENT = 120;

/**
 * How many events of what was given, per kind, are recorded individually per client and minute, of each person where one
 * is known: ten a second.
 */
const MOST_GIVEN = 600;

const MINUTE = 60_000;

/**
 * Who causes something: a client that is known here, and its IP address. A member is absent if it is unknown or must
 * not be kept.
 */
export interface Source {
  clientId?: string | null | undefined;
  /** Whether it was that client: anybody can name one. */
  isProven?: boolean | undefined;
  clientIp?: string | null | undefined;
}

/**
 * The start of the minute that contains a moment.
 * @param moment milliseconds since the epoch, as is the result
 */
export const minuteOf = (moment: number): number => moment - (moment % MINUTE);

/**
 * Decides what is recorded individually and what is only counted. Of everything that requests can cause without limit,
 * the first few occurrences per source and minute are recorded. So no one can fill the disk or the log, and no source's
 * errors are hidden by those of another: clients have a limit of their own, which nobody uses up in their names. Every process
 * decides for itself. Addresses are kept for the current minute only, and only in memory.
 */
@Injectable()
export class Few {
  private minute = 0;
  private counters = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /**
   * Whether this is one of the first few occurrences.
   * @param thing what happened, in the server's own terms
   */
  admits({ clientId, isProven = false, clientIp }: Source, thing: string): boolean {
    this.turnTheMinute();
    const group = clientId == null ? 'strangers' : isProven ? 'clients' : 'named';
    const source = `${group} ${clientId ?? ''} ${networkOf(clientIp ?? '')}`;
    const limits: [counter: string, most: number][] = [
      [group, MOST],
      [source, MOST_OF_A_SOURCE],
      [`${source} ${thing}`, MOST_OF_A_THING],
    ];
    if (isProven) limits.push([JSON.stringify(['client', clientId]), MOST_OF_A_CLIENT]);
    return this.take(limits);
  }

  /**
   * Whether a client stays within what an honest one causes of this. A person who acts through a client that many people
   * use takes nothing from the others.
   * @param thing what happened, in the server's own terms
   */
  admitsMany({ clientId, clientIp, userId }: Source & { userId?: string | null | undefined }, thing: string): boolean {
    this.turnTheMinute();
    const source = clientId == null ? ['at', networkOf(clientIp ?? '')] : ['of', clientId, userId ?? ''];
    return this.take([[JSON.stringify([thing, ...source]), MOST_GIVEN]]);
  }

  private turnTheMinute(): void {
    const minute = minuteOf(this.clock.milliseconds());
    if (minute === this.minute) return;
    this.minute = minute;
    this.counters = new Map();
  }

  private take(limits: [counter: string, most: number][]): boolean {
    // Rejected occurrences create no counter, so the number of counters stays a small multiple of the number admitted.
    if (limits.some(([counter, most]) => this.countOf(counter) >= most)) return false;
    for (const [counter] of limits) this.counters.set(counter, this.countOf(counter) + 1);
    return true;
  }

  private countOf(counter: string): number {
    return this.counters.get(counter) ?? 0;
  }
}
