import { type Database, openDatabase, Store } from '../../src/index.js';
import { type TestDatabase, testDatabase } from '../../src/testing/index.js';

/** Instances of the server on one database: three on a database server, one on an embedded database. */
export class Instances {
  private constructor(
    readonly database: TestDatabase,
    private readonly others: Database[],
    private readonly stores: Store[],
  ) {}

  static async start(): Promise<Instances> {
    const database = await testDatabase();
    const others: Database[] = [];
    // The embedded database has one process, so no other can join.
    while (database.url && others.length < 2)
      others.push(await openDatabase({ kind: 'postgresql', url: database.url, poolSize: 8 }));
    return new Instances(database, others, [database.store, ...others.map((other) => Store.of(other))]);
  }

  /** The store of another instance, if there is one. */
  get elsewhere(): Store | undefined {
    return this.stores[1];
  }

  /** Runs `work` many times concurrently, alternating between the instances. */
  crowd<Result>(times: number, work: (store: Store, index: number) => Promise<Result>): Promise<Result[]> {
    const { stores } = this;
    return Promise.all(Array.from({ length: times }, (_, index) => work(stores[index % stores.length]!, index)));
  }

  async close(): Promise<void> {
    for (const other of this.others) await other.close();
    await this.database.close();
  }
}
