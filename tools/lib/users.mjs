import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/** True if the process runs as root on a Unix system. */
export const IS_ROOT = process.getuid?.() === 0;

/**
 * @typedef {object} SystemUser
 * @property {number} uid
 * @property {number} gid
 */

/**
 * @param {...string} names
 * @returns {SystemUser | undefined} the first of these users that exists on this machine
 */
export function findUser(...names) {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of names) {
    const line = lines.find(([user]) => user === name);
    if (line) return { uid: Number(line[2]), gid: Number(line[3]) };
  }
  return undefined;
}

/** True if system packages can be installed here without a password. */
export const canInstallSystemPackages = () => IS_ROOT && spawnSync('apt-get', ['--version']).status === 0;
