import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const library = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

/** A program that runs a good script and some bad ones, prints the outcomes, and leaves the engine open. */
const program = (engine: string) => `
  import { ScriptEngine } from '${engine}';
  const engine = new ScriptEngine({ limits: { cpuMs: 100 } });
  await engine.ready();
  const host = { cache: { fetch: async (key) => key }, property: async () => null };
  const none = { requestPayload: null, userIdentifier: null, registrationData: null, hookContextCustomParams: null };
  const scripts = [
    'function execute() { LOG.error("loud"); return CACHE.fetch("cached"); }',
    'function execute() { for (;;); }',
    'function execute() { const a = new Uint8Array(9e6); for (;;) a.sort(); }',
    'function execute() { const a = []; for (;;) a.push(new Uint8Array(1e6)); }',
    'async function execute() { Promise.reject(new Error("nobody cares")); throw new Error("thrown"); }',
  ];
  const outcomes = [];
  for (const script of scripts) {
    outcomes.push((await engine.run({ provider: 'p', script, arguments: none, host })).outcome);
  }
  console.log(outcomes.join());
`;
const OUTPUT = { stdout: 'returned,timed_out,timed_out,out_of_memory,threw\n', stderr: '' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extension-engine-'));
  await symlink(resolve(library, '../../node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true }));

it('from source, under Node alone: it works, prints nothing, and does not keep the process alive', async () => {
  const main = join(folder, 'source.mjs');
  await writeFile(main, program(join(library, 'src/index.ts')));
  expect(await run(process.execPath, [main])).toEqual(OUTPUT);
});

it('bundled, with the worker as a second entry: the same', async () => {
  const entry = join(folder, 'main.mjs');
  await writeFile(entry, program(join(library, 'src/index.ts')));
  const build = join(folder, 'build.mjs');
  // In a separate process, because the bundler does not recognise objects created inside jest.
  await writeFile(
    build,
    `import { rolldown } from 'rolldown';
    const input = { main: '${entry}', 'sandbox.worker': '${join(library, 'src/sandbox.worker.ts')}' };
    const bundle = await rolldown({ input, platform: 'node', external: /^@jitl\\// });
    await bundle.write({ dir: '${join(folder, 'bundle')}', format: 'esm', entryFileNames: '[name].js' });`,
  );
  await run(process.execPath, [build]);
  await writeFile(join(folder, 'bundle/package.json'), '{"type":"module"}');
  expect(await run(process.execPath, [join(folder, 'bundle/main.js')])).toEqual(OUTPUT);
});
