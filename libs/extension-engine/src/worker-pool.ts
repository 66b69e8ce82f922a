import { availableParallelism } from 'node:os';
import type { EngineSettings } from './engine-options.ts';
import type { Job } from './job.ts';
import { Penalties } from './penalties.ts';
import type { SandboxBuild } from './sandbox-build.ts';
import { ScriptWorker, type ScriptWorkerEvents } from './script-worker.ts';

/** Runs of a script known to be quick that may be lined up in one worker. */
const QUICK_RUNS_IN_LINE = 16;
/** Milliseconds of work before one's own that are waited out sooner than another thread is woken, which costs as much. */
const SOON = 0.25;
/** Runs parked in one worker while they await HTTP. */
const MOST_PARKED = 8;

/** Of the weight of an offence: for two seconds after a single one. */
const LATELY = 0.5;

/** The worker threads: which one takes a job, when one is started, when one is ended. */
export class WorkerPool {
  readonly workers = new Set<ScriptWorker>();
  readonly penalties = new Penalties();
  readonly #build: SandboxBuild;
  readonly #settings: EngineSettings;
  readonly #events: ScriptWorkerEvents;

  constructor(build: SandboxBuild, settings: EngineSettings, events: ScriptWorkerEvents) {
    this.#build = build;
    this.#settings = settings;
    this.#events = events;
  }

  get starting(): number {
    return count(this.workers, (worker) => worker.stillborn);
  }

  get busy(): number {
    return count(this.workers, (worker) => worker.jobs.size > 0);
  }

  start() {
    this.workers.add(new ScriptWorker(this.#build, this.#settings.limits.memoryBytes, this.#events));
  }

  /** Hands the job to a worker if one may take it now. */
  place(job: Job): boolean {
    const worker = this.#soonDone(job) ?? this.#free(job.provider) ?? this.#own(job);
    worker?.send(job);
    return worker !== undefined;
  }

  /**
   * Starts workers for `waiting` jobs that found none, and one more that stays free for whoever comes next.
   * @returns how many were started
   */
  provide(waiting: Iterable<Job>): number {
    const { workers: most } = this.#settings;
    let wanted = 1 - count(this.workers, isFree);
    for (const job of waiting) {
      if (wanted >= most) break;
      if (this.#mayOwnMore(job.provider) && !this.#quickEnough(job)) wanted += 1;
    }
    const starts = Math.max(0, Math.min(wanted - this.starting, most - this.workers.size));
    for (let started = 0; started < starts; started += 1) this.start();
    return starts;
  }

  /** Ends workers that were idle for long; one stays. */
  retireIdle() {
    const idle = [...this.workers].filter((worker) => isFree(worker));
    const limit = performance.now() - this.#settings.idleMs;
    for (const worker of idle.slice(1)) {
      if (worker.idleSince < limit) worker.throwAway();
    }
  }

  /** A worker that runs quick scripts of the provider already and will be done with them soon. */
  #soonDone(job: Job): ScriptWorker | undefined {
    if (!job.quick) return undefined;
    for (const worker of this.workers) {
      const mayTake = worker.owner === job.provider && worker.usable && worker.parked === 0 && allQuick(worker);
      if (mayTake && worker.occupying < QUICK_RUNS_IN_LINE && expectedMs(worker) <= SOON) return worker;
    }
    return undefined;
  }

  /** A free worker, if the provider may own one more. */
  #free(provider: string): ScriptWorker | undefined {
    if (!this.#mayOwnMore(provider)) return undefined;
    const free = [...this.workers].filter(isFree);
    // Who broke workers lately leaves the last one to the others.
    const leavesLast = this.#settings.workers > 1 && this.penalties.weight(provider, performance.now()) > LATELY;
    if (free.length === 1 && leavesLast) return undefined;
    return free[0];
  }

  /** A worker the provider owns already that has nothing to execute now, or only quick runs before a quick one. */
  #own(job: Job): ScriptWorker | undefined {
    let best: ScriptWorker | undefined;
    for (const worker of this.workers) {
      if (worker.owner !== job.provider || !worker.usable || worker.exclusive) continue;
      if (worker.parked >= MOST_PARKED) continue;
      const room = worker.occupying === 0 || (job.quick && worker.occupying < QUICK_RUNS_IN_LINE && allQuick(worker));
      if (room && (best === undefined || worker.occupying < best.occupying)) best = worker;
    }
    return best;
  }

  /**
   * At most half of all, and never the last that could be had unless the provider owns none: whoever does not use the
   * engine yet finds a place at once. Fewer for who broke workers lately.
   */
  #mayOwnMore(provider: string): boolean {
    const most = this.#settings.workers;
    const now = performance.now();
    if (this.penalties.pauses(provider, now)) return false;
    const owned = count(this.workers, (worker) => worker.owner === provider);
    if (owned === 0) return true;
    const share = Math.ceil(most / 2) - Math.round(this.penalties.weight(provider, now));
    return owned < share && this.busy + 1 < most;
  }

  /** More threads than cores do not make quick runs any faster. */
  #quickEnough(job: Job): boolean {
    if (!job.quick) return false;
    return count(this.workers, (worker) => worker.owner === job.provider) >= availableParallelism();
  }
}

function isFree(worker: ScriptWorker): boolean {
  return worker.usable && worker.jobs.size === 0;
}

function allQuick(worker: ScriptWorker): boolean {
  for (const job of worker.jobs.values()) if (!job.quick) return false;
  return true;
}

function expectedMs(worker: ScriptWorker): number {
  let sum = 0;
  for (const job of worker.jobs.values()) sum += job.expectedMs;
  return sum;
}

function count(workers: Iterable<ScriptWorker>, matches: (worker: ScriptWorker) => boolean): number {
  let found = 0;
  for (const worker of workers) if (matches(worker)) found += 1;
  return found;
}
