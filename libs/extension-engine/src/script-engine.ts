import { createHash } from 'node:crypto';
import { EngineSaturatedError, EngineUnavailableError } from './engine-errors.ts';
import { readOptions, type EngineSettings, type ScriptEngineOptions } from './engine-options.ts';
import { FairQueue } from './fair-queue.ts';
import type { Job } from './job.ts';
import { resolveLimits } from './limits.ts';
import { LruMap } from './lru-map.ts';
import { sandboxBuild } from './sandbox-build.ts';
import type { ScriptReport, ScriptRun } from './script-run.ts';
import type { ScriptWorker } from './script-worker.ts';
import { Watchdog } from './watchdog.ts';
import { WorkerPool } from './worker-pool.ts';

export interface EngineStats {
  /** Worker threads in total, and how many of them are starting or busy. */
  workers: number;
  startingWorkers: number;
  busyWorkers: number;
  /** Runs sent to a worker, of which `parked` await HTTP, and runs queued for a worker. */
  running: number;
  parked: number;
  queued: number;
  /** Totals since the engine was created. */
  outcomes: Record<ScriptReport['outcome'], number>;
  saturated: number;
  /** Runs that were rejected because no sandbox could be started. */
  withoutSandbox: number;
  workersStarted: number;
}

/** How fast a script is, judging by its runs so far. */
interface Pace {
  /** Number of consecutive quick runs up to now. */
  quickRuns: number;
  /** Average duration in milliseconds, with recent runs weighted more. */
  averageMs: number;
}

const UNKNOWN_PACE: Pace = { quickRuns: 0, averageMs: 0 };
/** Weight of the latest run in the moving average. */
const LAST_RUN = 0.2;

const LONGEST_SCRIPT = 256 * 1024;
/** Number of consecutive quick runs after which a script is considered quick. */
const QUICK_RUNS = 3;
const QUICK_MS = 2;
/** Number of consecutive failed starts of workers after which nobody is left waiting for one. */
const MOST_START_FAILURES = 3;
/** The most seconds after which whoever was sent away is told to come again: by then there may be room. */
const LONGEST_RETRY = 5;
const WARM_UP = 'function execute() { return true; }';

/**
 * Runs scripts of identity providers. Each run gets a fresh sandbox: QuickJS in WebAssembly, in a worker thread. Script
 * errors are returned as reports, never as rejections, and what is not the script's doing is never a report.
 */
export class ScriptEngine {
  readonly #settings: EngineSettings;
  readonly #queue = new FairQueue();
  readonly #keys = new LruMap<string, string>(256);
  readonly #paces = new LruMap<string, Pace>(1024);
  readonly #outcomes = { returned: 0, threw: 0, timed_out: 0, out_of_memory: 0, failed: 0 };
  #pool: WorkerPool | undefined;
  #watchdog: Watchdog | undefined;
  #opening: Promise<void> | undefined;
  #lastId = 0;
  #saturated = 0;
  #withoutSandbox = 0;
  #workersStarted = 0;
  #startFailures = 0;
  #closed = false;
  #open = 0;
  /** Keeps the process alive while a run is in progress. */
  readonly #keepAlive = setInterval(() => {}, 2 ** 30).unref();

  /** @throws RangeError for an option out of range. */
  constructor(options: ScriptEngineOptions = {}) {
    this.#settings = readOptions(options);
  }

  /**
   * Resolves when a worker has started and run a script.
   * @throws EngineUnavailableError if no sandbox can be started, or the engine is closed
   * @throws Error if the sandbox does not work
   */
  async ready(): Promise<void> {
    await this.#opened();
    const nothing = async () => null;
    const cache = {
      store: async () => {},
      storeIfAbsent: async () => true,
      increment: async () => 1,
      fetch: nothing,
      delete: async () => {},
    };
    const report = await this.run({
      provider: '',
      script: WARM_UP,
      arguments: { requestPayload: null, userIdentifier: null, registrationData: null, hookContextCustomParams: null },
      host: { cache, property: nothing },
    });
    if (report.outcome !== 'returned') throw new Error(`The script sandbox does not work: ${report.error}`);
  }

