import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './lib/run.mjs';
import { withTemporaryFolder } from './lib/temporary.mjs';
import { at } from './lib/workspace.mjs';

const OWN_SOURCE = 'export const seen = [];';

/** Says what it finds of files before it, and leaves as much behind as it can. */
const SPEC = `
import { appendFileSync, readFileSync } from 'node:fs';
import fastify from 'fastify';
import { SignJWT } from 'jose';
import { seen } from './own-source.mjs';

const thrownByNode = () => { try { readFileSync('/nothing/here'); } catch (error) { return error; } };

it('says what it finds', () => {
  appendFileSync(process.env.FOUND, JSON.stringify({
    packages: [fastify.loaded, SignJWT.loaded],
    sources: seen,
    left: [globalThis.left, process.left, process.env.LEFT, process.env.CHANGED],
    isError: thrownByNode() instanceof Error,
  }) + '\\n');
  for (const one of [fastify, SignJWT, globalThis, process]) Object.assign(one, { loaded: 'before', left: 'before' });
  Object.assign(process.env, { LEFT: 'before', CHANGED: 'before' });
  seen.push('before');
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
    writeFileSync(join(folder, 'own-source.mjs'), OWN_SOURCE);
    for (const name of ['one', 'other']) writeFileSync(join(folder, `${name}.spec.mjs`), SPEC);
    const config = {
      rootDir: folder,
      testMatch: ['<rootDir>/*.spec.mjs'],
      transform: {},
      testEnvironment: at('tools/jest-environment.mjs'),
      runtime: at('tools/jest-runtime.mjs'),
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

test('spec files of a worker share packages, and nothing else', async () => {
  const nothing = { sources: [], left: [null, null, null, 'at first'], isError: true };
  expect(await runTwoFiles()).toEqual({
    numPassedTests: 2,
    numFailedTests: 4,
    found: [
      { ...nothing, packages: [null, null] },
      { ...nothing, packages: ['before', 'before'] },
    ],
  });
});
