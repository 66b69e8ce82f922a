import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { ControlBlock } from './control-block.ts';
import { answerCall, answerHttpCall, type HostErrorListener } from './host-calls.ts';
import { addLogs, isLineOf, settleWithout, type Job } from './job.ts';
import { LruMap } from './lru-map.ts';
import { WORKER_URL, type SandboxBuild } from './sandbox-build.ts';
import type { ScriptReport } from './script-run.ts';
import {
  FROM_WORKER,
  KNOWN_SCRIPTS,
  TO_WORKER,
  type FromWorker,
  type ReportMessage,
  type WorkerSetup,
} from './wire.ts';

export interface ScriptWorkerEvents {
  ready(worker: ScriptWorker): void;
  /** A job has ended or was parked, so there may be capacity. */
  changed(worker: ScriptWorker): void;
  /** A run of this provider broke the worker. */
  broken(provider: string): void;
  /** The thread has ended. `unbegun` are the jobs that it was sent but had not begun. */
  ended(worker: ScriptWorker, unbegun: Job[]): void;
  hostError: HostErrorListener;
}

/** One worker thread as the main thread sees it. */
export class ScriptWorker {
  readonly control = new ControlBlock();
  /** Unfinished runs that were sent to this worker, in the order in which they were sent. */
  readonly jobs = new Map<number, Job>();
  /** The provider that these runs belong to. A worker serves one provider at a time. */
  owner: string | undefined;
  /** Whether the worker can take runs: it has started and has been neither killed nor discarded. */
  usable = false;
  idleSince = performance.now();
  /** Whether the worker has not become ready yet, or never did. */
  stillborn = true;
  failure: unknown;
  readonly #worker: Worker;
  readonly #answers: MessagePort;
  readonly #events: ScriptWorkerEvents;
  readonly #known = new LruMap<string, true>(KNOWN_SCRIPTS);
  readonly #parked = new Set<number>();
  #exclusiveRun: number | undefined;
  #killed: { id: number; error: string } | undefined;
  #ended = false;
  #isNew = true;

