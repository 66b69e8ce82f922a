import type { ScriptWorker } from './script-worker.ts';

const TICK_MS = 50;
/** A tick this late means that the main thread was busy, so messages of the workers may not have been handled yet. */
const LATE_MS = 250;
/**
 * Extra time, so that the limits inside the sandbox apply first. The watchdog only ends runs that do not check them.
 */
const GRACE_MS = 500;
const CPU_FACTOR = 1.5;

/**
 * Ends, from outside, runs that exceed their limits: native loops of the interpreter do not check its clock, and a
 * thread that executes for too long must time out even if it gets only a small share of the CPU.
 */
export class Watchdog {
  readonly #workers: ReadonlySet<ScriptWorker>;
  readonly #onTick: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastTick = 0;

  constructor(workers: ReadonlySet<ScriptWorker>, onTick: () => void) {
    this.#workers = workers;
    this.#onTick = onTick;
  }

  /** Ticks until `stop` is called. Does not keep the process alive. */
  start() {
    if (this.#timer !== undefined) return;
    this.#lastTick = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick() {
    const now = performance.now();
    const late = now - this.#lastTick > LATE_MS;
    this.#lastTick = now;
    if (!late) for (const worker of this.#workers) check(worker, now);
    this.#onTick();
  }
}

function check(worker: ScriptWorker, now: number) {
  const { id, since } = worker.control.current();
  const executing = worker.jobs.get(id);
  if (executing !== undefined) {
    const { cpuMs } = executing.limits;
    if (Date.now() - since > cpuMs * CPU_FACTOR + GRACE_MS) {
      executing.seenStartedAt ??= now - (Date.now() - since);
      return worker.kill(id, `The script took longer than ${cpuMs} ms of CPU time and was terminated.`);
    }
  }
  for (const job of worker.jobs.values()) {
    if (!worker.control.hasStarted(job.id)) continue;
    job.seenStartedAt ??= now;
    const { wallClockMs } = job.limits;
    if (now - job.seenStartedAt > wallClockMs + GRACE_MS) {
      return worker.kill(job.id, `The script took longer than ${wallClockMs} ms and was terminated.`);
    }
  }
}
