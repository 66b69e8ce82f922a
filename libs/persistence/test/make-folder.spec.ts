import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../src/index.js';

let above: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'passant-folder-'));
});
afterEach(() => rmSync(above, { recursive: true, force: true }));

const modeOf = (...names: string[]) => statSync(join(above, ...names)).mode & 0o777;

describe('A folder that is made', () => {
  it('is its owner’s alone, as are those above it that were missing', () => {
    makeFolder(join(above, 'of', 'the', 'server'));
    expect([modeOf('of'), modeOf('of', 'the'), modeOf('of', 'the', 'server')]).toEqual([0o700, 0o700, 0o700]);
  });

  it('stays as it is if it is there', () => {
    mkdirSync(join(above, 'there'), { mode: 0o755 });
    makeFolder(join(above, 'there'));
    expect(modeOf('there')).toBe(0o755);
  });

  it.each([
    ['in its place', ['file']],
    ['above it', ['file', 'of', 'the', 'server']],
  ])('is refused where a file stands %s', (_, names) => {
    writeFileSync(join(above, 'file'), '');
    expect(() => makeFolder(join(above, ...names))).toThrow(/EEXIST|ENOTDIR/);
  });
});
