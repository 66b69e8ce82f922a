import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const REGISTER = pathToFileURL(resolve(import.meta.dirname, 'swc-register.mjs')).href;

/** @type {string} */
let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'passant-swc-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {Record<string, string>} files contents by file name; runs main.ts */
function run(files) {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return spawnSync(process.execPath, ['--import', REGISTER, join(folder, 'main.ts')], { encoding: 'utf8' });
}

describe('TypeScript without a build', () => {
  it('tells decorators the types of constructor parameters', () => {
    const { stdout, stderr } = run({
      'main.ts': `
        Reflect.metadata = (key, value) => () => { if (key === 'design:paramtypes') console.log(value.map((type) => type.name)); };
        const { Service } = await import('./service.js');
        new Service(undefined as never);
      `,
      'service.ts': `
        import { Clock } from './clock.ts';
        const injectable = (target: unknown) => {};
        @injectable
        export class Service { constructor(readonly clock: Clock) {} }
      `,
      'clock.ts': 'export class Clock {}',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe("[ 'Clock' ]\n");
  });

  it('takes a .js file where there is one', () => {
    const { stdout } = run({ 'main.ts': `import './plain.js';`, 'plain.js': `console.log('plain');` });
    expect(stdout).toBe('plain\n');
  });

  it('names lines of the source in errors', () => {
    const { stderr } = run({ 'main.ts': `interface Gone {\n  a: string;\n}\n\nthrow new Error('here');` });
    expect(stderr).toContain('main.ts:5');
  });
});
