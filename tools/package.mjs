/**
 * `npm run package`: packs everything that a server needs, except Node itself, into one archive in `dist`.
 * `npm run package -- --folder PATH` writes the same files to a folder, which must be empty or not exist yet.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { create } from 'tar';
import { buildStale } from './lib/build.mjs';
import { calledFrom } from './lib/called-from.mjs';
import { installPackages } from './lib/install.mjs';
import { StepFailed } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { withTemporaryFolder } from './lib/temporary.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';
import { VERSION, layOut } from './ship/contents.mjs';

/** Modification time of every file in the archive: a fixed one, so that equal contents give equal archives. */
const MOMENT = new Date('2026-01-01T00:00:00Z');

/** @returns {string | undefined} the requested folder */
function readFolder() {
  const { values } = parseArgs({ options: { folder: { type: 'string' } } });
  const folder = values.folder === undefined ? undefined : resolve(calledFrom('package'), values.folder);
  if (folder !== undefined && existsSync(folder) && readdirSync(folder).length > 0)
    throw new StepFailed(`${folder} is not empty.`);
  return folder;
}

await tool(import.meta.url, async () => {
  const folder = readFolder();
  await installPackages();
  await buildStale();
  if (folder !== undefined) {
    await layOut(folder);
    return say(`Laid out in ${folder}.`);
  }
  const name = `passant-${VERSION}`;
  const file = at('dist', `${name}.tar.gz`);
  mkdirSync(at('dist'), { recursive: true });
  await withTemporaryFolder('package', async (temporary) => {
    await layOut(resolve(temporary, name));
    await create({ cwd: temporary, file, gzip: true, portable: true, mtime: MOMENT }, [name]);
  });
  say(`Packed: ${file}`);
});