  /**
   * Runs a script once and reports the outcome.
   * @throws EngineSaturatedError if too many runs are waiting, or this one waited too long
   * @throws EngineUnavailableError if no sandbox can be started, or the engine is closed before the run has begun
   * @throws RangeError for a limit out of range
   */
  async run(run: ScriptRun): Promise<ScriptReport> {
    if (this.#closed) throw closed();
    const limits = resolveLimits(run.limits, this.#settings.limits);
    if (run.script.length > LONGEST_SCRIPT) return tooLong();
    const source = run.source ?? '';
    this.#refuseWhenFull({ provider: run.provider, source });
    this.#open += 1;
    this.#keepAlive.ref();
    this.#watchdog?.start();
    return new Promise<ScriptReport>((resolve, reject) => {
      const scriptKey = this.#keyOf(run.script);
      const pace = this.#paces.get(scriptKey) ?? UNKNOWN_PACE;
      const { requestPayload, userIdentifier, registrationData, hookContextCustomParams } = run.arguments;
      this.#lastId = (this.#lastId + 1) | 0 || 1;
      this.#queue.push({
        id: this.#lastId,
        provider: run.provider,
        source,
        scriptKey,
        script: run.script,
        argumentsJson: JSON.stringify([requestPayload, userIdentifier, registrationData, hookContextCustomParams]),
        host: run.host,
        limits,
        queuedAt: performance.now(),
        aheadMs: this.#settings.now() - Date.now(),
        logs: [],
        httpCalls: [],
        quick: pace.quickRuns >= QUICK_RUNS,
        expectedMs: pace.averageMs,
        settle: (report) => {
          this.#note(scriptKey, report);
          resolve(report);
        },
        reject,
      });
      if (this.#pool === undefined) this.#opened().catch(() => {});
      else this.#dispatch();
    }).finally(() => {
      this.#open -= 1;
      if (this.#open === 0) this.#keepAlive.unref();
    });
  }

  stats(): EngineStats {
    const workers = [...(this.#pool?.workers ?? [])];
    const sum = (read: (worker: ScriptWorker) => number) => workers.reduce((total, worker) => total + read(worker), 0);
    return {
      workers: workers.length,
      startingWorkers: this.#pool?.starting ?? 0,
      busyWorkers: this.#pool?.busy ?? 0,
      running: sum((worker) => worker.jobs.size),
      parked: sum((worker) => worker.parked),
      queued: this.#queue.size,
      outcomes: { ...this.#outcomes },
      saturated: this.#saturated,
      withoutSandbox: this.#withoutSandbox,
      workersStarted: this.#workersStarted,
    };
  }

  /** Ends all workers. Runs that have begun are reported as failed, those that wait are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectWaiting(closed);
    await this.#opening?.catch(() => {});
    clearInterval(this.#keepAlive);
    this.#watchdog?.stop();
    await Promise.all([...(this.#pool?.workers ?? [])].map((worker) => worker.close()));
  }

  #opened(): Promise<void> {
    this.#opening ??= this.#start();
    return this.#opening;
  }

  async #start() {
    try {
      const build = await sandboxBuild();
      if (this.#closed) return;
      this.#pool = new WorkerPool(build, this.#settings, {
        ready: () => {
          this.#startFailures = 0;
          this.#dispatch();
        },
        changed: () => this.#dispatch(),
        broken: (provider) => this.#pool?.penalties.add(provider, performance.now()),
        ended: (worker, unbegun) => this.#ended(worker, unbegun),
        startFailed: (error) => this.#startFailed(error),
        hostError: this.#settings.onHostError,
      });
      this.#watchdog = new Watchdog(this.#pool.workers, () => this.#tick());
      this.#watchdog.start();
      this.#dispatch();
    } catch (error) {
      this.#opening = undefined; // the next run tries again
      this.#rejectWaiting(() => this.#noSandbox(error));
      throw noSandbox(error);
    }
  }

  #dispatch() {
    const pool = this.#pool;
    if (pool === undefined || this.#closed) return;
    this.#queue.offer((job) => pool.place(job));
    this.#workersStarted += pool.provide(this.#queue.waiting());
  }

  #ended(worker: ScriptWorker, unbegun: Job[]) {
    this.#pool?.workers.delete(worker);
    this.#queue.putBack(unbegun);
    if (this.#closed) return this.#rejectWaiting(closed);
    if (worker.stillborn) {
      this.#startFailed(worker.failure);
      if (this.#startFailures >= MOST_START_FAILURES) return; // the next tick or run tries again
    }
    this.#dispatch();
  }

  /** Whoever waits is rejected only if no worker is left that might still take the run. */
  #startFailed(error: unknown) {
    this.#startFailures += 1;
    if (this.#startFailures < MOST_START_FAILURES || (this.#pool?.workers.size ?? 0) > 0) return;
    this.#rejectWaiting(() => this.#noSandbox(error));
  }

  #tick() {
    const limit = performance.now() - this.#settings.queueWaitMs;
    for (const job of this.#queue.remove(({ queuedAt }) => queuedAt < limit)) {
      job.reject(this.#saturation('No worker became free in time.'));
    }
    this.#dispatch(); // pauses may be over
    this.#pool?.retireIdle();
    if (this.#open === 0 && (this.#pool?.workers.size ?? 0) <= 1) this.#watchdog?.stop();
  }

  #refuseWhenFull(run: Pick<Job, 'provider' | 'source'>) {
    const { queue } = this.#settings;
    const own = this.#queue.lengthOf(run.provider);
    // A provider with nothing in the queue is always admitted, so that one provider's queue cannot shut out another.
    if (own === 0 || (this.#queue.size < queue && own < Math.ceil(queue / 2))) return;
    const message = 'Too many script runs are waiting.';
    // Nor can one source of a provider shut out the others: the last run of the one that has most leaves instead.
    const left = this.#queue.makeRoomFor(run);
    if (left === undefined) throw this.#saturation(message);
    left.reject(this.#saturation(message));
  }

  #saturation(message: string): EngineSaturatedError {
    this.#saturated += 1;
    const oldest = this.#queue.oldestQueuedAt();
    const waited = oldest === undefined ? 0 : (performance.now() - oldest) / 1000;
    return new EngineSaturatedError(message, Math.min(LONGEST_RETRY, Math.max(1, Math.ceil(waited))));
  }

  #noSandbox(error: unknown): EngineUnavailableError {
    this.#withoutSandbox += 1;
    return noSandbox(error);
  }

  #rejectWaiting(reason: () => EngineUnavailableError) {
    for (const job of this.#queue.remove(() => true)) job.reject(reason());
  }

  #note(scriptKey: string, report: ScriptReport) {
    this.#outcomes[report.outcome] += 1;
    const quick = report.durationMs <= QUICK_MS && report.httpCalls.length === 0;
    const { quickRuns, averageMs } = this.#paces.get(scriptKey) ?? UNKNOWN_PACE;
    this.#paces.set(scriptKey, {
      quickRuns: quick ? quickRuns + 1 : 0,
      averageMs: quickRuns === 0 ? report.durationMs : averageMs + LAST_RUN * (report.durationMs - averageMs),
    });
  }

  #keyOf(script: string): string {
    let key = this.#keys.get(script);
    if (key === undefined) {
      key = createHash('sha256').update(script).digest('base64');
      this.#keys.set(script, key);
    }
    return key;
  }
}

function closed(): EngineUnavailableError {
  return new EngineUnavailableError('The script engine is closed.', LONGEST_RETRY);
}

/** @param error why a worker did not start, if its thread has not just ended */
function noSandbox(error: unknown): EngineUnavailableError {
  const { message: reason = 'its thread ended' } = (error ?? {}) as { message?: string }; // of any realm
  return new EngineUnavailableError(`The script sandbox cannot be started: ${reason}`, LONGEST_RETRY);
}

function tooLong(): ScriptReport {
  const error = `The script is longer than ${LONGEST_SCRIPT} characters.`;
  return { outcome: 'failed', error, logs: [], durationMs: 0, cpuMs: 0, httpCalls: [] };
}
