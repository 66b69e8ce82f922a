import { StoreGoneError } from '@passant/persistence';
import { type BatchOptions, BatchWriter } from './batch-writer.js';

/** A database that can be unavailable, or reject what it is given. */
function database(options: Partial<BatchOptions<number>> = {}) {
  const statements: number[][] = [];
  let failure: Error | undefined;
  const writer = new BatchWriter<number>({
    name: 'Numbers',
    ...options,
    write: (batch) => {
      if (failure) return Promise.reject(failure);
      statements.push(batch);
      return Promise.resolve();
    },
  });
  return { writer, statements, fail: (error: Error | undefined) => (failure = error) };
}

const AWAY = new StoreGoneError('The database is gone.');

describe('A batch writer', () => {
  it('writes what is added at once in one statement, in its order', async () => {
    const { writer, statements } = database();
    for (const item of [1, 2, 3]) writer.add(item);
    await writer.flush();
    expect(statements).toEqual([[1, 2, 3]]);
  });

  it('cuts very many into several statements, and loses none', async () => {
    const { writer, statements } = database();
    const items = Array.from({ length: 4_500 }, (_, index) => index);
    for (const item of items) writer.add(item);
    await writer.flush();
    expect(statements.map((batch) => batch.length)).toEqual([2_000, 2_000, 500]);
    expect(statements.flat()).toEqual(items);
  });

  it('keeps what could not be written while the database was away, before what came later', async () => {
    const { writer, statements, fail } = database();
    fail(AWAY);
    writer.add(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    writer.add(2);
    fail(undefined);
    await writer.flush();
    expect(statements).toEqual([[1, 2]]);
  });

  it('keeps no more than it can hold: the oldest go', async () => {
    const { writer, statements, fail } = database();
    fail(AWAY);
    for (let item = 0; item < 10_005; item += 1) writer.add(item);
    fail(undefined);
    await writer.flush();
    expect(statements.flat()).toEqual(Array.from({ length: 9_005 }, (_, index) => index + 1_000));
  });

  it('gives up what is expendable before everything else', async () => {
    const { writer, statements, fail } = database({ isExpendable: (item) => item >= 4_000 });
    fail(AWAY);
    for (let item = 0; item < 12_000; item += 1) writer.add(item);
    fail(undefined);
    await writer.flush();
    const written = statements.flat();
    expect(written.filter((item) => item < 4_000)).toHaveLength(4_000);
    expect(written).toEqual(written.toSorted((left, right) => left - right));
    expect(written.at(-1)).toBe(11_999);
  });

  it('does not try again what the database refuses', async () => {
    const { writer, statements, fail } = database();
    fail(new Error('invalid input syntax'));
    writer.add(1);
    await writer.flush();
    fail(undefined);
    writer.add(2);
    await writer.flush();
    expect(statements).toEqual([[2]]);
  });

  it('closes at once, also while the database is away', async () => {
    const { writer, fail } = database();
    fail(AWAY);
    writer.add(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const later = new Promise((resolve) => setTimeout(resolve, 500, 'after it has waited'));
    expect(await Promise.race([writer.close().then(() => 'at once'), later])).toBe('at once');
  });
});
