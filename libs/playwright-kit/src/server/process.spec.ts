import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNewNode, startServerProcess } from './process.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'passant-kit-spec-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const save = (name: string, text: string, mode = 0o644) => {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
  return join(folder, name);
};
const start = (text: string) =>
  startServerProcess({ path: save('main.mjs', text), node: process.execPath }, {}, join(folder, 'server.log'));

describe('The Node that runs a server', () => {
  it('may be the one that runs the tests, if that is new enough', () => {
    expect(() => requireNewNode(process.execPath)).not.toThrow();
  });

  it.each([
    ['v20.20.2', 'The server needs Node 24.11 or newer, and this is 20.20.2.'],
    ['v24.10.9', 'and this is 24.10.9.'],
  ])('has to be newer than %s, and that is said', (version, said) => {
    const node = save('node', `#!/bin/sh\necho ${version}\n`, 0o755);
    expect(() => requireNewNode(node)).toThrow(said);
  });

  it('has to be there', () => {
    expect(() => requireNewNode(join(folder, 'none'))).toThrow(`There is no Node at ${join(folder, 'none')}`);
  });
});

describe('A server that does not start', () => {
  it('says why in lines that somebody can read', async () => {
    const starting = start(`console.log('${'x'.repeat(5000)}'); throw new Error('Not today.');`);
    const said = await starting.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(said).toContain('Not today.');
    expect(said.split('\n').filter((line) => line.length > 400)).toEqual([]);
  });
});

describe('A server whose tests are killed', () => {
  it('ends, and takes its files with it', async () => {
    const serverFolder = join(folder, 'server');
    const program = save(
      'main.mjs',
      `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);
       console.log('  Issuer   http://127.0.0.1:1/oauth');`,
    );
    const starter = save(
      'tests.mjs',
      `import { mkdirSync } from 'node:fs';
       import { startServerProcess } from ${JSON.stringify(import.meta.resolve('./process.ts'))};
       mkdirSync(${JSON.stringify(serverFolder)});
       const program = { path: ${JSON.stringify(program)}, node: process.execPath };
       const { pid } = await startServerProcess(program, {}, ${JSON.stringify(join(serverFolder, 'server.log'))});
       console.log(pid);`,
    );
    const tests = spawn(process.execPath, ['--no-warnings', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await new Promise((resolve) => tests.stdout.once('data', resolve)));
    expect([isAlive(pid), existsSync(join(serverFolder, 'server.log'))]).toEqual([true, true]);
    tests.kill('SIGKILL');
    for (let tries = 0; tries < 100 && (isAlive(pid) || existsSync(serverFolder)); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect([isAlive(pid), existsSync(serverFolder)]).toEqual([false, false]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // One that nobody has waited for is none any more.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
