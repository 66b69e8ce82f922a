import { fork } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { at } from '../lib/workspace.mjs';
import type { Authority } from './authority.js';
import { Person } from './person.js';

/** Timeout for one flow of a client, in milliseconds. */
const PATIENCE = 300_000;

/** Environment in which Node programs resolve the host names of the run and trust its authority. */
export const nodeEnvironment = ({ file }: Authority): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: `--import=${pathToFileURL(at('tools/interop/resolve-names.mjs')).href}`,
  NODE_EXTRA_CA_CERTS: file,
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
});

/** Opens an address as a person would. @returns where they ended up, and what is there */
type Visit = (address: string, back?: string) => Promise<{ url: string; body: string }>;

/** One person, who keeps their cookies from visit to visit. */
function visitWithoutBrowser(): Visit {
  const person = new Person('ada');
  return (address, back) => person.visit(address, back);
}

/**
 * Runs one flow of a client program in `clients`, and plays the person for it.
 * @param back prefix of the address at which the person stops and the program takes over
 * @param visit how the person gets there, if not without a browser
 * @throws an error with the program's output, if it failed
 */
export async function runNodeProgram(
  program: string,
  flow: string,
  settings: Record<string, unknown>,
  authority: Authority,
  back?: string,
  visit: Visit = visitWithoutBrowser(),
): Promise<void> {
  const child = fork(at('tools/interop/clients/support/run.mjs'), [program, flow], {
    cwd: at('tools/interop/clients'),
    env: { ...nodeEnvironment(authority), INTEROP_SETTINGS: JSON.stringify(settings) },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed: string[] = [];
  child.stdout!.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr!.on('data', (chunk) => printed.push(String(chunk)));
  child.on('message', (message: { visit: string }) => {
    visit(message.visit, back).then(
      ({ url, body }) => child.connected && child.send({ url, body }),
      (error: Error) => {
        printed.push(`Error: The person could not go on: ${error.message}\n`);
        child.kill('SIGKILL');
      },
    );
  });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const timer = setTimeout(() => {
    printed.push(`Error: It was not done after ${PATIENCE / 1000} seconds.\n`);
    abandon();
  }, PATIENCE);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearTimeout(timer);
  process.off('exit', abandon);
  if (code !== 0) throw new Error(printed.join(''));
}
