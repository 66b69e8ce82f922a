import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { ControlBlock } from '../control-block.ts';

/** Synchronous calls from a worker to the main thread: the worker blocks until the answer arrives. */
export class BlockingCalls {
  readonly #answers: MessagePort;
  readonly #control: ControlBlock;
  #lastId = 0;

  constructor(answers: MessagePort, control: ControlBlock) {
    this.#answers = answers;
    this.#control = control;
  }

  /**
   * Sends a call through `post` and blocks the thread until it is answered.
   * @returns the text of the answer, or undefined if there is none within `timeoutMs`
   */
  ask(post: (callId: number) => void, timeoutMs: number): string | undefined {
    const id = (this.#lastId += 1);
    const deadline = performance.now() + timeoutMs;
    post(id);
    for (;;) {
      const known = this.#control.answers();
      const text = this.#receive(id);
      if (text !== undefined) return text;
      const remaining = deadline - performance.now();
      if (remaining <= 0) return undefined;
      this.#control.awaitAnswer(known, remaining);
    }
  }

  #receive(id: number): string | undefined {
    for (;;) {
      const received: { message: [number, string] } | undefined = receiveMessageOnPort(this.#answers);
      if (received === undefined) return undefined;
      const [callId, text] = received.message;
      if (callId === id) return text; // other answers are late: their runs have ended
    }
  }
}
