import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../data-source.js';
import { startEngine } from '../embedded-engine.js';
import { migrate } from '../migrating.js';
import { createDatabase, dropDatabase } from './databases.js';

/**
 * Makes what `TEST_MIGRATED_TEMPLATE` names for the embedded database: an archive of its files, not
 * compressed, because it is unpacked for every spec file.
 * @param path where to write the archive
 */
export async function makeEmbeddedTemplate(path: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'passant-template-'));
  try {
    const template = process.env.TEST_EMBEDDED_TEMPLATE;
    const database = await openDatabase({ kind: 'embedded', directory, ...(template ? { template } : {}) });
    await migrate(database);
    await database.close();
    const engine = await startEngine(join(directory, 'database'), undefined);
    const files = await engine.dumpDataDir('none');
    await engine.close();
    writeFileSync(path, Buffer.from(await files.arrayBuffer()));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Makes what `TEST_MIGRATED_TEMPLATE` names for a server: a database there, which nobody may be connected to while it is
 * copied.
 * @param server connection string
 * @returns its name; {@link dropDatabase} ends it
 */
export async function makeServerTemplate(server: string): Promise<string> {
  const { name, url } = await createDatabase(server);
  try {
    const database = await openDatabase({ kind: 'postgresql', url, poolSize: 1 });
    await migrate(database).finally(() => database.close());
    return name;
  } catch (error) {
    await dropDatabase(server, name);
    throw error;
  }
}
