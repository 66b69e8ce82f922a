import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { provideChromium } from '../lib/chromium.mjs';
import { installSystemPackage } from '../lib/system-package.mjs';
import { at } from '../lib/workspace.mjs';
import type { Source } from './client.js';

/**
 * Installs what a client needs, if that is possible. Returns why the client cannot be run here, as a sentence fragment,
 * or `undefined` if it can.
 */
export async function obstacleOf(source: Source): Promise<string | undefined> {
  switch (source.kind) {
    case 'npm':
      return undefined;
    case 'browser': {
      const browser = await provideChromium();
      return 'reason' in browser ? browser.reason : undefined;
    }
    case 'debian':
      return installAll([source.package, ...(source.beside ?? [])]);
    case 'elsewhere':
      return `it comes from ${source.from}, which this system's packages do not have`;
  }
}

async function installAll(packages: readonly string[]): Promise<string | undefined> {
  for (const name of packages) {
    if (installedVersion(name) !== undefined) continue;
    const failure = await installSystemPackage(name);
    if (failure !== undefined) return failure;
  }
  return mayHaveFilesOfItsOwn() ? undefined : 'a program cannot be given files of its own here (unshare --mount)';
}

const mayHaveFilesOfItsOwn = () => spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0;

/** The upstream version of a client; `undefined` if it is not available here. */
export function versionOf(source: Source): string | undefined {
  if (source.kind === 'debian') return upstream(installedVersion(source.package));
  if (source.kind === 'elsewhere') return undefined;
  const { dependencies } = JSON.parse(readFileSync(at('tools/interop/clients/package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies[source.package]?.replace(/^npm:.*@/, '');
}

function installedVersion(name: string): string | undefined {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Version}', name]);
  const [state, version] = status === 0 ? String(stdout).split(' ') : [];
  return state === 'installed' ? version : undefined;
}

/** A Debian version without epoch and Debian revision. */
const upstream = (version: string | undefined) => version?.replace(/^\d+:/, '').replace(/[-+~](?:\d|dfsg|deb).*$/, '');
