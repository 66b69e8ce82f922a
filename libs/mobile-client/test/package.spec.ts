import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

const LIB = join(import.meta.dirname, '..');
const COMPILER = join(LIB, '../../node_modules/typescript/bin/tsc');
const BUNDLER = join(LIB, '../../node_modules/rolldown/bin/cli.mjs');

/** Of a strict project that knows browsers and nothing of Node. */
const OPTIONS = '--noEmit --strict --module nodenext --target es2022 --lib es2022,dom'.split(' ');

/** Bytes that an app may carry, compressed. */
const LARGEST = 12_000;

let project: string;
const run = (program: string, args: string[], cwd: string) => execFileSync(program, args, { cwd, encoding: 'utf8' });
const npm = (args: string[], cwd: string) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, cwd);
const installed = () => join(project, 'node_modules/@passant/mobile-client');
const write = (name: string, text: string) => writeFileSync(join(project, 'src', name), text);

beforeAll(() => {
  run(process.execPath, ['build.mjs'], LIB);
  project = mkdtempSync(join(tmpdir(), 'passant-app-'));
  mkdirSync(join(project, 'src'));
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }');
  const [{ filename }] = JSON.parse(npm(['pack', join(LIB, 'dist'), '--json', '--silent'], project)) as [
    { filename: string },
  ];
  // Installs offline: nothing may be fetched from anywhere else.
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`], project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Bundles an app as its developer would. @returns the code */
function bundled(name: string, format: 'esm' | 'iife' = 'esm'): string {
  const folder = join(project, 'bundled', name);
  const options = ['--platform', 'browser', '--format', format, '--name', 'embedded', '--minify', '--dir', folder];
  run(process.execPath, [BUNDLER, join('src', name), ...options], project);
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return readFileSync(join(folder, file!), 'utf8');
}

describe('The package', () => {
  it('is installed into an empty project without anything else', () => {
    const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['@passant']);
    const manifest = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ engines: { node: '>=20' }, license: 'Apache-2.0' });
    for (const member of ['dependencies', 'peerDependencies', 'private']) expect(manifest).not.toHaveProperty(member);
  });

  it('holds plain JavaScript with its declarations, a README and the licence, and nothing for tests', () => {
    const files = readdirSync(installed()).sort();
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'browser.d.ts', 'browser.js', 'index.js']));
    expect(files.filter((name) => !/^(LICENSE|README\.md|package\.json|[\w-]+(\.d\.ts|\.js))$/.test(name))).toEqual([]);
    for (const name of files) expect(readFileSync(join(installed(), name), 'utf8')).not.toMatch(/from ['"](node:|zod)/);
  });

  it('makes an app larger by 12 kB at most, all of it included', () => {
    write('all.js', `export * from '@passant/mobile-client'; export * from '@passant/mobile-client/browser';`);
    const code = bundled('all.js');
    expect(code).not.toMatch(/\b(node:|require\(|process\.|Buffer\b)/);
    const { length } = gzipSync(code, { level: 9 });
    expect(length).toBeGreaterThan(1000);
    expect(length).toBeLessThanOrEqual(LARGEST);
  });

  it('needs nothing of a platform but what browsers and React Native have', async () => {
    write('bare.js', `export { DeviceKey, PassantApp, Unreachable } from '@passant/mobile-client';`);
    const given = { AbortController, TextEncoder, URLSearchParams, btoa, clearTimeout, crypto, setTimeout };
    const bare = createContext({ ...given, Uint8Array, fetch: () => Promise.reject(new TypeError('no network')) });
    runInContext(`${bundled('bare.js', 'iife')}; globalThis.embedded = embedded;`, bare);
    const outcome = runInContext(
      `(async () => {
        const { DeviceKey, PassantApp, Unreachable } = embedded;
        const proof = await (await DeviceKey.generate()).assertion('client', 'https://login.example.com/oauth', 1);
        const options = { serverUrl: 'https://login.example.com', application: 'a', platform: 'ios', version: '1' };
        const permission = { initialAccessToken: 'token' };
        const error = await PassantApp.open({ ...options, permission }).catch((caught) => caught);
        return [proof.split('.').length, error instanceof Unreachable, error.name];
      })()`,
      bare,
    ) as Promise<unknown[]>;
    expect([...(await outcome)]).toEqual([3, true, 'Unreachable']);
  });

  it('runs in Node', () => {
    write(
      'main.js',
      `import { DeviceKey } from '@passant/mobile-client';
       const key = await DeviceKey.generate();
       console.log((await key.sign('text')).length, Object.keys(key.publicJwk).sort().join());`,
    );
    expect(run(process.execPath, ['src/main.js'], project).trim()).toBe('86 alg,crv,kid,kty,use,x,y');
  });

  it('is used by its README as a compiler understands it', () => {
    const examples = readFileSync(join(LIB, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms);
    const names = [...examples].map(([, code], index) => {
      const given = 'declare const SOFTWARE_STATEMENT: string;\ndeclare const Keystore: any;\n';
      write(`readme-${index}.ts`, given + code);
      return `src/readme-${index}.ts`;
    });
    expect(names.length).toBe(2);
    run(process.execPath, [COMPILER, ...OPTIONS, ...names], project);
  });

  it('tells a compiler what it offers, on its own', () => {
    write(
      'typed.ts',
      `import { PassantApp, Refused, type Registered } from '@passant/mobile-client';
       import { indexedDbStore } from '@passant/mobile-client/browser';
       export async function register(softwareStatement: string): Promise<Registered | undefined> {
         const app = await PassantApp.open({
           ...{ serverUrl: 'https://login.example.com', application: 'city-app', platform: 'ios', version: '1.0' },
           ...{ permission: { softwareStatement }, store: indexedDbStore() },
         });
         const begun = await app.begin({ provider: 'scheme', stateless: true });
         // @ts-expect-error: nobody is registered by the first step
         if (begun.state === 'registered') return begun;
         // @ts-expect-error: only an open registration can be completed
         await begun.complete();
         if (begun.state !== 'open') return undefined;
         const completed = await begun.complete('answer');
         // @ts-expect-error: there are no tokens yet
         void completed.tokens;
         // @ts-expect-error: a profile needs its name
         await app.register({ provider: 'scheme' });
         return completed.state === 'registered' ? completed : undefined;
       }
       export const isKnown = (error: unknown) => error instanceof Refused && error.code === 'invalid_scope';`,
    );
    run(process.execPath, [COMPILER, ...OPTIONS, 'src/typed.ts'], project);
  });
});
