import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { masterKeysOf } from './data-directory.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'passant-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const where = () => ({ masterKey: undefined, previousMasterKey: undefined, dataDirectory: directory });
const modeOf = (name: string) => statSync(join(directory, name)).mode & 0o777;

describe('A master key in the data directory', () => {
  it('is its owner’s alone when it is drawn', () => {
    masterKeysOf(where());
    expect(modeOf('master-key')).toBe(0o600);
  });

  it.each(['master-key', 'master-key-next', 'master-key-previous'])(
    'is again when it came back from a backup that others may read: %s',
    (name) => {
      masterKeysOf(where());
      writeFileSync(join(directory, name), `${Buffer.alloc(32, 1).toString('base64')}\n`);
      chmodSync(join(directory, name), 0o644);
      masterKeysOf(where());
      expect(modeOf(name)).toBe(0o600);
    },
  );
});
