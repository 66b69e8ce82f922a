import { randomBytes } from 'node:crypto';

/** Every name that the kit generates starts with this prefix. */
const PREFIX = 'pw';

/** `pw-<minutes since the epoch, base 36>-<random>`: identifies the run that a thing belongs to, and its age. */
const MARKED = /^pw-([0-9a-z]{4,7})-[0-9a-z]{6}-/;

/**
 * Generates the names of what one worker creates, so that its things can be told from those of others and found again
 * after a crash.
 */
export class RunMarker {
  private readonly text: string;
  private count = 0;

  constructor(now = Date.now()) {
    const minutes = Math.floor(now / 60_000).toString(36);
    this.text = `${PREFIX}-${minutes}-${randomBytes(3).toString('hex')}`;
  }

  /** @param what one word that people recognise in lists */
  next(what: string): string {
    this.count += 1;
    return `${this.text}-${what}${this.count}`;
  }
}

/** Minutes since a marked thing was created; `undefined` if the name is not one of the kit's. */
export function ageOf(name: string, now = Date.now()): number | undefined {
  const [, minutes] = MARKED.exec(name) ?? [];
  return minutes === undefined ? undefined : Math.floor(now / 60_000) - Number.parseInt(minutes, 36);
}

/** Search text that finds everything the kit has created. */
export const SEARCHED = `${PREFIX}-`;
