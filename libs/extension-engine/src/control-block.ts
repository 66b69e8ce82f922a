/**
 * Memory shared by a worker and the main thread, so that the main thread knows what the worker is doing even while it
 * is stuck: which run is executing and since when, and how far the worker has got in the runs it was sent.
 */
const CURRENT_RUN = 0;
const LAST_STARTED = 1;
const ANSWERS = 2;
/** Milliseconds since the epoch do not fit into 32 bits, hence a low and a high word. */
const SINCE_LOW = 3;
const SINCE_HIGH = 4;
const WORDS = 8;
const TWO_32 = 2 ** 32;

/**
 * The machine's time in milliseconds since the epoch. In a worker, `Date.now` is later replaced by the scripts' time.
 */
const machineTime = Date.now;

export class ControlBlock {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(buffer = new SharedArrayBuffer(WORDS * 4)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
  }

  /** Called by the worker: run `id` executes from now on. */
  executing(id: number) {
    const now = machineTime();
    Atomics.store(this.#words, SINCE_LOW, now | 0);
    Atomics.store(this.#words, SINCE_HIGH, Math.floor(now / TWO_32));
    Atomics.store(this.#words, CURRENT_RUN, id);
  }

  /** Called by the worker: nothing executes; the worker is idle or waits for the host. */
  resting() {
    Atomics.store(this.#words, CURRENT_RUN, 0);
  }

  /** Called by the worker: run `id` and all runs before it have begun. */
  started(id: number) {
    Atomics.store(this.#words, LAST_STARTED, id);
  }

  /**
   * Called by the main thread: the executing run, and since when, in milliseconds since the epoch. The id is 0 if no
   * run is executing.
   */
  current(): { id: number; since: number } {
    const id = Atomics.load(this.#words, CURRENT_RUN);
    const since = Atomics.load(this.#words, SINCE_HIGH) * TWO_32 + (Atomics.load(this.#words, SINCE_LOW) >>> 0);
    return { id, since };
  }

  hasStarted(id: number): boolean {
    // Ids wrap around at 32 bits, so compare their difference.
    return ((Atomics.load(this.#words, LAST_STARTED) - id) | 0) >= 0;
  }

  /** Called by the main thread: an answer has been posted. */
  announceAnswer() {
    Atomics.add(this.#words, ANSWERS, 1);
    Atomics.notify(this.#words, ANSWERS);
  }

  /** Called by the worker: the number of answers announced so far. */
  answers(): number {
    return Atomics.load(this.#words, ANSWERS);
  }

  /** Called by the worker: blocks until an answer beyond the `known` ones is announced, for at most `timeoutMs`. */
  awaitAnswer(known: number, timeoutMs: number) {
    Atomics.wait(this.#words, ANSWERS, known, timeoutMs);
  }
}
