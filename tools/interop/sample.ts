import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { at } from '../lib/workspace.mjs';
import type { Sample } from './client.js';

/** Extracts the part of a client program that is meant for readers: the text between `region page` and `endregion`. */
export function sampleOf(program: string, title: string): Sample {
  const name = extname(program) === '' ? `${program}.mjs` : program;
  const source = readFileSync(at('tools/interop/clients', name), 'utf8');
  const region = /^([ \t]*)(?:\/\/|#) ?#?region page\n([\s\S]*?)^[ \t]*(?:\/\/|#) ?#?endregion/m.exec(source);
  if (region === null) throw new Error(`${name} has nothing for readers.`);
  const [, indent, body] = region;
  const lines = body!.trimEnd().split('\n');
  const text = lines.map((line) => (line.startsWith(indent!) ? line.slice(indent!.length) : line)).join('\n');
  const imports = importsFor(text, source);
  return {
    title,
    language: extname(name) === '.mjs' ? 'js' : 'text',
    text: imports.length === 0 ? text : [...imports, '', text].join('\n'),
  };
}

/** The import statements of packages whose names a part of a module uses. */
function importsFor(text: string, source: string): string[] {
  const lines = source.matchAll(/^import (?:\* as )?(.*) from '[^.'][^']*';$/gm);
  return Array.from(lines, ([line, names]) => ({ line, names: names!.match(/\w+/g) ?? [] }))
    .filter(({ names }) => names.some((name) => new RegExp(`\\b${name}\\b`).test(text)))
    .map(({ line }) => line);
}
