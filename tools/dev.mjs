/**
 * `npm run dev`: runs the API on port 3000, restarting it whenever its sources or libs change, and the console on port
 * 4200 with hot reloading, which proxies API requests to port 3000. Ctrl+C stops both.
 */
import { spawn } from 'node:child_process';
import { installPackages } from './lib/install.mjs';
import { exitCodeOf, onAskedToEnd } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { tool } from './lib/tool.mjs';
import { ROOT, at } from './lib/workspace.mjs';

const API_PORT = process.env.PORT ?? '3000';
const CONSOLE_PORT = '4200';

/** @returns {import('node:child_process').ChildProcess[]} */
const startBoth = () => [
  spawn(
    process.execPath,
    ['--watch', '--watch-preserve-output', '--import', './tools/swc-register.mjs', 'apps/auth-api/src/main.ts'],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PORT: API_PORT } },
  ),
  spawn(process.execPath, [at('node_modules/vite/bin/vite.js'), '--port', CONSOLE_PORT, '--strictPort'], {
    cwd: at('apps/admin-console'),
    stdio: 'inherit',
    env: { ...process.env, PASSANT_PUBLIC_URL: `http://127.0.0.1:${API_PORT}` },
  }),
];

await tool(import.meta.url, async () => {
  await installPackages();
  say(`API on http://127.0.0.1:${API_PORT}, console on http://127.0.0.1:${CONSOLE_PORT}/admin/. Ctrl+C ends both.`);
  const children = startBoth();
  const endAll = () => children.forEach((child) => child.kill('SIGTERM'));
  const stop = onAskedToEnd(endAll);

  const codes = await Promise.all(
    children.map(
      (child) =>
        new Promise((done) => {
          child.on('exit', (code, signal) => {
            endAll();
            done(exitCodeOf(code, signal));
          });
        }),
    ),
  );
  stop();
  return codes.find((code) => code !== 0 && code !== 130 && code !== 143) ?? 0;
});
