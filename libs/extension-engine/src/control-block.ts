/**
 * Memory that worker and main thread share, so that the main thread knows what a worker does even while it is stuck:
 * which run executes since when, and how far the worker got in the runs it was sent.
 */
const CURRENT_RUN = 0;
const LAST_STARTED = 1;
const ANSWERS = 2;
/** Milliseconds since the epoch fit no 32 bits: low and high word. */
const SINCE_LOW = 3;
const SINCE_HIGH = 4;
const WORDS = 8;
const TWO_32 = 2 ** 32;

export class ControlBlock {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(buffer = new SharedArrayBuffer(WORDS * 4)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
  }

  /** Worker: the run `id` executes from now on. */
  executing(id: number) {
    const now = Date.now();
    Atomics.store(this.#words, SINCE_LOW, now | 0);
    Atomics.store(this.#words, SINCE_HIGH, Math.floor(now / TWO_32));
    Atomics.store(this.#words, CURRENT_RUN, id);
  }

  /** Worker: nothing executes; it is idle or waits for the host. */
  resting() {
    Atomics.store(this.#words, CURRENT_RUN, 0);
  }

  /** Worker: the run `id` and all before it have begun. */
  started(id: number) {
    Atomics.store(this.#words, LAST_STARTED, id);
  }

  /** Main: the executing run, and since when in milliseconds of the epoch; id 0 when none. */
  current(): { id: number; since: number } {
    const id = Atomics.load(this.#words, CURRENT_RUN);
    const since = Atomics.load(this.#words, SINCE_HIGH) * TWO_32 + (Atomics.load(this.#words, SINCE_LOW) >>> 0);
    return { id, since };
  }

  hasStarted(id: number): boolean {
    // Ids wrap around.
    return ((Atomics.load(this.#words, LAST_STARTED) - id) | 0) >= 0;
  }

  /** Main: an answer has been posted. */
  announceAnswer() {
    Atomics.add(this.#words, ANSWERS, 1);
    Atomics.notify(this.#words, ANSWERS);
  }

  /** Worker: how many answers were announced so far. */
  answers(): number {
    return Atomics.load(this.#words, ANSWERS);
  }

  /** Worker: blocks until another answer than the `known` ones is announced, at most `timeoutMs`. */
  awaitAnswer(known: number, timeoutMs: number) {
    Atomics.wait(this.#words, ANSWERS, known, timeoutMs);
  }
}
