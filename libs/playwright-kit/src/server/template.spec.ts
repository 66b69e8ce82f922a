import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetUnused } from './template.js';

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
