import type { Job } from './job.ts';

/** The waiting jobs of one provider, by who caused them. Never empty. */
type Turns = Map<string, Job[]>;

/**
 * A queue in which providers take turns, and within a provider the sources of its jobs (round robin). The jobs of one
 * source are in order.
 */
export class FairQueue {
  readonly #byProvider = new Map<string, Turns>();
  readonly #lengths = new Map<string, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  lengthOf(provider: string): number {
    return this.#lengths.get(provider) ?? 0;
  }

  push(job: Job) {
    this.#jobsLike(job).push(job);
    this.#count(job.provider, 1);
  }

  /** Puts jobs that were taken but not begun back at the front, in their original order. */
  putBack(jobs: Job[]) {
    for (const job of jobs.toReversed()) {
      this.#jobsLike(job).unshift(job);
      this.#count(job.provider, 1);
    }
  }

  /**
   * Offers the job whose turn it is of each provider in turn, until no job is taken in a whole round.
   * @param take returns whether it took the job
   */
  offer(take: (job: Job) => boolean) {
    let taken = true;
    while (taken && this.#size > 0) {
      taken = false;
      for (const [provider, turns] of [...this.#byProvider]) {
        const [source, jobs] = turns.entries().next().value!;
        if (!take(jobs[0]!)) continue;
        taken = true;
        jobs.shift();
        this.#count(provider, -1);
        // Move source and provider to the end of their rounds, or drop them if they have no jobs left.
        turns.delete(source);
        if (jobs.length > 0) turns.set(source, jobs);
        this.#byProvider.delete(provider);
        if (turns.size > 0) this.#byProvider.set(provider, turns);
      }
    }
  }

  /**
   * Removes and returns the last job of the source that has most of a provider, if that is fair: another source would
   * still have no more than that one.
   */
  makeRoomFor({ provider, source }: Pick<Job, 'provider' | 'source'>): Job | undefined {
    const turns = this.#byProvider.get(provider);
    let largest: Job[] | undefined;
    for (const jobs of turns?.values() ?? []) if (jobs.length > (largest?.length ?? 0)) largest = jobs;
    if (largest === undefined || largest.length <= (turns?.get(source)?.length ?? 0) + 1) return undefined;
    this.#count(provider, -1);
    return largest.pop();
  }

  /** Removes and returns every job for which `leaves` is true. */
  remove(leaves: (job: Job) => boolean): Job[] {
    const removed: Job[] = [];
    for (const [provider, turns] of this.#byProvider) {
      for (const [source, jobs] of turns) {
        const stay = jobs.filter((job) => !leaves(job) || (removed.push(job), false));
        this.#count(provider, stay.length - jobs.length);
        if (stay.length === 0) turns.delete(source);
        else if (stay.length < jobs.length) turns.set(source, stay);
      }
      if (turns.size === 0) this.#byProvider.delete(provider);
    }
    return removed;
  }

  *waiting(): Iterable<Job> {
    for (const turns of this.#byProvider.values()) for (const jobs of turns.values()) yield* jobs;
  }

  oldestQueuedAt(): number | undefined {
    let oldest: number | undefined;
    for (const turns of this.#byProvider.values()) {
      for (const [first] of turns.values()) {
        if (first !== undefined && (oldest === undefined || first.queuedAt < oldest)) oldest = first.queuedAt;
      }
    }
    return oldest;
  }

  #jobsLike({ provider, source }: Job): Job[] {
    const turns: Turns = this.#byProvider.get(provider) ?? new Map<string, Job[]>();
    this.#byProvider.set(provider, turns);
    const jobs = turns.get(source) ?? [];
    turns.set(source, jobs);
    return jobs;
  }

  #count(provider: string, change: number) {
    this.#size += change;
    const length = this.lengthOf(provider) + change;
    if (length === 0) this.#lengths.delete(provider);
    else this.#lengths.set(provider, length);
  }
}
