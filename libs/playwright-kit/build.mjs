// Builds the published package in `dist`: JavaScript, type declarations, and the metadata that npm needs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');
const { name, version, license, dependencies, peerDependencies } = JSON.parse(
  readFileSync(join(here, 'package.json'), 'utf8'),
);

/** Our own libraries are bundled into the package; third-party ones are installed as dependencies. */
const OURS = {
  '@passant/contracts': 'contracts/src/index',
  '@passant/mobile-client': 'mobile-client/src/index',
  '@passant/resource-server': 'resource-server/src/index',
};
/** @type {Record<string, string>} */
const TYPES_OF = {
  ...OURS,
  '@passant/contracts/wire': 'contracts/src/wire',
  '@passant/mobile-client/testing': 'mobile-client/src/testing/index',
  '@passant/resource-server/express': 'resource-server/src/express',
};

rmSync(dist, { recursive: true, force: true });

const bundle = await rolldown({
  input: { index: join(here, 'src/index.ts'), reporter: join(here, 'src/reporter.ts') },
  platform: 'node',
  tsconfig: join(here, 'tsconfig.json'),
  external: (id) => !/^(\.|\/|@passant\/)/.test(id),
});
await bundle.write({ dir: dist, format: 'esm', sourcemap: true });
await bundle.close();

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
execFileSync(
  process.execPath,
  [
    ...[compiler, '-p', join(here, 'tsconfig.build.json'), '--noEmit', 'false', '--declaration'],
    ...['--emitDeclarationOnly', '--outDir', join(dist, 'types'), '--rootDir', join(here, '..')],
  ],
  { stdio: 'inherit' },
);
for (const file of readdirSync(join(dist, 'types'), { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue;
  const path = join(dist, 'types', file);
  const text = readFileSync(path, 'utf8').replace(/(['"])(@passant\/[\w/-]+)\1/g, (_, quote, lib) => {
    const target = relative(dirname(path), join(dist, 'types', TYPES_OF[lib] ?? lib)).replaceAll('\\', '/');
    return `${quote}${target.startsWith('.') ? target : `./${target}`}.js${quote}`;
  });
  writeFileSync(path, text);
}

const entry = (/** @type {string} */ file) => ({
  types: `./types/playwright-kit/src/${file}.d.ts`,
  default: `./${file}.js`,
});
const isOurs = (/** @type {string} */ lib) => lib in OURS;
const manifest = {
  ...{ name, version, license, type: 'module' },
  description: 'Fixtures, page objects and matchers for tests of and with Passant.',
  engines: { node: '>=20' },
  exports: { '.': entry('index'), './reporter': entry('reporter') },
  dependencies: Object.fromEntries(Object.entries(dependencies).filter(([lib]) => !isOurs(lib))),
  peerDependencies,
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(here, 'README.md'), join(dist, 'README.md'));
