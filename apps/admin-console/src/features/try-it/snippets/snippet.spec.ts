import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { inComment, inHeredoc, kotlinText, literal, quoted, swiftText } from './snippet.js';

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

  // Neither language is here to say what it reads, so these are what their grammars say.
  it.each([
    ['it\'s "quoted"', String.raw`"it's \"quoted\""`, String.raw`"it's \"quoted\""`],
    ['\\(id) back\\slash', String.raw`"\\(id) back\\slash"`, String.raw`"\\(id) back\\slash"`],
    ['${HOME} $HOME', '"${HOME} $HOME"', '"\\${HOME} \\$HOME"'],
    ['two\nlines\ttab', String.raw`"two\nlines\ttab"`, String.raw`"two\nlines\ttab"`],
    ['\b \f \u0001', String.raw`"\u{8} \u{c} \u{0001}"`, String.raw`"\b \u000c \u0001"`],
    ['\\u0041', String.raw`"\\u0041"`, String.raw`"\\u0041"`],
    ['\ud800', '"\ufffd"', String.raw`"\ud800"`],
  ])('is a string literal in Swift and Kotlin: %j', (text, swift, kotlin) => {
    expect([swiftText(text), kotlinText(text)]).toEqual([swift, kotlin]);
  });

  it('cannot end a comment', () => {
    expect(inComment('one\nrm -rf / */ two')).toBe('one rm -rf /   two');
  });
});
