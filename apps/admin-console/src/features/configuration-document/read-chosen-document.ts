import {
  type Found,
  FilesRefused,
  GONE,
  type Problem,
  type ReadDocument,
  type Resolve,
  readDocument,
} from '@passant/configuration-files';
import type { ChosenFiles } from './chosen-files.js';

/** How a document is called that was typed or pasted. */
export const PASTED = 'pasted.yaml';

/** The document that the chosen files are, or what is wrong with them. */
export type Reading = { document: ReadDocument; problems?: never } | { document?: never; problems: readonly Problem[] };

/**
 * Reads the chosen files as the command reads a folder. References lead to what is in this page alone: a script is one of
 * the chosen files, and a secret is what was typed for it. Nothing is looked up on the server.
 * @param pasted another YAML text
 * @param secrets what was typed, by reference, such as `env:CITY_SCHEME_KEY`
 */
export function readChosenDocument(chosen: ChosenFiles, pasted: string, secrets: ReadonlyMap<string, string>): Reading {
  const yaml = [...chosen.keys()].filter((path) => /\.ya?ml$/.test(path));
  const folder = outermost(yaml);
  const files = yaml
    .filter((path) => folderOf(path) === folder)
    .sort()
    .map((path) => ({
      name: path.slice(folder.length),
      content: contentOf(chosen, path),
      resolve: resolveWithin(chosen, folder, secrets),
    }));
  const more =
    pasted.trim() === ''
      ? []
      : [{ name: PASTED, content: { text: pasted }, resolve: resolveWithin(chosen, folder, secrets) }];
  if (files.length + more.length === 0) {
    return { problems: [{ place: 'the files', path: '', sentence: 'There is no YAML file among them.' }] };
  }
  try {
    return { document: readDocument([...files, ...more], 'the files') };
  } catch (error) {
    if (!(error instanceof FilesRefused)) throw error;
    return { problems: error.problems };
  }
}

/** With the slash at its end; empty for none. */
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** The folder of the YAML files: of several, the one that holds the others, or the first. */
function outermost(paths: readonly string[]): string {
  const depth = (folder: string) => folder.split('/').length;
  return paths.map(folderOf).sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))[0] ?? '';
}

function resolveWithin(chosen: ChosenFiles, folder: string, secrets: ReadonlyMap<string, string>): Resolve {
  return ({ text, name, kind }): Found => {
    if (kind === 'secret') {
      const typed = secrets.get(text);
      return typed ? { text: typed } : { fault: GONE };
    }
    const path = within(name);
    if (path === undefined) return { fault: 'is not in the folder of the files' };
    if (!chosen.has(folder + path)) return { fault: 'is not among the chosen files' };
    return contentOf(chosen, folder + path);
  };
}

function contentOf(chosen: ChosenFiles, path: string): Found {
  const text = chosen.get(path);
  return text === undefined ? { fault: 'is not UTF-8' } : { text };
}

/** A path without `.` and `..`; nothing if it leads out of its folder. */
function within(path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
