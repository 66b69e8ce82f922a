import { createSecretKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, exportDatabase, importDatabase, migrate, revert, Store } from '../src/index.js';
import { Chain } from '../src/moving/chain.js';
import { SCHEMA } from '../src/migrating.js';
import { tablesOf } from '../src/moving/tables.js';
import { emptyDatabase, emptyDirectory, type TestDatabase, testDatabase } from '../src/testing/index.js';
import { CHECK, constraintsOf, contentOf, exported, from, KEY, keyOf, linesOf, NOW } from './support/content.js';
import { fillEveryTable } from './support/filled.js';

describe('The content of a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passant-moving-'));
  /** Of the kind that the other specs use, and embedded in files of its own. */
  let first: TestDatabase;
  let text: string;
  /** Databases of one test. An embedded one takes memory for as long as it is open. */
  const opened: Database[] = [];
  const embedded = async (name: string) => {
    const database = await emptyDirectory(join(folder, name));
    opened.push(database);
    return database;
  };
  const empty = async () => {
    const database = await emptyDatabase();
    opened.push(database);
    return database;
  };
  const migrated = async () => {
    const database = await testDatabase();
    opened.push(database);
    return database;
  };

  beforeAll(async () => {
    first = await testDatabase();
    await fillEveryTable(first, CHECK);
    text = await exported(first);
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  afterAll(async () => {
    await first.close();
    rmSync(folder, { recursive: true });
  });

  it('has a row in every table before it is moved', async () => {
    for (const [table, rows] of Object.entries(await contentOf(first)))
      expect([table, rows.length > 0]).toEqual([table, true]);
  });

  it('arrives whole in the embedded database, and from there in the first kind again', async () => {
    const second = await embedded('second');
    await importDatabase(second, keyOf, from(text));
    expect(await contentOf(second)).toEqual(await contentOf(first));
    const third = await empty();
    await importDatabase(third, keyOf, from(await exported(second)));
    expect(await contentOf(third)).toEqual(await contentOf(first));
    expect(await constraintsOf(third)).toEqual(await constraintsOf(first));
    // Whoever listened at one place and goes on at another hears there that everything may have ended.
    const eraOf = async (database: Database) => (await Store.of(database).endedTokens.read()).era;
    expect(await eraOf(second)).not.toBe(await eraOf(first));
    expect(await eraOf(third)).not.toBe(await eraOf(second));
    // A number that was given to an event before is given to no other one.
    const [last] = await first.dataSource.query<{ id: number }[]>(
      `INSERT INTO event (name, occurred) VALUES ('TEST', 1) RETURNING id`,
    );
    const [same] = await third.dataSource.query<{ id: number }[]>(
      `INSERT INTO event (name, occurred) VALUES ('TEST', 1) RETURNING id`,
    );
    expect(same!.id).toBe(last!.id);
    expect(same!.id).toBeGreaterThan(2);
  });

  it('ended no token anew for those who listen at the new place', async () => {
    const place = await empty();
    await importDatabase(place, keyOf, from(text));
    const { snapshot } = await place.store.endedTokens.read();
    expect((await place.store.endedTokens.read(snapshot)).ended).toEqual([]);
  });

  it('arrives in a database that was migrated already', async () => {
    const place = await migrated();
    await importDatabase(place, keyOf, from(text));
    expect((await contentOf(place)).client).toEqual((await contentOf(first)).client);
  });

  it('is brought up to date if the schema is an earlier one, also where the database was migrated already', async () => {
    const earlier = await empty();
    await importDatabase(earlier, keyOf, from(text));
    await revert(earlier);
    const old = await exported(earlier);
    expect(old.split('\n', 1)[0]).not.toContain(SCHEMA.at(-1));
    const place = await migrated();
    await importDatabase(place, keyOf, from(old));
    expect(await constraintsOf(place)).toEqual(await constraintsOf(first));
    expect((await contentOf(place)).profile).toEqual((await contentOf(first)).profile);
  });

  it('is not exported where no server has been', async () => {
    const place = await empty();
    const write = async () => {};
    await expect(exportDatabase(place, keyOf, NOW, write)).rejects.toThrow(/^No server has used this database yet/);
    await migrate(place);
    await expect(exportDatabase(place, keyOf, NOW, write)).rejects.toThrow(/^No server has used this database yet/);
  });

  it('is not exported without the master key', async () => {
    await expect(
      exportDatabase(
        first,
        () => undefined,
        NOW,
        async () => {},
      ),
    ).rejects.toThrow('The master key is not the one this database was made with.');
  });

  it('is exported as it was at one moment, whatever is written meanwhile', async () => {
    let later = '';
    let isDisturbed = false;
    await exportDatabase(first, keyOf, NOW, async (more) => {
      later += more;
      // There is one session in the embedded database, so nothing comes in between.
      if (isDisturbed || first.kind === 'embedded') return;
      isDisturbed = true;
      await first.dataSource.query(`INSERT INTO registered_user VALUES ('meanwhile', 'meanwhile', '{}', 1)`);
    });
    expect(later).not.toContain('meanwhile');
    await first.dataSource.query(`DELETE FROM registered_user WHERE user_id = 'meanwhile'`);
  });

  describe('is refused, and nothing is written,', () => {
    let place: TestDatabase;
    beforeAll(async () => {
      place = await emptyDatabase();
    });
    afterAll(() => place.close());
    afterEach(async () => {
      expect(await tablesOf((sql, parameters) => place.dataSource.query(sql, parameters))).toEqual([]);
    });

    const lines = () => text.trimEnd().split('\n');
    const joined = (list: string[]) => `${list.join('\n')}\n`;
    const sealed = (contents: object[]) => {
      const chain = new Chain(KEY);
      return contents.map((content) => chain.add(JSON.stringify(content))).join('');
    };
    const header = () => JSON.parse(lines()[0]!.slice(23)) as { schema: string[] };

    it.each<[string, () => string, RegExp]>([
      ['if it is empty', () => '', /^The file is empty\.$/],
      ['if it is something else', () => 'PGDMP\n', /^Line 1 is not that of a file that "db export" wrote\.$/],
      ['if it ends after a line', () => joined(lines().slice(0, 9)), /^The file is not whole: it ends after line 9\.$/],
      ['if it ends within a line', () => joined(lines().slice(0, 9)).slice(0, -9), /^Line 9 is not what follows/],
      ['if its last line is missing', () => joined(lines().slice(0, -1)), /^The file is not whole/],
      ['if a line is missing', () => joined(lines().toSpliced(6, 1)), /^Line 7 is not what follows/],
      ['if a line is there twice', () => joined(lines().toSpliced(6, 0, lines()[5]!)), /^Line 7 is not what follows/],
      ['if a letter is another one', () => joined(lines().with(4, `${lines()[4]!.slice(0, -3)}x"]`)), /^Line 5 is not/],
      ['if the first line was changed', () => text.replace(`${NOW}`, '1'), /^Line 1 is not what follows/],
      ['if something follows the end', () => `${text}${lines().at(-1)}\n`, /^Line \d+ is not what follows/],
      ['if it has another format', () => sealed([{ ...header(), passant_export: 2 }]), /^The file has format 2/],
      [
        'if it comes from a later version',
        () =>
          sealed([
            { ...header(), schema: [...SCHEMA, 'Later1'] },
            { tables: 0, rows: 0 },
          ]),
        /^The file was exported by a later version of Passant: its schema has Later1/,
      ],
      [
        'if it counts wrongly',
        () => sealed([header(), { table: 'client', columns: ['client_id'], next: {} }, { rows: 1 }]),
        /^Line 3 counts other rows/,
      ],
      [
        'if it has a table that is not one of ours',
        () => sealed([header(), { table: 'theirs', columns: ['id'], next: {} }, { rows: 0 }, { tables: 1, rows: 0 }]),
        /^The file has a table theirs that is not one of Passant's/,
      ],
      ['if it lacks tables', () => sealed([header(), { tables: 0, rows: 0 }]), /^The file says nothing about /],
    ])('%s', async (_, file, sentence) => {
      await expect(importDatabase(place, keyOf, from(file()))).rejects.toThrow(sentence);
    });

    it('if the master key is another one', async () => {
      await expect(importDatabase(place, () => undefined, from(text))).rejects.toThrow(
        /^The file was exported from a database with another master key/,
      );
    });

    it('if it is signed with another key than the one that its first line names', async () => {
      const other = createSecretKey(Buffer.alloc(32, 5));
      await expect(importDatabase(place, () => other, from(text))).rejects.toThrow(/^Line 1 is not what follows/);
    });

    it('if it changes while it is read', async () => {
      let reads = 0;
      const changing = () => linesOf((reads += 1) === 1 ? text : joined(lines().slice(0, -3)));
      await expect(importDatabase(place, keyOf, changing)).rejects.toThrow(/^The file is not whole/);
      expect(reads).toBe(2);
    });
  });

  it.each<[string, string]>([
    ['a server has been', `UPDATE configuration_version SET master_key_check = '\\x01'`],
    ['somebody else has something', `CREATE TABLE theirs AS SELECT 1 AS id`],
    ['there is a row', `INSERT INTO registered_user VALUES ('scheme', 'somebody', '{}', 1)`],
  ])('is refused where %s', async (_, sql) => {
    const place = await migrated();
    await place.dataSource.query(sql);
    const before = await contentOf(place);
    await expect(importDatabase(place, keyOf, from(text))).rejects.toThrow(/^Only an empty database can be filled/);
    expect(await contentOf(place)).toEqual(before);
  });
});
