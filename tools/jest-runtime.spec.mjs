import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { presetWithSharedModules } from './jest-preset.mjs';
import { capture } from './lib/run.mjs';
import { withTemporaryFolder } from './lib/temporary.mjs';
import { at } from './lib/workspace.mjs';

/** A module that only serves specs, and a source, which also says on the global object that it was loaded. */
const SUPPORT = 'export const seen = [];';
const SOURCE = 'export const seen: string[] = []; (globalThis as { ofSource?: string }).ofSource = "loaded";';

/** Says what it finds of files before it, and leaves as much behind as it can. */
const SPEC = `
import { appendFileSync, readFileSync } from 'node:fs';
import fastify from 'fastify';
import { SignJWT } from 'jose';
import { seen as seenBySource } from './src/source.js';
import { seen } from './support.mjs';

const thrownByNode = () => { try { readFileSync('/nothing/here'); } catch (error) { return error; } };

it('says what it finds', () => {
  appendFileSync(process.env.FOUND, JSON.stringify({
    packages: [fastify.loaded, SignJWT.loaded],
    source: seenBySource,
    support: seen,
    ofSource: globalThis.ofSource,
    left: [globalThis.left, process.left, process.env.LEFT, process.env.CHANGED],
    isError: thrownByNode() instanceof Error,
  }) + '\\n');
  for (const one of [fastify, SignJWT, globalThis, process]) Object.assign(one, { loaded: 'before', left: 'before' });
  Object.assign(process.env, { LEFT: 'before', CHANGED: 'before' });
  for (const list of [seen, seenBySource]) list.push('before');
});

it('is wrong', () => expect(seen).toEqual([]));
it('is wrong later', async () => { await new Promise(setImmediate); throw thrownByNode(); });
`;

/** @returns the numbers that jest reports of two files in one worker, and what each of them found */
const runTwoFiles = () =>
  withTemporaryFolder('jest-runtime', async (folder) => {
    const found = join(folder, 'found');
    const report = join(folder, 'report.json');
    symlinkSync(at('node_modules'), join(folder, 'node_modules'));
    const project = join(folder, 'libs/project');
    mkdirSync(join(project, 'src'), { recursive: true });
    writeFileSync(join(project, 'src/source.ts'), SOURCE);
    writeFileSync(join(project, 'support.mjs'), SUPPORT);
    for (const name of ['one', 'other']) writeFileSync(join(project, `${name}.spec.mjs`), SPEC);
    const config = {
      ...presetWithSharedModules(project),
      testMatch: ['<rootDir>/*.spec.mjs'],
    };
    const jest = ['--experimental-vm-modules', at('node_modules/jest/bin/jest.js'), '--runInBand', '--json'];
    const args = [...jest, `--outputFile=${report}`, '--config', JSON.stringify(config)];
    const { output } = await capture(process.execPath, args, { env: { FOUND: found, CHANGED: 'at first' } });
    try {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
      const lines = readFileSync(found, 'utf8').trim().split('\n');
      return { numPassedTests, numFailedTests, found: lines.map((line) => JSON.parse(line)) };
    } catch (error) {
      throw new Error(output, { cause: error });
    }
  });

test('spec files of a worker share packages and sources, and nothing else', async () => {
  const own = { support: [], ofSource: 'loaded', left: [null, null, null, 'at first'], isError: true };
  expect(await runTwoFiles()).toEqual({
    numPassedTests: 2,
    numFailedTests: 4,
    found: [
      { ...own, packages: [null, null], source: [] },
      { ...own, packages: ['before', 'before'], source: ['before'] },
    ],
  });
});
