import { StoreGoneError } from '../src/index.js';
import { SharedStatement } from '../src/shared-statement.js';

/** A statement that doubles numbers; it records what it was called with together, and finishes on demand. */
function aStatement() {
  const runs: number[][] = [];
  const finish: (() => void)[] = [];
  const statement = new SharedStatement<number, number>(async (asked) => {
    runs.push(asked);
    await new Promise<void>((resolve) => finish.push(resolve));
    if (asked.includes(13)) throw new Error('refused');
    if (asked.includes(99)) throw new StoreGoneError('away');
    return asked.map((one) => 2 * one);
  });
  return { runs, finish, statement };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets statements finish as they come, until every call has a result. */
async function settle<Result>(
  finish: (() => void)[],
  asked: Promise<Result>[],
): Promise<PromiseSettledResult<Result>[]> {
  let isSettled = false;
  const settled = Promise.allSettled(asked).finally(() => (isSettled = true));
  while (!isSettled) {
    for (const end of finish.splice(0)) end();
    await turn();
  }
  return settled;
}

describe('A shared statement', () => {
  it('answers what is asked in one turn together, each its own', async () => {
    const { runs, finish, statement } = aStatement();
    const asked = [1, 2, 3].map((one) => statement.ask(one));
    expect((await settle(finish, asked)).map((one) => (one as { value: number }).value)).toEqual([2, 4, 6]);
    expect(runs).toEqual([[1, 2, 3]]);
  });

  it('lets two be under way, and what is asked meanwhile share the next', async () => {
    const { runs, finish, statement } = aStatement();
    const asked: Promise<number>[] = [];
    for (const one of [1, 2, 3, 4, 5]) {
      asked.push(statement.ask(one));
      await turn();
    }
    expect(runs).toEqual([[1], [2]]);
    await settle(finish, asked);
    expect(runs).toEqual([[1], [2], [3, 4, 5]]);
  });

  it('does not let one that the database refuses take others along', async () => {
    const { finish, statement } = aStatement();
    const settled = await settle(
      finish,
      [1, 13, 3].map((one) => statement.ask(one)),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('asks nothing again while the database is away: nobody knows what has happened', async () => {
    const { runs, finish, statement } = aStatement();
    const settled = await settle(
      finish,
      [1, 99, 3].map((one) => statement.ask(one)),
    );
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(runs).toEqual([[1, 99, 3]]);
  });

  it('answers more than fit in one statement', async () => {
    const { runs, finish, statement } = aStatement();
    await settle(
      finish,
      Array.from({ length: 600 }, () => statement.ask(1)),
    );
    expect(runs.map((run) => run.length)).toEqual([256, 256, 88]);
  });
});
