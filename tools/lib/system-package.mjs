import { capture } from './run.mjs';
import { say } from './say.mjs';
import { canInstallSystemPackages } from './users.mjs';

const ENV = { DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Installs a Debian or Ubuntu package, if that needs no password.
 * @param {string} name of the package
 * @returns {Promise<string | undefined>} why it could not be installed, as half a sentence; undefined if it is
 *   installed
 */
export async function installSystemPackage(name) {
  if (!canInstallSystemPackages()) return `installing ${name} takes root and apt-get`;
  say(`Installing ${name} with apt-get (once) …`);
  const install = () => capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env: ENV });
  let result = await install();
  if (result.code !== 0) {
    await capture('apt-get', ['update', '-qq'], { env: ENV });
    result = await install();
  }
  return result.code === 0 ? undefined : `apt-get install ${name} failed: ${lastLine(result.output)}`;
}

/** @param {string} text */
const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';
