import { StoreOverdueError, isStoreOutage } from './outage.js';

interface Waiting<Asked, Answer> {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
  /** Fails the call if there is no answer in time. */
  timer: NodeJS.Timeout | undefined;
}

/** Maximum number of statements of one kind in progress; further calls share the next one. */
const AT_ONCE = 2;
/** Maximum number of calls per statement. */
const MOST = 256;
/**
 * Milliseconds until a call fails, counted from the call: waiting behind statements without an answer counts as well.
 */
const LIMIT = 4_500;

/**
 * Batches calls to the database: those made in one turn of the event loop share one statement and, if it writes, one
 * commit. Under load, one statement serves many requests, which saves a round trip for each. Every caller still waits
 * until the statement with its own call has finished.
 */
export class SharedStatement<Asked, Answer> {
  private waiting: Waiting<Asked, Answer>[] = [];
  private underWay = 0;
  private isDue = false;

  /** @param run answers many calls at once, in their order, with one statement that succeeds or fails as a whole */
  constructor(private readonly run: (asked: Asked[]) => Promise<Answer[]>) {}

  /** The result of one call. Rejects with the error of its statement, or if there was no answer in time. */
  ask(asked: Asked): Promise<Answer> {
    // Every request asks several times: one promise each, and no other to end the timer.
    return new Promise((resolve, reject) => {
      const one: Waiting<Asked, Answer> = { asked, resolve, reject, timer: undefined };
      one.timer = setTimeout(() => {
        // A call that nobody is waiting for is not sent; one that has been sent may have been executed.
        const place = this.waiting.indexOf(one);
        if (place >= 0) this.waiting.splice(place, 1);
        reject(new StoreOverdueError());
      }, LIMIT);
      this.waiting.push(one);
      this.makeDue();
    });
  }

  private makeDue(): void {
    if (this.isDue || this.underWay >= AT_ONCE || this.waiting.length === 0) return;
    this.isDue = true;
    // Everything else that arrived in this turn is handled before the check phase starts.
    setImmediate(() => {
      this.isDue = false;
      if (this.waiting.length > 0) void this.answer(this.waiting.splice(0, MOST));
      this.makeDue();
    });
  }

  private async answer(together: Waiting<Asked, Answer>[]): Promise<void> {
    this.underWay += 1;
    try {
      await this.answerAll(together);
    } finally {
      this.underWay -= 1;
      this.makeDue();
    }
  }

  private async answerAll(together: Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await this.run(together.map(({ asked }) => asked));
      together.forEach(({ resolve, timer }, index) => {
        clearTimeout(timer);
        resolve(answers[index]!);
      });
    } catch (error) {
      // An error caused by one call must not affect the others. The whole statement failed, so nothing has happened
      // yet: run each call separately.
      if (together.length > 1 && !isStoreOutage(error)) for (const one of together) await this.answerAll([one]);
      else {
        for (const { reject, timer } of together) {
          clearTimeout(timer);
          reject(error);
        }
      }
    }
  }
}
