/**
 * `node --import …/register.mjs apps/auth-api/src/main.ts` runs the server from its sources, with a switch at every guard
 * of the list. The process that started it turns guards off and on, by messages. The server itself knows nothing of it:
 * no source and no build has a switch, so no setting of an installation can reach one.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { at } from '../../lib/workspace.mjs';
import { compiled } from '../../swc-register.mjs';
import { GUARDS } from './list.mjs';
import { ROOTS, guardsOff, placesIn, withSwitches } from './places.mjs';

/** @type {Map<string, typeof GUARDS>} */
const byFile = Map.groupBy(GUARDS, ({ guard }) => guard.split('#', 1)[0] ?? '');

/** The file that a name of a guard begins with. @param {string} file */
function pathOf(file) {
  const [root = '', ...rest] = file.split('/');
  return at(ROOTS[/** @type {keyof typeof ROOTS} */ (root)], `${rest.join('/')}.ts`);
}

const guarded = new Map([...byFile].map(([file, guards]) => [pathOf(file), { file, guards }]));

const off = guardsOff();

process.on('message', (/** @type {{ off: string[] }} */ message) => {
  off.clear();
  for (const guard of message.off) off.add(guard);
  process.send?.({ done: message.off });
});
// Listening to it must not keep the server from ending.
process.channel?.unref();

registerHooks({
  load(url, context, next) {
    const path = url.startsWith('file:') ? fileURLToPath(url) : '';
    const found = guarded.get(path);
    if (!found) return next(url, context);
    const text = readFileSync(path, 'utf8');
    const places = placesIn(
      found.file,
      text,
      found.guards.map(({ guard }) => guard.slice(guard.indexOf('#') + 1)),
    );
    const switched = found.guards.map(({ guard, off: value }) => {
      const place = places.find(({ id }) => id === guard);
      if (!place) throw new Error(`There is no guard ${guard}.`);
      return { place, value };
    });
    return { format: 'module', source: compiled(path, withSwitches(text, switched)), shortCircuit: true };
  },
});
