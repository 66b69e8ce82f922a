import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIB = join(import.meta.dirname, '..');
let project: string;

const run = (program: string, args: string[], cwd: string) => execFileSync(program, args, { cwd, encoding: 'utf8' });
const npm = (args: string[], cwd: string) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, cwd);

// Build first, because the package is made from the build output.
beforeAll(() => {
  run(process.execPath, ['build.mjs'], LIB);
  project = mkdtempSync(join(tmpdir(), 'passant-package-'));
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }');
  const [{ filename }] = JSON.parse(npm(['pack', join(LIB, 'dist'), '--json', '--silent'], project)) as [
    { filename: string },
  ];
  // Installs offline: nothing may be fetched from anywhere else.
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`], project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const installed = () => join(project, 'node_modules/@passant/resource-server');

describe('The package', () => {
  it('is installed into an empty project without anything else', () => {
    const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['@passant']);
    expect(readdirSync(join(project, 'node_modules/@passant'))).toEqual(['resource-server']);
  });

  it('has at most one dependency, and needs Node 20', () => {
    const { dependencies, engines } = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8')) as {
      dependencies?: object;
      engines: object;
    };
    expect(Object.keys(dependencies ?? {}).length).toBeLessThanOrEqual(1);
    expect(engines).toEqual({ node: '>=20' });
  });

  it('holds plain JavaScript with its declarations, a README and the licence, and no specs', () => {
    const files = readdirSync(installed()).sort();
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'nest.js']));
    expect(files.filter((name) => !/^(LICENSE|README\.md|package\.json|[\w-]+(\.d)?\.[jt]s)$/.test(name))).toEqual([]);
    expect(files.filter((name) => /\.spec\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
    for (const name of files.filter((file) => file.endsWith('.js')))
      expect(readFileSync(join(installed(), name), 'utf8')).not.toMatch(/@passant\/(contracts|protocol)/);
  });

  it('runs there, with every way in that needs no framework', () => {
    const program = `
      import { ResourceServer, Refusal } from '@passant/resource-server';
      import { requireToken } from '@passant/resource-server/express';
      import { requireToken as hook } from '@passant/resource-server/fastify';
      const passant = new ResourceServer({ url: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', feed: 'off' });
      const of = (header) => passant.require().check(header).catch((refusal) => refusal);
      console.log(typeof requireToken, typeof hook, (await of()).status, (await of('Bearer ' + 'A'.repeat(64))).status);`;
    mkdirSync(join(project, 'src'));
    writeFileSync(join(project, 'src/main.js'), program);
    expect(run(process.execPath, ['src/main.js'], project).trim()).toBe('function function 401 503');
  });

  it('is taken by CommonJS, too', () => {
    const program = `
      const { ResourceServer } = require('@passant/resource-server');
      const { requireToken } = require('@passant/resource-server/express');
      const passant = new ResourceServer({ url: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', feed: 'off' });
      console.log(typeof requireToken(passant.require()));`;
    writeFileSync(join(project, 'main.cjs'), program);
    expect(run(process.execPath, ['main.cjs'], project).trim()).toBe('function');
  });

  it('tells a compiler what it offers', () => {
    writeFileSync(
      join(project, 'src/typed.ts'),
      `import { ResourceServer, type ActiveToken } from '@passant/resource-server';
       import { requireToken, tokenOf } from '@passant/resource-server/express';
       import * as fastify from '@passant/resource-server/fastify';
       export const here = (request: { url: string }): string[] => [tokenOf(request).sub, fastify.tokenOf(request).sub];
       const passant = new ResourceServer({ url: 'https://login.example.com', clientId: 'a', clientSecret: 'b' });
       export const middleware = requireToken(passant.require({ scope: 'read' }));
       export const subject = async (): Promise<string> => ((await passant.require().check('')) satisfies ActiveToken).sub;
       // @ts-expect-error: there is no such demand
       passant.require({ scopes: 'read' });
       // @ts-expect-error: a secret or a key, one of the two
       new ResourceServer({ url: 'https://login.example.com', clientId: 'a' });`,
    );
    const compiler = join(LIB, '../../node_modules/typescript/bin/tsc');
    const types = join(LIB, '../../node_modules/@types');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    run(process.execPath, [compiler, ...options, '--typeRoots', types, 'src/typed.ts'], project);
  });
});
