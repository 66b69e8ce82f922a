import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Runs the official conformance tests of the Model Context Protocol for authorization servers. */
export async function authorization({ issuer, clientId, callbackPort, folder }, { visit, expect }) {
  const program = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));
  const args = ['authorization', '--url', issuer, '--client-id', clientId, '-p', String(callbackPort), '-o', folder];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      console.error(line);
      const address = /https?:\/\/\S*\/v1\/authorize\?\S+/.exec(line)?.[0];
      if (address) void visit(address);
    });
  }
  const code = await new Promise((done) => child.once('close', done));
  expect('through every test', code === 0);
}
