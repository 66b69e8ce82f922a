/**
 * `npm run rooms`: draws the diagram in ARCHITECTURE.md of the rooms and their allowed directions, from the fence's
 * rules.
 */
import { writeFileSync } from 'node:fs';
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const { PICTURE, describeRooms, drawRooms } = await import('./eslint/rooms.mjs');
  const text = describeRooms();
  writeFileSync(at(PICTURE.text), text);
  writeFileSync(at(PICTURE.image), await drawRooms(text));
  say(`${PICTURE.image} is drawn.`);
});
