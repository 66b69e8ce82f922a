import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { type Found, GONE, type Reference, type Resolve } from '@passant/configuration-files';

const MIB = 1024 * 1024;

/** Bytes that a file may have: no script and no secret is as long as that, nor, without its comments, a whole document. */
const LONGEST = { script: MIB, secret: MIB, yaml: 16 * MIB } as const;

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

/**
 * Reads a file. What is sent has to be in the folder, also behind a link, but for secrets: whoever reviews the folder sees
 * it there.
 * @param folder of the files
 */
export function fromFile(path: string, folder: string, kind: Reference['kind'] | 'yaml'): Found {
  try {
    const found = statSync(path);
    if (kind !== 'secret' && !realpathSync(path).startsWith(realpathSync(folder) + sep)) {
      return { fault: 'is not in the folder of the files' };
    }
    if (!found.isFile()) return { fault: 'is no file' };
    if (found.size > LONGEST[kind]) {
      return { fault: kind === 'yaml' ? 'is longer than 16 MiB' : 'is longer than any script or secret may be' };
    }
    const text = textOf(readFileSync(path));
    return text === undefined ? { fault: 'is not UTF-8' } : { text };
  } catch {
    return { fault: GONE };
  }
}

/** @returns nothing for what is not UTF-8: its characters would be replaced without a word */
function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
