import { randomBytes } from 'node:crypto';
import { FROM_WORKER, type FromWorker } from '../wire.ts';
import type { LogLevel } from '../script-run.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import { LogBook } from './log-book.ts';
import type { RunClock } from './run-clock.ts';
import type { Guard } from './sandbox.ts';
import { RefusedCall, scriptCrypto } from './script-crypto.ts';

const LEVELS: Record<string, LogLevel> = { d: 'debug', i: 'info', w: 'warn', e: 'error' };
const MOST_BLOCKING_CALLS = 500;
const MOST_HTTP_CALLS = 32;
const MOST_OPEN_HTTP_CALLS = 8;
/** After this long, log lines are sent immediately, because the run might be killed later. */
const SLOW_RUN_MS = 5;

export interface HostFunctionsContext {
  runId: number;
  clock: RunClock;
  blocking: BlockingCalls;
  post: (message: FromWorker) => void;
  /** Called with `resume` around the time in which the thread is blocked, which does not count as the script's. */
  pause(): void;
  resume(): void;
}

/** The worker's side of LOG, CACHE, PROPERTIES, CRYPTO and HTTP for one run. */
export class HostFunctions implements Guard {
  readonly logs = new LogBook();
  openHttpCalls = 0;
  readonly #context: HostFunctionsContext;
  #blockingCalls = 0;
  #httpCalls = 0;

  constructor(context: HostFunctionsContext) {
    this.#context = context;
  }

  shouldStop(): boolean {
    this.#sendLogsOfSlowRun();
    return this.#context.clock.shouldStop();
  }

  call(request: string): string {
    try {
      const body = request.slice(1);
      switch (request[0]) {
        case 'L':
          return this.#log(LEVELS[body[0] ?? ''] ?? 'info', JSON.parse(body.slice(1)));
        case 'C':
          return this.#block(body);
        case 'K':
          return `V${JSON.stringify(scriptCrypto(JSON.parse(body)))}`;
        case 'M':
          // 52 random bits: as many as a double between 0 and 1 can hold with a uniform distribution.
          return `V${Number(randomBytes(8).readBigUInt64LE() >> 12n) / 2 ** 52}`;
        case 'H':
          return this.#startHttpCall(body);
        default:
          return refuse('Unknown host function.');
      }
    } catch (error) {
      return error instanceof RefusedCall ? refuse(error.message, 'T') : refuse('The host could not answer.');
    }
  }

  #log(level: LogLevel, message: unknown): string {
    const open = this.logs.add(level, String(message));
    this.#sendLogsOfSlowRun();
    return open ? 'Vtrue' : 'Vfalse';
  }

  #sendLogsOfSlowRun() {
    if (this.#context.clock.elapsedMs < SLOW_RUN_MS) return;
    const lines = this.logs.take();
    if (lines !== undefined) this.#context.post([FROM_WORKER.logs, this.#context.runId, lines]);
  }

  #block(json: string): string {
    const { runId, clock, blocking, post } = this.#context;
    this.#blockingCalls += 1;
    if (this.#blockingCalls > MOST_BLOCKING_CALLS) {
      return refuse(`A run may call CACHE and PROPERTIES ${MOST_BLOCKING_CALLS} times.`);
    }
    this.#context.pause();
    const answer = blocking.ask((callId) => post([FROM_WORKER.call, runId, callId, json]), clock.remainingMs);
    this.#context.resume();
    if (answer !== undefined) return answer;
    clock.stopped = 'wall';
    return refuse('The time of this run is over.');
  }

  #startHttpCall(json: string): string {
    if (this.openHttpCalls >= MOST_OPEN_HTTP_CALLS) {
      return refuse(`A run may have ${MOST_OPEN_HTTP_CALLS} HTTP calls open at a time.`);
    }
    if (this.#httpCalls >= MOST_HTTP_CALLS) return refuse(`A run may make ${MOST_HTTP_CALLS} HTTP calls.`);
    this.openHttpCalls += 1;
    this.#httpCalls += 1;
    this.#context.post([FROM_WORKER.httpCall, this.#context.runId, json]);
    return 'Vtrue';
  }
}

function refuse(message: string, kind: 'E' | 'T' = 'E'): string {
  return kind + JSON.stringify(message);
}
