import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { inComment, inHeredoc, literal, quoted } from './snippet.js';

/** Texts that end a quotation, or are a command, wherever they are not quoted well. */
const STRANGE = ["it's", '"quoted"', '$(echo never)', '`id`', 'back\\slash', 'two\nlines', '${HOME}'];

const bash = (script: string) => execFileSync('bash', ['-c', script], { encoding: 'utf8' });

describe('a value that is filled into a program', () => {
  it.each(STRANGE)('is one word for the shell: %j', (text) => {
    expect(bash(`printf %s ${quoted(text)}`)).toBe(text);
  });

  it.each(STRANGE)('is a JSON string in a here-document: %j', (text) => {
    expect(JSON.parse(bash(`cat <<JSON\n${inHeredoc(text)}\nJSON\n`))).toBe(text);
  });

  it.each(STRANGE)('is a string literal: %j', (text) => {
    expect(execFileSync(process.execPath, ['-p', literal(text)], { encoding: 'utf8' })).toBe(`${text}\n`);
  });

  it('cannot end a comment', () => {
    expect(inComment('one\nrm -rf / */ two')).toBe('one rm -rf /   two');
  });
});
