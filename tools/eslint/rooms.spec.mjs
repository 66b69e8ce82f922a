import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LADDER } from './fence.mjs';
import { PICTURE, describeRooms, drawRooms } from './rooms.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

/** @param {string} path */
const read = (path) => readFileSync(resolve(ROOT, path), 'utf8');

describe('The picture of the rooms', () => {
  it('shows what the fence allows: npm run rooms', async () => {
    expect(read(PICTURE.text)).toBe(describeRooms());
    expect(read(PICTURE.image)).toBe(await drawRooms(read(PICTURE.text)));
  });

  it('names every room, and so does the ladder in ARCHITECTURE.md, rung by rung', () => {
    const table = read('ARCHITECTURE.md').match(/\| rung [^]*?\n\n/)?.[0] ?? '';
    const rungs = [];
    for (const [, height, rooms = ''] of table.matchAll(/^\| *(\d*) *\| ((?:`[^|]+)) *\|/gm)) {
      const names = [...rooms.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
      if (height) rungs.push(names);
      else rungs.at(-1)?.push(...names);
    }
    expect(rungs.reverse()).toEqual(LADDER);
  });
});
