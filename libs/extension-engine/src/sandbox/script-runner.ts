import type { ControlBlock } from '../control-block.ts';
import { LruMap } from '../lru-map.ts';
import {
  FROM_WORKER,
  KNOWN_SCRIPTS,
  TO_WORKER,
  type AnswerMessage,
  type FromWorker,
  type RunMessage,
  type ToWorker,
} from '../wire.ts';
import { ActiveRun, readFailure, type Ending } from './active-run.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import { CompiledScripts } from './compiled-scripts.ts';
import { HostFunctions } from './host-functions.ts';
import { RunClock } from './run-clock.ts';
import type { Cell, SandboxPool } from './sandbox-pool.ts';
import type { ScriptTime } from './script-time.ts';

/**
 * Executes the runs that are sent to a worker, one step at a time. A run that awaits HTTP is parked in its sandbox
 * while other runs use theirs. All concurrent runs of a worker belong to one provider; the main thread ensures that.
 */
export class ScriptRunner {
  readonly #pool: SandboxPool;
  readonly #control: ControlBlock;
  readonly #blocking: BlockingCalls;
  readonly #time: ScriptTime;
  readonly #post: (message: FromWorker) => void;
  readonly #scripts = new LruMap<string, string>(KNOWN_SCRIPTS);
  readonly #compiled = new CompiledScripts();
  readonly #parked = new Map<number, ActiveRun>();
  #waiting: ToWorker[] = [];
  #exclusive: ActiveRun | undefined;
  #making = false;

  constructor(
    pool: SandboxPool,
    control: ControlBlock,
    blocking: BlockingCalls,
    time: ScriptTime,
    post: (message: FromWorker) => void,
  ) {
    this.#pool = pool;
    this.#control = control;
    this.#blocking = blocking;
    this.#time = time;
    this.#post = post;
  }

  /** Receives a message. Messages that cannot be handled yet are queued in order. */
  receive(message: ToWorker) {
    if (message[0] === TO_WORKER.run) {
      const [, , key, script] = message;
      if (script === null) this.#scripts.get(key);
      else this.#scripts.set(key, script);
    }
    this.#waiting.push(message);
    this.#proceed();
  }

  #proceed() {
    while (!this.#making) {
      const index = this.#waiting.findIndex((message) => this.#mayHandle(message));
      if (index < 0) return;
      const [message] = this.#waiting.splice(index, 1);
      if (message![0] === TO_WORKER.answer) this.#deliver(message as AnswerMessage);
      else this.#begin(message as RunMessage);
    }
  }

  #mayHandle(message: ToWorker): boolean {
    if (this.#exclusive === undefined) return true;
    return message[0] === TO_WORKER.answer && message[1] === this.#exclusive.id;
  }

  #begin(message: RunMessage) {
    const memoryBytes = message[5][2];
    const cell = this.#pool.take(memoryBytes);
    if (cell !== undefined) return this.#start(message, cell);
    this.#making = true;
    this.#waiting.unshift(message);
    void this.#pool
      .add(memoryBytes)
      .catch(() => this.#refuse(message))
      .then(() => {
        this.#making = false;
        this.#proceed();
      });
  }

  /** Reports a run as failed because the system has no memory for another sandbox. */
  #refuse(message: RunMessage) {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== message);
    this.#control.started(message[1]);
    const error = 'There is no room for another sandbox.';
    this.#post([FROM_WORKER.report, message[1], 'failed', error, undefined, 0, 0, 0, undefined, true]);
  }

  #start(message: RunMessage, cell: Cell) {
    const [, id, key, , argumentsJson, [cpuMs, wallClockMs, , stackBytes], aheadMs] = message;
    this.#control.started(id);
    const clock = new RunClock(cpuMs, wallClockMs);
    const host: HostFunctions = new HostFunctions({
      runId: id,
      clock,
      blocking: this.#blocking,
      post: this.#post,
      pause: () => run.pause(),
      resume: () => run.resume(),
    });
    const { base } = this.#pool;
    const compileKey = `${key} ${stackBytes}`;
    let compiled = this.#compiled.find(compileKey);
    if (compiled === undefined) {
      this.#control.executing(id);
      this.#time.aheadMs = aheadMs;
      clock.resume();
      const script = this.#scripts.get(key) ?? '';
      try {
        compiled = this.#compiled.compile(compileKey, script, stackBytes, cell, base, host);
      } catch {
        compiled = { mistake: 'E["The script cannot be compiled.",null,null]' };
      }
      clock.pause();
      this.#control.resting();
    }
    const snapshot = 'snapshot' in compiled ? compiled.snapshot : base;
    const run: ActiveRun = new ActiveRun(message, cell, snapshot, clock, host, this.#control, this.#time);
    if (clock.stopped !== undefined) return this.#finish(run, run.timedOut());
    if ('mistake' in compiled) return this.#finish(run, { ...readFailure(compiled.mistake), outcome: 'failed' });
    if (cell.loaded !== snapshot) cell.sandbox.restore(snapshot);
    cell.loaded = snapshot;
    this.#continue(run, run.begin(argumentsJson));
  }

  #deliver([, id, json]: AnswerMessage) {
    const run = this.#parked.get(id);
    if (run !== undefined) this.#continue(run, run.deliver(json));
  }

  #continue(run: ActiveRun, ending: Ending | undefined) {
    if (ending !== undefined) return this.#finish(run, ending);
    if (this.#parked.has(run.id) && (this.#exclusive === run) === run.isFat) return;
    this.#parked.set(run.id, run);
    run.timer ??= setTimeout(() => {
      run.clock.stopped = 'wall';
      this.#finish(run, run.timedOut());
    }, run.clock.remainingMs);
    if (run.isFat) this.#exclusive = run;
    this.#post([FROM_WORKER.parked, run.id, run.isFat]);
  }

  #finish(run: ActiveRun, ending: Ending) {
    clearTimeout(run.timer);
    this.#parked.delete(run.id);
    const { clock, cell } = run;
    const memoryBytes = cell.sandbox.heapBytes;
    const durationMs = clock.elapsedMs;
    const kept = this.#pool.release(cell, run.snapshot);
    const spent = !kept || ending.outcome === 'timed_out' || ending.outcome === 'out_of_memory';
    this.#post([
      FROM_WORKER.report,
      run.id,
      ending.outcome,
      ending.text,
      ending.line,
      durationMs,
      clock.cpuMs,
      memoryBytes,
      run.host.logs.take(),
      spent,
    ]);
    if (this.#exclusive !== run) return;
    this.#exclusive = undefined;
    queueMicrotask(() => this.#proceed());
  }
}
