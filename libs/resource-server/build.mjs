/**
 * Builds the published package: plain JavaScript with type declarations, and a package.json that refers to them. Run
 * `npm pack ./dist` to create the tarball.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const DIST = join(HERE, 'dist');

rmSync(DIST, { recursive: true, force: true });
const compiler = join(HERE, '../../node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', join(HERE, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

/** @type {{ exports: Record<string, string>; nx?: unknown; private?: boolean; [member: string]: unknown }} */
const { nx: _nx, private: _private, exports, ...rest } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
const built = Object.fromEntries(
  Object.entries(exports).map(([way, source]) => {
    const file = `./${source.slice('./src/'.length, -'.ts'.length)}`;
    return [way, { types: `${file}.d.ts`, default: `${file}.js` }];
  }),
);
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ ...rest, exports: built }, null, 2)}\n`);
cpSync(join(HERE, 'README.md'), join(DIST, 'README.md'));
cpSync(join(HERE, '../../LICENSE'), join(DIST, 'LICENSE'));
