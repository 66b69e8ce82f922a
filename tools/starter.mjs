/**
 * `npm run starter -- ../my-tests`: makes a project that tests with Playwright, in a folder that is empty or does not exist
 * yet. In it are the starter of `examples/playwright`, the kit as npm packs it, and an `.env` that names the server here.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { calledFrom } from './lib/called-from.mjs';
import { npm } from './lib/npm.mjs';
import { StepFailed, quietly } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

const KIT = at('libs/playwright-kit');
const STARTER = at('examples/playwright');
/** What running the starter where it is leaves there. */
const NOT_COPIED = new Set(['node_modules', 'test-results', 'package-lock.json', '.env']);

/** @returns {string} absolute path of the folder */
function readFolder() {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length !== 1) throw new StepFailed('Say where: npm run starter -- ../my-tests');
  const folder = resolve(calledFrom('starter'), /** @type {string} */ (positionals[0]));
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new StepFailed(`${folder} is not empty.`);
  return folder;
}

/**
 * Packs the kit into the folder.
 * @param {string} folder
 * @returns {Promise<string>} name of the file
 */
async function packKit(folder) {
  await quietly('The kit could not be built', process.execPath, [join(KIT, 'build.mjs')]);
  const args = ['pack', join(KIT, 'dist'), '--ignore-scripts', '--pack-destination', folder];
  await npm('The kit could not be packed', args, folder);
  return /** @type {string} */ (readdirSync(folder).find((name) => name.endsWith('.tgz')));
}

/** @param {string} folder */
function copyStarter(folder) {
  cpSync(STARTER, folder, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  writeFileSync(join(folder, '.gitignore'), 'node_modules/\ntest-results/\nplaywright-report/\n.env\n');
}

/** @param {string} folder @param {string} kit name of the packed kit in it */
function dependOn(folder, kit) {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.devDependencies['@passant/playwright'] = `file:${kit}`;
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Where the server is, and the Node that runs it if it was fetched because the one here is too old. @param {string} folder */
function nameServer(folder) {
  const isFetched = !relative(at('tools/node'), process.execPath).startsWith('..');
  const lines = [
    `PLAYWRIGHT_PASSANT_PROGRAM=${at('apps/auth-api/dist/main.js')}`,
    ...(isFetched ? [`PLAYWRIGHT_PASSANT_NODE=${process.execPath}`] : []),
  ];
  writeFileSync(join(folder, '.env'), `${lines.join('\n')}\n`);
}

await tool(import.meta.url, async () => {
  const folder = readFolder();
  await installPackages();
  await buildStale();
  mkdirSync(folder, { recursive: true });
  const kit = await packKit(folder);
  copyStarter(folder);
  dependOn(folder, kit);
  nameServer(folder);
  say(`Made ${folder}. Go on with:`);
  console.log(`cd ${folder}\nnpm install\nnpm test`);
});
