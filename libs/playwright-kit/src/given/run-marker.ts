import { randomInt } from 'node:crypto';

/** Every name that the kit generates for tests starts with this prefix. Tools that use the kit have one of their own. */
const PREFIX = 'pw';

/** `<prefix>-<minutes since the epoch, base 36>-<random>`: the age of a thing, and the worker that has made it. */
const marked = (prefix: string) => new RegExp(`^${prefix}-([0-9a-z]{4,7})-([0-9a-z]{6})-`);

/**
 * Generates the names of what one worker creates, so that its things can be told from those of others and found again
 * after a crash.
 */
export class RunMarker {
  // Of more than two thousand million: runs in parallel begin hundreds of workers within a minute.
  private readonly worker = randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
  private count = 0;

  /** @param now milliseconds since the epoch: a worker may live for hours, and what it makes then is not old */
  constructor(
    private readonly now = () => Date.now(),
    private readonly prefix = PREFIX,
  ) {}

  /** @param what one word that people recognise in lists */
  next(what: string): string {
    this.count += 1;
    const minutes = Math.floor(this.now() / 60_000).toString(36);
    return `${this.prefix}-${minutes}-${this.worker}-${what}${this.count}`;
  }
}

/** What the name of a marked thing tells. */
export interface Mark {
  /** Minutes since it was named. */
  age: number;
  /** Which worker named it. */
  worker: string;
}

/** Reads the mark of a name; `undefined` if it does not have the mark of this prefix. */
export function markOf(name: string, now = Date.now(), prefix = PREFIX): Mark | undefined {
  const [, minutes, worker] = marked(prefix).exec(name) ?? [];
  if (minutes === undefined || worker === undefined) return undefined;
  return { age: Math.floor(now / 60_000) - Number.parseInt(minutes, 36), worker };
}

/** Minutes since a marked thing was created; `undefined` if the name does not have the mark of this prefix. */
export const ageOf = (name: string, now?: number, prefix?: string): number | undefined =>
  markOf(name, now, prefix)?.age;

/** Search text that finds everything that was created with this prefix. */
export const searchedFor = (prefix = PREFIX): string => `${prefix}-`;
