/**
 * Fires the attack suite at an installation. Exits with 0 if nothing failed, with 1 if an attack succeeded or the
 * server cannot be used, and with 130 if interrupted.
 */
import { resolve } from 'node:path';
import { AdminApi } from '@passant/playwright/server';
import { StepFailed, onAskedToEnd } from '../lib/run.mjs';
import { complain } from '../lib/say.mjs';
import { withTemporaryFolder } from '../lib/temporary.mjs';
import { ADMINISTRATOR, startPassant } from '../world/passant.js';
import { FAMILIES } from './case.js';
import type { Target } from './installation.js';
import { type Options, USAGE, readOptions } from './options.js';
import { Printer } from './print.js';
import { writeReport } from './report.js';
import { counted, fire } from './run.js';
import { SUITE } from './suite.js';
import { approach } from './target.js';

/** Minutes after which what a run left behind counts as abandoned. */
const FORGOTTEN = 120;

/** A single Ctrl+C may arrive twice, from the terminal and from npm; only one that comes later than this insists. */
const SAME_SIGNAL = 1000;

function untilAskedToEnd(): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  onAskedToEnd(() => {
    if (stop.signal.aborted && Date.now() - first > SAME_SIGNAL) process.exit(130);
    first ||= Date.now();
    stop.abort();
  });
  return stop.signal;
}

// The reader of the output may go away (`| head`). What was made on a server must be removed even then.
process.stdout.on('error', () => {});

const [from = '.', ...args] = process.argv.slice(2);
const printer = new Printer();

/** Fires the suite at a server of its own, and requires that it is as it was before. @returns the exit code */
async function attackOwn(target: Target, options: Options, stop: AbortSignal): Promise<number> {
  const look = async () => {
    const admin = new AdminApi(target.url, target.administrator);
    const { items } = await admin.call('listAdministrators');
    const clients = await admin.call('listRegisteredClients', { query: { limit: '200' } });
    const everybody = [...items.map(({ email }) => email), ...clients.items.map(({ client_id }) => client_id)];
    const { configuration } = await admin.call('exportConfiguration');
    return JSON.stringify({ configuration, everybody });
  };
  const before = await look();
  const code = await attack(target, options, stop);
  if ((await look()) === before) return code;
  complain('The suite left something behind, or changed what was there.');
  return 1;
}

/** Fires the suite, and removes what it made however that ends. @returns the exit code */
async function attack(target: Target, options: Options, stop: AbortSignal): Promise<number> {
  const world = await approach(target, options.thorough, stop);
  if (options.clean) {
    await world.sweep(0);
    printer.print(`Nothing of earlier runs is left on ${target.url}.`);
    return 0;
  }
  await world.sweep(FORGOTTEN);
  const suite = SUITE.filter(({ family }) => options.families.length === 0 || options.families.includes(family));
  const startedAt = new Date();
  const findings = await fire(suite, world, stop, (finding) => printer.finding(finding)).finally(async () => {
    const left = await world.close();
    if (left.length > 0) complain(`Left on ${target.url}: ${left.join('; ')}. Remove it with --clean.`);
  });
  if (stop.aborted) {
    complain('\nInterrupted. What was made for the run was removed.');
    return 130;
  }
  printer.summary(findings);
  if (options.report !== undefined) {
    const folder = resolve(from, options.report);
    const run = { target: target.url, thorough: options.thorough, startedAt, finishedAt: new Date(), findings };
    for (const file of await writeReport(folder, run)) printer.print(`Written: ${file}`);
  }
  return counted(findings).failed > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const options = readOptions(args, process.env);
  if (options === 'help') {
    printer.print(USAGE);
    return 0;
  }
  if (options.list) {
    for (const { id, title, family } of SUITE) printer.print(`${id}  ${FAMILIES[family]}: ${title}`);
    return 0;
  }
  const stop = untilAskedToEnd();
  if (options.target) return attack(options.target, options, stop);

  return withTemporaryFolder('attack', async (folder) => {
    const server = await startPassant({ folder, settings: { LOG_LEVEL: 'warn' } });
    try {
      printer.print(`A temporary server is running at ${server.url}.`);
      return await attackOwn({ url: server.url, administrator: ADMINISTRATOR }, options, stop);
    } finally {
      await server.stop();
    }
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  if (error.output.trim()) console.error(error.output.trimEnd());
  complain(error.message);
  process.exitCode = 1;
}
