/** The limit that ended a run. */
export type StopReason = 'cpu' | 'wall';

/**
 * The clocks of one run. CPU time is measured for the thread, so a busy machine does not shorten a script's allowance.
 * Waiting for the host counts only towards the wall-clock limit.
 */
export class RunClock {
  readonly cpuLimitMs: number;
  readonly startedAt = performance.now();
  readonly deadline: number;
  stopped: StopReason | undefined;
  #usedMs = 0;
  #segmentStart = -1;
  #segmentCpu = 0;

  constructor(cpuLimitMs: number, wallClockMs: number) {
    this.cpuLimitMs = cpuLimitMs;
    this.deadline = this.startedAt + wallClockMs;
  }

  resume() {
    this.#segmentStart = performance.now();
    this.#segmentCpu = threadCpuMs();
  }

  pause() {
    if (this.#segmentStart < 0) return;
    this.#usedMs += threadCpuMs() - this.#segmentCpu;
    this.#segmentStart = -1;
  }

  get cpuMs(): number {
    return this.#usedMs + (this.#segmentStart < 0 ? 0 : threadCpuMs() - this.#segmentCpu);
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  get remainingMs(): number {
    return this.deadline - performance.now();
  }

  /** Cheap enough to be called every few thousand steps of a script. */
  shouldStop(): boolean {
    if (this.stopped !== undefined) return true;
    const now = performance.now();
    if (now >= this.deadline) this.stopped = 'wall';
    // CPU time cannot exceed elapsed time, so query the system only if the limit can have been reached.
    else if (this.#usedMs + now - this.#segmentStart >= this.cpuLimitMs && this.cpuMs >= this.cpuLimitMs) {
      this.stopped = 'cpu';
    }
    return this.stopped !== undefined;
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
