import { StoreGoneError } from '@passant/persistence';
import { CountWriter } from './count-writer.js';

interface Kind {
  name: string;
  isExpendable?: true;
}

const AWAY = new StoreGoneError('The database is gone.');

/** A database that can be unavailable, or reject what it is given. */
function database() {
  const statements: Record<string, number>[] = [];
  let failure: Error | undefined;
  const writer = new CountWriter<Kind>({
    name: 'Counts of kinds',
    isExpendable: ({ isExpendable }) => isExpendable ?? false,
    write: (counts) => {
      if (failure) return Promise.reject(failure);
      statements.push(Object.fromEntries(counts.map(({ name, count }) => [name, count])));
      return Promise.resolve();
    },
  });
  const add = (name: string, count?: number) => writer.add(name, { name }, count);
  return { writer, add, statements, fail: (error: Error | undefined) => (failure = error) };
}

describe('A writer of counts', () => {
  it('adds what was counted in one statement, each kind once', async () => {
    const { writer, add, statements } = database();
    for (const name of ['a', 'b', 'a', 'a']) add(name);
    expect(writer.size).toBe(2);
    await writer.flush();
    expect(statements).toEqual([{ a: 3, b: 1 }]);
    expect(writer.size).toBe(0);
  });

  it('writes by itself within a second or so', async () => {
    const { add, statements } = database();
    add('a');
    while (statements.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(statements).toEqual([{ a: 1 }]);
  });

  it('keeps what could not be added while the database was away, and adds it to what came later', async () => {
    const { writer, add, statements, fail } = database();
    fail(AWAY);
    add('a', 5);
    await writer.flush();
    add('a');
    fail(undefined);
    await writer.flush();
    expect(statements).toEqual([{ a: 6 }]);
  });

  it('does not try again what the database refuses', async () => {
    const { writer, add, statements, fail } = database();
    fail(new Error('invalid input syntax'));
    add('a');
    await writer.flush();
    fail(undefined);
    add('b');
    await writer.flush();
    expect(statements).toEqual([{ b: 1 }]);
  });

  it('keeps no more than it can hold: what is expendable goes before everything else', async () => {
    const { writer, add, statements } = database();
    for (let index = 0; index < 6_000; index += 1) {
      add(`real-${index}`);
      writer.add(`noise-${index}`, { name: `noise-${index}`, isExpendable: true });
    }
    await writer.flush();
    const names = Object.keys(statements[0]!);
    expect(names).toHaveLength(10_000);
    expect(names.filter((name) => name.startsWith('real'))).toHaveLength(6_000);
  });

  it('closes at once, also while the database is away', async () => {
    const { writer, add, fail } = database();
    fail(AWAY);
    add('a');
    await writer.close();
    expect(writer.size).toBe(0);
  });
});
