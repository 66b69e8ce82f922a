import { completeLockfile, packagesWithHost } from './lockfile.mjs';

describe('completing a lockfile', () => {
  it('adds the packages of other systems, each with the system that its name speaks of', () => {
    /** @type {Record<string, import('./lockfile.mjs').Entry>} */
    const packages = {
      'node_modules/@swc/core': {
        version: '1.2.3',
        dev: true,
        optionalDependencies: {
          '@swc/core-darwin-arm64': '1.2.3',
          '@swc/core-linux-x64-gnu': '1.2.3',
          '@swc/core-linux-x64-musl': '1.2.3',
          '@swc/core-win32-ia32-msvc': '1.2.3',
        },
      },
      'node_modules/@swc/core-linux-x64-gnu': { version: '1.2.3', optional: true },
    };

    expect(completeLockfile(packages)).toEqual([
      'node_modules/@swc/core-darwin-arm64@1.2.3',
      'node_modules/@swc/core-linux-x64-musl@1.2.3',
      'node_modules/@swc/core-win32-ia32-msvc@1.2.3',
    ]);
    const common = { version: '1.2.3', dev: true, optional: true };
    expect(packages['node_modules/@swc/core-darwin-arm64']).toEqual({ ...common, cpu: ['arm64'], os: ['darwin'] });
    expect(packages['node_modules/@swc/core-linux-x64-musl']).toEqual({
      ...common,
      cpu: ['x64'],
      libc: ['musl'],
      os: ['linux'],
    });
    expect(packages['node_modules/@swc/core-win32-ia32-msvc']).toEqual({ ...common, cpu: ['ia32'], os: ['win32'] });
    expect(completeLockfile(packages)).toEqual([]);
  });

  it('nests a package below its parent where another version stands outside', () => {
    const optionalDependencies = { '@rolldown/binding-darwin-x64': '2.0.0' };
    /** @type {Record<string, import('./lockfile.mjs').Entry>} */
    const packages = {
      'apps/a/node_modules/rolldown': { version: '2.0.0', optionalDependencies },
      'node_modules/@rolldown/binding-darwin-x64': { version: '1.0.0' },
    };

    expect(completeLockfile(packages)).toEqual([
      'apps/a/node_modules/rolldown/node_modules/@rolldown/binding-darwin-x64@2.0.0',
    ]);
  });

  it('leaves alone what is optional for another reason', () => {
    expect(
      completeLockfile({
        'node_modules/a': { optionalDependencies: { 'uglify-js': '3.1.4', 'linux-x64-x': '^1.0.0' } },
      }),
    ).toEqual([]);
  });
});

it('a package with an address names its host, a workspace does not', () => {
  const packages = {
    'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example.org/a.tgz' },
    'node_modules/b': { resolved: 'libs/b', link: true },
    'node_modules/c': { version: '1.0.0' },
  };
  expect(packagesWithHost(packages)).toEqual(['node_modules/a']);
});
