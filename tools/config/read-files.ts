import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ReadDocument, readDocument } from '@passant/configuration-files';
import { StepFailed } from '../lib/run.mjs';
import { fromFile, onThisMachine } from './references.js';

/** @throws {StepFailed} if the folder cannot be read. One that is not there has no files */
export function yamlFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((found) => /\.ya?ml$/.test(found.name) && !found.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new StepFailed(`${folder} cannot be read: ${message}`);
  }
}

/**
 * Reads all YAML files of a folder as one document, in the order of the files' names.
 * @param from folder that places are shown relative to
 * @throws {FilesRefused} with every fault found; {@link StepFailed} if there are no files
 */
export function readFiles(folder: string, from: string, env: NodeJS.ProcessEnv): ReadDocument {
  const names = yamlFilesIn(folder);
  if (names.length === 0) throw new StepFailed(`There is no YAML file in ${folder}. The first are made by: export.`);
  const files = names.map((name) => {
    const file = join(folder, name);
    const content = fromFile(file, folder, 'yaml');
    return { name: relative(from, file) || file, content, resolve: onThisMachine(file, env) };
  });
  return readDocument(files, relative(from, folder) || folder);
}
