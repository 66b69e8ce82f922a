import type { Job } from './job.ts';

/** A FIFO queue of waiting jobs per provider. Providers take turns (round robin). */
export class FairQueue {
  readonly #byProvider = new Map<string, Job[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  lengthOf(provider: string): number {
    return this.#byProvider.get(provider)?.length ?? 0;
  }

  push(job: Job) {
    const jobs = this.#byProvider.get(job.provider);
    if (jobs === undefined) this.#byProvider.set(job.provider, [job]);
    else jobs.push(job);
    this.#size += 1;
  }

  /** Puts jobs that were taken but not begun back at the front, in their original order. */
  putBack(jobs: Job[]) {
    for (const job of jobs.toReversed()) {
      const waiting = this.#byProvider.get(job.provider);
      if (waiting === undefined) this.#byProvider.set(job.provider, [job]);
      else waiting.unshift(job);
      this.#size += 1;
    }
  }

  /**
   * Offers each provider's first job in turn, until no job is taken in a whole round.
   * @param take returns whether it took the job
   */
  offer(take: (job: Job) => boolean) {
    let taken = true;
    while (taken && this.#size > 0) {
      taken = false;
      for (const [provider, jobs] of [...this.#byProvider]) {
        if (!take(jobs[0]!)) continue;
        taken = true;
        jobs.shift();
        this.#size -= 1;
        // Move the provider to the end of the round, or drop it if it has no jobs left.
        this.#byProvider.delete(provider);
        if (jobs.length > 0) this.#byProvider.set(provider, jobs);
      }
    }
  }

  /** Removes and returns every job for which `leaves` is true. */
  remove(leaves: (job: Job) => boolean): Job[] {
    const removed: Job[] = [];
    for (const [provider, jobs] of this.#byProvider) {
      const stay = jobs.filter((job) => !leaves(job) || (removed.push(job), false));
      if (stay.length === 0) this.#byProvider.delete(provider);
      else if (stay.length < jobs.length) this.#byProvider.set(provider, stay);
    }
    this.#size -= removed.length;
    return removed;
  }

  *waiting(): Iterable<Job> {
    for (const jobs of this.#byProvider.values()) yield* jobs;
  }

  oldestQueuedAt(): number | undefined {
    let oldest: number | undefined;
    for (const [first] of this.#byProvider.values()) {
      if (first !== undefined && (oldest === undefined || first.queuedAt < oldest)) oldest = first.queuedAt;
    }
    return oldest;
  }
}
