import type { ControlBlock } from '../control-block.ts';
import type { Outcome, RunMessage } from '../wire.ts';
import type { HostFunctions } from './host-functions.ts';
import type { RunClock } from './run-clock.ts';
import { SandboxBrokenError } from './sandbox.ts';
import { FAT_BYTES, type Cell } from './sandbox-pool.ts';
import type { ScriptTime } from './script-time.ts';
import type { Snapshot } from './snapshot.ts';

/** How a run ended. */
export interface Ending {
  outcome: Outcome;
  text: string | undefined;
  line?: number;
}

/** The clocks are checked after this many promise reactions. */
const JOBS_AT_ONCE = 500;

/** One run in its sandbox, from start to end. */
export class ActiveRun {
  readonly id: number;
  readonly cell: Cell;
  readonly snapshot: Snapshot;
  readonly clock: RunClock;
  readonly host: HostFunctions;
  /** Ends the run if it waits too long for the host. */
  timer: NodeJS.Timeout | undefined;
  readonly #resultBytes: number;
  readonly #aheadMs: number;
  readonly #control: ControlBlock;
  readonly #time: ScriptTime;

  constructor(
    message: RunMessage,
    cell: Cell,
    snapshot: Snapshot,
    clock: RunClock,
    host: HostFunctions,
    control: ControlBlock,
    time: ScriptTime,
  ) {
    this.id = message[1];
    this.#resultBytes = message[5][4];
    this.#aheadMs = message[6];
    this.cell = cell;
    this.snapshot = snapshot;
    this.clock = clock;
    this.host = host;
    this.#control = control;
    this.#time = time;
  }

  /** Whether its sandbox uses so much memory that nothing else should start in this worker meanwhile. */
  get isFat(): boolean {
    return this.cell.sandbox.heapEnd - this.snapshot.heapEnd > FAT_BYTES;
  }

  /**
   * Calls execute.
   * @returns the ending, or undefined while the run waits for the host.
   */
  begin(argumentsJson: string): Ending | undefined {
    return this.#execute(() => this.cell.sandbox.enter(`R${argumentsJson}`, this.host));
  }

  /**
   * Delivers the answer to an HTTP call.
   * @returns as `begin`
   */
  deliver(answerJson: string): Ending | undefined {
    this.host.openHttpCalls -= 1;
    return this.#execute(() => {
      this.cell.sandbox.enter(`D${answerJson}`, this.host);
      return 'P';
    });
  }

  pause() {
    this.clock.pause();
    this.#control.resting();
  }

  resume() {
    this.clock.resume();
    this.#time.aheadMs = this.#aheadMs;
    this.#control.executing(this.id);
  }

  /** The ending of a run that was stopped by its clock. */
  timedOut(): Ending {
    const { cpuLimitMs, deadline, startedAt, stopped } = this.clock;
    const wallClockMs = Math.round(deadline - startedAt);
    const limit = stopped === 'cpu' ? `${cpuLimitMs} ms of CPU time` : `${wallClockMs} ms`;
    return { outcome: 'timed_out', text: `The script took longer than ${limit}.` };
  }

  #execute(action: () => string): Ending | undefined {
    const { sandbox } = this.cell;
    this.resume();
    try {
      let answer = action();
      if (answer === 'P') {
        while (sandbox.executeJobs(JOBS_AT_ONCE, this.host) && !this.clock.shouldStop());
        if (this.clock.stopped === undefined) answer = sandbox.enter('S', this.host);
      }
      return this.#read(answer);
    } catch (error) {
      if (!(error instanceof SandboxBrokenError)) throw error;
      if (this.clock.stopped !== undefined) return this.timedOut();
      if (sandbox.memory.exhausted) return OUT_OF_MEMORY;
      return { outcome: 'failed', text: 'The script broke its sandbox.' };
    } finally {
      this.pause();
    }
  }

  #read(answer: string): Ending | undefined {
    if (this.clock.stopped !== undefined) return this.timedOut();
    switch (answer[0]) {
      case 'U':
        return { outcome: 'returned', text: undefined };
      case 'J':
        return this.#readResult(answer.slice(1));
      case 'P':
        if (this.host.openHttpCalls > 0) return undefined;
        if (this.cell.sandbox.memory.exhausted) return OUT_OF_MEMORY;
        return { outcome: 'failed', text: 'execute returned a promise that can never settle.' };
      case 'N':
        return { outcome: 'failed', text: 'The script defines no function execute.' };
      case 'X':
        return this.#readUnusable(answer.slice(1));
      default: {
        const ending = readFailure(answer);
        return this.cell.sandbox.memory.exhausted ? { ...ending, ...OUT_OF_MEMORY } : ending;
      }
    }
  }

  /** A result that could not be serialised as JSON: because of its content, or because memory ran out for the text. */
  #readUnusable(failure: string): Ending {
    const ending = readFailure(failure);
    const noRoom = this.cell.sandbox.memory.exhausted || ending.text === NO_ROOM;
    return noRoom ? OUT_OF_MEMORY : { ...ending, outcome: 'failed' };
  }

  #readResult(json: string): Ending {
    const bytes = json.length > this.#resultBytes ? json.length : Buffer.byteLength(json);
    if (bytes <= this.#resultBytes) return { outcome: 'returned', text: json };
    return { outcome: 'failed', text: `The result is larger than ${this.#resultBytes} bytes.` };
  }
}

/** The interpreter's error for a single string that is larger than all the memory it may use. */
const NO_ROOM = 'InternalError: out of memory';

const OUT_OF_MEMORY: Ending = { outcome: 'out_of_memory', text: 'The script used more memory than it may.' };

/** Parses `E[message, line, name]`, which the script may have forged. */
export function readFailure(answer: string): Ending {
  try {
    const [message, line] = JSON.parse(answer.slice(1)) as unknown[];
    const isLine = typeof line === 'number' && Number.isInteger(line) && line > 0;
    return { outcome: 'threw', text: String(message), ...(isLine ? { line } : {}) };
  } catch {
    return { outcome: 'threw', text: 'The script failed.' };
  }
}
