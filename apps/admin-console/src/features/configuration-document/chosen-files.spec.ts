import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readChosen } from './chosen-files.js';

/** As much of a file as is read. */
const file = (path: string, content: Uint8Array | string) => {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const own = { size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
  return { path, file: own as unknown as File };
};

describe('files that are chosen', () => {
  it('are read, also out of a .zip file, but for what systems leave beside them', async () => {
    const zip = zipSync({
      'passant/a.yaml': strToU8('scopes: []'),
      '__MACOSX/._a.yaml': strToU8('junk'),
      'passant/.git/config': strToU8('junk'),
    });
    const found = await readChosen([file('passant.zip', zip), file('b.yaml', 'ä'), file('.DS_Store', 'junk')]);
    expect([...found]).toEqual([
      ['passant/a.yaml', 'scopes: []'],
      ['b.yaml', 'ä'],
    ]);
  });

  it('that are not UTF-8 are there without a text', async () => {
    expect([...(await readChosen([file('a.js', new Uint8Array([0xe9]))]))]).toEqual([['a.js', undefined]]);
  });

  it.each([
    ['a .zip file that is none', file('a.zip', 'not a zip'), 'a.zip cannot be read as a .zip file.'],
    [
      'a .zip file that grows beyond what is taken',
      file('a.zip', zipSync({ 'a.yaml': new Uint8Array(17 * 1024 * 1024) })),
      'These files hold more than 16 MiB together.',
    ],
    [
      'a file beyond what is taken',
      file('a.yaml', new Uint8Array(17 * 1024 * 1024)),
      'These files hold more than 16 MiB together.',
    ],
  ])('are refused for %s', async (_, chosen, sentence) => {
    await expect(readChosen([chosen])).rejects.toThrow(sentence);
  });
});
