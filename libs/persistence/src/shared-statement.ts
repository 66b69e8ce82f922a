import { isStoreOutage } from './outage.js';

interface Waiting<Asked, Answer> {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** Statements of one kind under way at most: what is asked meanwhile shares the next one. */
const AT_ONCE = 2;
/** Questions of one statement. */
const MOST = 256;

/**
 * Lets what is asked of the database in one turn of the event loop share one statement and, where it writes, one commit.
 * Under load a statement answers many requests, and requests wait for a turn at the database instead of the database for
 * each of them. Everybody still waits until the statement that holds their own question is done.
 */
export class SharedStatement<Asked, Answer> {
  private waiting: Waiting<Asked, Answer>[] = [];
  private underWay = 0;
  private isDue = false;

  /** @param run answers many at once, in their order: one statement, which happens as a whole or not at all */
  constructor(private readonly run: (asked: Asked[]) => Promise<Answer[]>) {}

  /** The answer to one question. Rejects with what its statement failed with. */
  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ asked, resolve, reject });
      this.makeDue();
    });
  }

  private makeDue(): void {
    if (this.isDue || this.underWay >= AT_ONCE || this.waiting.length === 0) return;
    this.isDue = true;
    // Whatever else arrived in this turn is handled before the check phase begins.
    setImmediate(() => {
      this.isDue = false;
      void this.answer(this.waiting.splice(0, MOST));
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
      together.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      // What the database refuses of one is nobody else's fault: it refused the statement, so nothing has happened yet.
      if (together.length > 1 && !isStoreOutage(error)) for (const one of together) await this.answerAll([one]);
      else for (const { reject } of together) reject(error);
    }
  }
}
