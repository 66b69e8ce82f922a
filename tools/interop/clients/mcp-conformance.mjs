import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The revision of the Model Context Protocol that is asked about. */
const REVISION = '2026-07-28';

/**
 * The checks that this server does not pass, and why. The suite takes lists of expected failures for other subjects than
 * authorization servers, so they are judged here: one that passes after all has to leave this list.
 */
const UNMET = {
  'authorization-server-metadata-cimd':
    'clients whose identifier is the address of a document are off until an administrator wants them',
};

/** Runs the official conformance tests of the Model Context Protocol for authorization servers. */
export async function authorization({ issuer, clientId, callbackPort, folder }, { visit, expect }) {
  const program = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));
  const results = join(folder, 'results');
  const args = ['authorization', '--url', issuer, '--client-id', clientId, '-p', String(callbackPort), '-o', results];
  const child = spawn(process.execPath, [program, ...args, '--spec-version', REVISION], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
  // Of what is only recommended, or was left out, the exit code says nothing.
  const checks = checksIn(results);
  expect('an answer to both scenarios', checks.filter(({ status }) => status === 'SUCCESS').length >= 2);
  const unmet = new Set(checks.filter(({ status }) => status !== 'SUCCESS').map(({ id }) => id));
  for (const id of unmet) expect(`through ${id}, which nobody expected`, Object.hasOwn(UNMET, id));
  for (const id of Object.keys(UNMET))
    expect(`less than it wants: ${id} passes now, remove it from the list`, unmet.has(id));
}

/** @returns {{ id: string, status: string }[]} what the suite wrote down, scenario by scenario */
function checksIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('checks.json'));
  return files.flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}
