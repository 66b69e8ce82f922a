import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetUnused, requireOwnFolder } from './template.js';

it('Prepared data that nobody has used for a week is given up, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passant-kit-spec-'));
  try {
    for (const [name, days] of Object.entries({ today: 0, lately: 6, 'long-ago': 8 })) {
      mkdirSync(join(folder, name, 'data'), { recursive: true });
      const used = Date.now() / 1000 - days * 86_400;
      utimesSync(join(folder, name), used, used);
    }
    forgetUnused(folder);
    expect(['today', 'lately', 'long-ago'].map((name) => existsSync(join(folder, name, 'data')))).toEqual([
      true,
      true,
      false,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// Others have no way to a file in Windows' folder of a user, and no mode says who has.
(process.getuid ? describe : describe.skip)('The folder of prepared data', () => {
  let around: string;
  let folder: string;
  const me = process.getuid?.() ?? 0;
  beforeEach(() => {
    around = mkdtempSync(join(tmpdir(), 'passant-kit-spec-'));
    folder = join(around, 'prepared');
  });
  afterEach(() => rmSync(around, { recursive: true, force: true }));
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  it('is made for its owner alone, and is taken again', () => {
    requireOwnFolder(folder);
    requireOwnFolder(folder);
    expect(modeOf(folder)).toBe(0o700);
  });

  it('is closed to those who may read it', () => {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    requireOwnFolder(folder);
    expect(modeOf(folder)).toBe(0o700);
  });

  it('is taken where everybody may make a folder and remove none of others', () => {
    chmodSync(around, 0o1777);
    requireOwnFolder(folder);
    expect(modeOf(folder)).toBe(0o700);
  });

  it.each([
    { what: 'of another user', make: () => mkdirSync(folder, 0o700), said: 'belongs to another user', user: me + 1 },
    { what: 'into which its group may write', make: () => openTo(0o770), said: 'others may write into it' },
    { what: 'into which everybody may write', make: () => openTo(0o707), said: 'others may write into it' },
    { what: 'that others may replace', make: () => chmodSync(around, 0o777), said: 'others may replace it' },
    { what: 'that its group may replace', make: () => chmodSync(around, 0o770), said: 'others may replace it' },
    { what: 'that is a link to elsewhere', make: () => symlinkSync(around, folder), said: 'is no folder' },
    { what: 'that is a link to nowhere', make: () => symlinkSync(join(around, 'none'), folder), said: 'is no folder' },
  ])('$what is refused, with what to do', ({ make, said, user }) => {
    make();
    const opening = () => requireOwnFolder(folder, user);
    expect(opening).toThrow(said);
    expect(opening).toThrow(`Remove ${folder}, or set TMPDIR to a folder of your own.`);
  });

  function openTo(mode: number): void {
    mkdirSync(folder);
    chmodSync(folder, mode);
  }
});
