import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECK = fileURLToPath(new URL('../../../tools/grammars/check-syntax.mjs', import.meta.url));

/** Milliseconds: long enough to install the grammars. */
export const GRAMMAR_PATIENCE = 300_000;

/** A program that the console gives to others, in a language that nothing here is written in. */
export interface Program {
  language: 'swift' | 'kt';
  text: string;
}

/**
 * Reads programs with the grammars of their languages; all at once, because a grammar takes seconds to load.
 * @returns the lines of each program, from 1, that are not its language
 */
export function misreadLines<Name extends string>(programs: Record<Name, Program>): Record<Name, number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'passant-grammar-'));
  try {
    const files = Object.entries<Program>(programs).map(([name, { language, text }], index) => {
      const file = join(folder, `${index}.${language}`);
      writeFileSync(file, text);
      return [name as Name, file] as const;
    });
    const args = [CHECK, ...files.map(([, file]) => file)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const lines = stdout.split('\n');
    const linesOf = (file: string) =>
      lines.filter((line) => line.startsWith(`${file}:`)).map((line) => Number(/:(\d+) /.exec(line)![1]));
    const misread = Object.fromEntries(files.map(([name, file]) => [name, linesOf(file)])) as Record<Name, number[]>;
    // A check that did not come to its end has found nothing.
    const found = Object.values<number[]>(misread).some(({ length }) => length > 0);
    if (status !== (found ? 1 : 0)) throw new Error(`The programs were not checked:\n${stdout}${stderr}`);
    return misread;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