  /** @throws Error if the system has no thread to give. */
  constructor(build: SandboxBuild, memoryBytes: number, events: ScriptWorkerEvents) {
    this.#events = events;
    const { port1, port2 } = new MessageChannel();
    this.#answers = port1;
    port1.unref();
    try {
      this.#worker = startThread({ ...build, control: this.control.buffer, answers: port2, memoryBytes });
    } catch (error) {
      port1.close();
      throw error;
    }
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error: Error) => (this.failure = error)); // 'exit' follows
    this.#worker.on('messageerror', () => this.throwAway());
    this.#worker.on('exit', () => this.#end());
    this.#worker.unref(); // runs keep the process alive, workers do not
  }

  /** Number of runs that were sent and are not parked: they are executing or about to. */
  get occupying(): number {
    return this.jobs.size - this.#parked.size;
  }

  get parked(): number {
    return this.#parked.size;
  }

  /** Whether a run parked in this worker uses so much memory that nothing else should start in it. */
  get exclusive(): boolean {
    return this.#exclusiveRun !== undefined;
  }

  send(job: Job) {
    const { id, scriptKey, limits } = job;
    const script = this.#known.get(scriptKey) === undefined ? job.script : null;
    if (script !== null) this.#known.set(scriptKey, true);
    if (this.#isNew) this.control.started((id - 1) | 0);
    this.#isNew = false;
    this.jobs.set(id, job);
    job.sentAt = performance.now();
    this.owner = job.provider;
    const { cpuMs, wallClockMs, memoryBytes, stackBytes, resultBytes } = limits;
    const sizes = [cpuMs, wallClockMs, memoryBytes, stackBytes, resultBytes];
    this.#worker.postMessage([TO_WORKER.run, id, scriptKey, script, job.argumentsJson, sizes, job.aheadMs]);
  }

  /** Terminates the thread because of run `id`, which is reported as timed out. */
  kill(id: number, error: string) {
    this.#killed ??= { id, error };
    this.throwAway();
  }

  /** Terminates the thread immediately. Its unfinished jobs are settled or requeued when it has ended. */
  throwAway() {
    this.usable = false;
    void this.#worker.terminate();
  }

  async close(): Promise<void> {
    this.usable = false;
    await this.#worker.terminate();
  }

  #receive(message: FromWorker) {
    switch (message[0]) {
      case FROM_WORKER.ready:
        this.stillborn = false;
        this.usable = true;
        return this.#events.ready(this);
      case FROM_WORKER.report:
        return this.#report(message);
      case FROM_WORKER.parked:
        this.#parked.add(message[1]);
        if (message[2]) this.#exclusiveRun = message[1];
        return this.#events.changed(this);
      case FROM_WORKER.logs: {
        const job = this.jobs.get(message[1]);
        if (job !== undefined) addLogs(job, message[2]);
        return;
      }
      case FROM_WORKER.call:
        return this.#answerCall(message[1], message[2], message[3]);
      case FROM_WORKER.httpCall:
        return this.#answerHttpCall(message[1], message[2]);
    }
  }

  #report([, id, outcome, text, line, durationMs, cpuMs, memoryBytes, logs, spent]: ReportMessage) {
    const job = this.jobs.get(id);
    if (spent) this.usable = false;
    if (job === undefined) return;
    this.#forget(job);
    if (spent) this.#events.broken(job.provider);
    addLogs(job, logs);
    const base = { logs: job.logs, httpCalls: job.httpCalls, durationMs, cpuMs, memoryBytes };
    const report: ScriptReport =
      outcome === 'returned'
        ? { ...base, outcome, result: text }
        : { ...base, outcome, error: text ?? '', ...(isLineOf(job, line) ? { line } : {}) };
    job.settle(report);
    if (!this.usable && this.jobs.size === 0) this.throwAway();
    this.#events.changed(this);
  }

  #forget(job: Job) {
    this.jobs.delete(job.id);
    this.#parked.delete(job.id);
    if (this.#exclusiveRun === job.id) this.#exclusiveRun = undefined;
    job.abort?.abort();
    if (this.jobs.size > 0) return;
    this.owner = undefined;
    this.idleSince = performance.now();
  }

  #answerCall(runId: number, callId: number, json: string) {
    const job = this.jobs.get(runId);
    if (job === undefined) return;
    void answerCall(job, json, this.#events.hostError).then((text) => {
      if (this.#ended) return;
      this.#answers.postMessage([callId, text]);
      this.control.announceAnswer();
    });
  }

  #answerHttpCall(runId: number, json: string) {
    const job = this.jobs.get(runId);
    if (job === undefined) return;
    void answerHttpCall(job, json, this.#events.hostError).then((answer) => {
      if (this.jobs.has(runId)) this.#worker.postMessage([TO_WORKER.answer, runId, answer]);
    });
  }

  #end() {
    this.#ended = true;
    this.usable = false;
    this.#answers.close();
    const unbegun: Job[] = [];
    if (this.owner !== undefined) this.#events.broken(this.owner);
    for (const job of [...this.jobs.values()]) {
      this.#forget(job);
      if (job.id === this.#killed?.id) settleWithout(job, 'timed_out', this.#killed.error);
      else if (this.control.hasStarted(job.id)) settleWithout(job, 'failed', 'The worker of this run was lost.');
      else unbegun.push(job);
    }
    this.#events.ended(this, unbegun);
  }
}

/** @throws Error if the system has no thread to give. */
function startThread(workerData: WorkerSetup): Worker {
  return new Worker(WORKER_URL, {
    name: 'sandbox',
    workerData,
    transferList: [workerData.answers],
    env: {},
    execArgv: [],
    // No output of a worker may reach the console.
    stdout: true,
    stderr: true,
    // A worker needs little memory outside its sandboxes. Its stack must fit the interpreter's stack limit.
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4, stackSizeMb: 8 },
  });
}
