import type { Answer } from './token.js';

/** A cached introspection answer. All times are milliseconds of a monotonic clock. */
interface Kept {
  answer: Answer;
  /** When the answer was requested; it reflects what the server knew at that time or later. */
  asked: number;
  /** When the answer must be dropped, whatever else happens. */
  until: number;
}

/**
 * Bounded cache of introspection answers for one API client in one response format, keyed by token hash. When it is
 * full, the least recently used answer is evicted. Inactive answers have a cache of their own, so that made-up tokens
 * cannot evict valid ones.
 */
export class Answers {
  private readonly active = new Map<string, Kept>();
  private readonly inactive = new Map<string, Kept>();
  /** The time up to which the server is known to have reported every ended token. */
  private vouched = -Infinity;

  /**
   * @param most maximum number of answers of either kind (active or inactive)
   * @param unvouched milliseconds for which an active answer remains valid without confirmation from the server,
   * counted from when it was requested or last vouched for
   */
  constructor(
    private readonly most: number,
    private readonly unvouched: number,
  ) {}

  /** Returns the answer that is still valid at the given time, if any. */
  find(name: string, now: number): Answer | undefined {
    const dead = this.inactive.get(name);
    if (dead) {
      if (now < dead.until) return dead.answer;
      this.inactive.delete(name);
    }
    const kept = this.active.get(name);
    if (!kept) return undefined;
    // Keep the entry: it can become valid again if the server is heard from in the meantime.
    if (now >= Math.max(kept.asked, this.vouched) + this.unvouched) return undefined;
    this.active.delete(name);
    if (now >= kept.until) return undefined;
    this.active.set(name, kept);
    return kept.answer;
  }

  /** @param until time at which the answer must be dropped, even if the server still vouches for it */
  keep(name: string, answer: Answer, asked: number, until: number): void {
    this.active.delete(name);
    this.inactive.delete(name);
    const room = answer.active ? this.active : this.inactive;
    room.set(name, { answer, asked, until });
    if (room.size > this.most) room.delete(room.keys().next().value!);
  }

  /** Records that the server has reported every token that ended up to the given time. */
  vouch(moment: number): void {
    this.vouched = Math.max(this.vouched, moment);
  }

  /** @returns whether there was an answer to forget */
  forget(name: string): boolean {
    return this.active.delete(name);
  }

  /** @returns how many active answers were forgotten */
  forgetAll(): number {
    const { size } = this.active;
    this.active.clear();
    this.inactive.clear();
    return size;
  }

  get size(): number {
    return this.active.size + this.inactive.size;
  }
}
