import { relative } from 'node:path';
import { jestProjects } from './lib/jest.mjs';
import { capture } from './lib/run.mjs';
import { ROOT, at } from './lib/workspace.mjs';

/** @param {Record<string, string | undefined>} env @returns {Promise<string[]>} paths of the specs that jest would run */
async function specsOf(env) {
  const args = ['--experimental-vm-modules', at('node_modules/jest/bin/jest.js'), '--listTests', '--projects'];
  const { output } = await capture(process.execPath, [...args, ...jestProjects()], { env });
  return output.split('\n').flatMap((line) => (line.startsWith(ROOT) ? [relative(ROOT, line)] : []));
}

it('Specs that are called long are left out in short, and no other', async () => {
  const [inShort, inLong] = [await specsOf({ TEST_SHORT: '1' }), await specsOf({ TEST_SHORT: undefined })];
  const isLong = (/** @type {string} */ path) => path.includes('.long.spec.');
  expect(inLong.filter(isLong)).not.toEqual([]);
  expect(inShort.sort()).toEqual(inLong.filter((path) => !isLong(path)).sort());
});
