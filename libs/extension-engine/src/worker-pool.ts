import { availableParallelism } from 'node:os';
import type { EngineSettings } from './engine-options.ts';
import type { Job } from './job.ts';
import { Penalties } from './penalties.ts';
import type { SandboxBuild } from './sandbox-build.ts';
import { ScriptWorker, type ScriptWorkerEvents } from './script-worker.ts';

/** Maximum number of runs of quick scripts that may be queued in one worker. */
const QUICK_RUNS_IN_LINE = 16;
/** Milliseconds of queued work that are worth waiting for, because waking another thread takes about as long. */
const SOON = 0.25;
/** Milliseconds after which the run at the front is slower than expected. */
const OVERDUE = 2;
/** Maximum number of runs parked in one worker while they await HTTP. */
const MOST_PARKED = 8;

export interface WorkerPoolEvents extends ScriptWorkerEvents {
  /** The system had no thread to give for a worker. */
  startFailed(error: unknown): void;
}

/** Threshold for the weight of recent offences. A single offence exceeds it for two seconds. */
const LATELY = 0.5;

/** The worker threads. Decides which one takes a job, and when one is started or ended. */
export class WorkerPool {
  readonly workers = new Set<ScriptWorker>();
  readonly penalties = new Penalties();
  readonly #build: SandboxBuild;
  readonly #settings: EngineSettings;
  readonly #events: WorkerPoolEvents;

  constructor(build: SandboxBuild, settings: EngineSettings, events: WorkerPoolEvents) {
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

  /** Sends the job to a worker if one can take it now. */
  place(job: Job): boolean {
    const worker = this.#soonDone(job) ?? this.#free(job.provider) ?? this.#own(job);
    worker?.send(job);
    return worker !== undefined;
  }

  /**
   * Starts workers for the `waiting` jobs, which found none, and a spare one for the next provider. Stops at the first that
   * cannot be started, and never throws: timers and messages of workers lead here.
   * @returns how many were started
   */
  provide(waiting: Iterable<Job>): number {
    const { workers: most } = this.#settings;
    let wanted = 1 - count(this.workers, isFree);
    // Asked with every run that comes and ends, while many may wait. They stand in the order of their providers, and of one
    // provider the answer is the same for all.
    let provider: string | undefined;
    let may = false;
    for (const job of waiting) {
      if (wanted >= most) break;
      if (job.provider !== provider) may = this.#mayOwnMore(job.provider);
      provider = job.provider;
      if (may && !this.#quickEnough(job)) wanted += 1;
    }
    const starts = Math.max(0, Math.min(wanted - this.starting, most - this.workers.size));
    let started = 0;
    while (started < starts && this.#start()) started += 1;
    return started;
  }

  /** Ends workers that have been idle for too long, except for one. */
  retireIdle() {
    const idle = [...this.workers].filter((worker) => isFree(worker));
    const limit = performance.now() - this.#settings.idleMs;
    for (const worker of idle.slice(1)) {
      if (worker.idleSince < limit) worker.throwAway();
    }
  }

  #start(): boolean {
    try {
      this.workers.add(new ScriptWorker(this.#build, this.#settings.limits.memoryBytes, this.#events));
      return true;
    } catch (error) {
      this.#events.startFailed(error);
      return false;
    }
  }

  /** A worker that is already running quick scripts of the provider and will finish them soon. */
  #soonDone(job: Job): ScriptWorker | undefined {
    if (!job.quick) return undefined;
    for (const worker of this.workers) {
      const mayTake = worker.owner === job.provider && worker.usable && worker.parked === 0 && allQuick(worker);
      if (mayTake && worker.occupying < QUICK_RUNS_IN_LINE && isSoonDone(worker)) return worker;
    }
    return undefined;
  }

  /** A free worker, if the provider may own one more. */
  #free(provider: string): ScriptWorker | undefined {
    if (!this.#mayOwnMore(provider)) return undefined;
    const free = [...this.workers].filter(isFree);
    // A provider that recently broke workers leaves the last free one to others.
    const leavesLast = this.#settings.workers > 1 && this.penalties.weight(provider, performance.now()) > LATELY;
    if (free.length === 1 && leavesLast) return undefined;
    return free[0];
  }

  /**
   * A worker that the provider already owns and that is not executing anything or, for a quick job, only quick ones.
   */
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
   * Whether the provider may own another worker. A provider gets at most half of all workers, fewer if it recently
   * broke some. It never gets the last available one unless it owns none, so that providers new to the engine are
   * served at once.
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

  /** Whether the provider has enough workers for this quick job: more threads than cores do not speed up quick runs. */
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

/** Whether little work is queued in the worker, and the run at the front is not overdue. */
function isSoonDone({ jobs }: ScriptWorker): boolean {
  const [front] = jobs.values();
  if (front?.sentAt !== undefined && performance.now() - front.sentAt > OVERDUE) return false;
  let expectedMs = 0;
  for (const job of jobs.values()) expectedMs += job.expectedMs;
  return expectedMs <= SOON;
}

function count(workers: Iterable<ScriptWorker>, matches: (worker: ScriptWorker) => boolean): number {
  let found = 0;
  for (const worker of workers) if (matches(worker)) found += 1;
  return found;
}
