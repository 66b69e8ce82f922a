import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { PGlite as PGliteOf17 } from 'pglite-17';
import { DataFormatError, type Database, EMBEDDED_MAJOR, importDatabase, migrate } from '../src/index.js';
import { dataSourceOn } from '../src/data-source.js';
import { withoutOptimiser } from '../src/embedded-engine.js';
import { emptyDirectory } from '../src/testing/index.js';
import { CHECK, constraintsOf, contentOf, exported, from, keyOf } from './support/content.js';
import { fillEveryTable } from './support/filled.js';

const folder = mkdtempSync(join(tmpdir(), 'passant-major-'));
afterAll(() => rmSync(folder, { recursive: true }));
const opened: Database[] = [];
const closeAll = async () => {
  for (const database of opened.splice(0)) await database.close();
};
afterEach(closeAll);

/** The embedded database of a Passant that brought PostgreSQL 17, with all that Passant keeps in it. */
async function postgres17(name: string): Promise<Database> {
  const files = join(folder, name, 'database');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  const engine = await withoutOptimiser(() => PGliteOf17.create(files));
  // The two versions of the package have the same interface, of which TypeScript sees private members, too.
  const dataSource = await dataSourceOn(engine as unknown as PGlite);
  const close = async () => {
    await dataSource.destroy();
    await engine.close();
  };
  const nothing = { listen: () => async () => {}, requireIntact: () => {} };
  const database: Database = { dataSource, kind: 'embedded', isNew: true, ...nothing, close };
  opened.push(database);
  return database;
}

/** The embedded database of this Passant. */
async function present(name: string): Promise<Database> {
  const database = await emptyDirectory(join(folder, name));
  opened.push(database);
  return database;
}

async function majorOf({ dataSource }: Database): Promise<number> {
  const [row] = await dataSource.query<{ version: string }[]>(`SELECT current_setting('server_version') AS version`);
  return Number.parseInt(row!.version, 10);
}

it('What an embedded database of an earlier major version of PostgreSQL holds goes to the present one whole, and back.', async () => {
  const earlier = await postgres17('earlier');
  expect(await majorOf(earlier)).toBe(17);
  await migrate(earlier);
  await fillEveryTable(earlier, CHECK);
  const [content, constraints] = [await contentOf(earlier), await constraintsOf(earlier)];
  const text = await exported(earlier);
  await closeAll();

  const now = await present('now');
  expect(await majorOf(now)).toBe(EMBEDDED_MAJOR);
  await importDatabase(now, keyOf, from(text));
  expect(await contentOf(now)).toEqual(content);
  expect(await constraintsOf(now)).toEqual(constraints);

  const back = await postgres17('back');
  await importDatabase(back, keyOf, from(await exported(now)));
  expect(await contentOf(back)).toEqual(content);
});

it('An embedded database of an earlier major version says how to move it, and is left as it was.', async () => {
  const earlier = await postgres17('kept');
  await migrate(earlier);
  await fillEveryTable(earlier, CHECK);
  const content = await contentOf(earlier);
  await closeAll();
  const refusal = await present('kept').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataFormatError);
  expect((refusal as Error).message).toMatch(/made with PostgreSQL 17, .+ \("db export FILE"\)/);
  expect(await contentOf(await postgres17('kept'))).toEqual(content);
});
