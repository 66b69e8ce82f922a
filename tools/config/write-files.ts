import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { NotWritable, renderFiles } from '@passant/configuration-files';
import { StepFailed } from '../lib/run.mjs';
import { yamlFilesIn } from './read-files.js';

/**
 * Writes the files of a configuration.
 * @returns what was written, and scripts that were there and are none of it: nothing is deleted here
 * @throws {StepFailed} if the folder has YAML files of another origin, which would say the same things once more, or if a
 * name that the server gave is no name of a file, or if a file cannot be written
 */
export function writeFiles(folder: string, configuration: object): { written: string[]; left: string[] } {
  const files = rendered(configuration);
  const foreign = yamlFilesIn(folder).filter((name) => !files.has(name));
  if (foreign.length > 0) {
    throw new StepFailed(`${folder} also has ${foreign.join(', ')}. An export needs a folder of its own: --dir.`);
  }
  for (const [path, content] of files) {
    const file = join(folder, path);
    inWords(file, () => mkdirSync(dirname(file), { recursive: true }));
    writeFile(file, content);
  }
  return { written: [...files.keys()], left: scriptsIn(folder).filter((path) => !files.has(path)) };
}

/** @throws {StepFailed} */
export function writeFile(path: string, content: string): void {
  inWords(path, () => writeFileSync(path, content));
}

function inWords(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new StepFailed(`${path} cannot be written: ${(error as Error).message}`);
  }
}

/** As {@link renderFiles} calls them. */
function scriptsIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'scripts'), { recursive: true, withFileTypes: true })
      .filter((found) => !found.isDirectory())
      .map((found) => relative(folder, join(found.parentPath, found.name)).split(sep).join('/'))
      .sort();
  } catch {
    return [];
  }
}

function rendered(configuration: object): Map<string, string> {
  try {
    return renderFiles(configuration);
  } catch (error) {
    if (!(error instanceof NotWritable)) throw error;
    throw new StepFailed(`${error.message} Nothing was written.`);
  }
}
