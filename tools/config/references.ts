import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { type Found, GONE, type Reference, type Resolve } from '@passant/configuration-files';

/** Bytes of a file that is referred to; no script and no secret may be as long as that. */
const LONGEST = 1024 * 1024;

/**
 * Finds what a YAML file refers to, in the environment and on this disk. A script has to be in the folder of the files:
 * what is outside of it was not reviewed with them, and a plan shows scripts.
 * @param file the YAML file: paths are relative to its folder
 */
export function onThisMachine(file: string, env: NodeJS.ProcessEnv): Resolve {
  return ({ scheme, name, kind }) =>
    scheme === 'env' ? fromEnvironment(name, env) : fromFile(resolve(dirname(file), name), dirname(file), kind);
}

function fromEnvironment(name: string, env: NodeJS.ProcessEnv): Found {
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  return text ? { text } : { fault: GONE };
}

/** @param folder of the files */
function fromFile(path: string, folder: string, kind: Reference['kind']): Found {
  try {
    const found = statSync(path);
    if (kind === 'script' && !realpathSync(path).startsWith(realpathSync(folder) + sep)) {
      return { fault: 'is not in the folder of the files' };
    }
    if (!found.isFile()) return { fault: 'is no file' };
    if (found.size > LONGEST) return { fault: 'is longer than any script or secret may be' };
    const text = textOf(readFileSync(path));
    return text === undefined ? { fault: 'is not UTF-8' } : { text };
  } catch {
    return { fault: GONE };
  }
}

/** @returns nothing for what is not UTF-8: its characters would be replaced without a word */
export function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
