/**
 * Drives a server as a mobile app would, prints every exchange and checks it against the contract. Exits with 0 if
 * everything is as expected, with 1 if something differs or the server cannot be used, and with 130 if interrupted.
 */
import { StepFailed, onAskedToEnd } from '../lib/run.mjs';
import { complain } from '../lib/say.mjs';
import { Checks, StoryBroken } from './checks.js';
import { type RunningServer, USAGE, readOptions } from './options.js';
import { Printer } from './print.js';
import { startTemporaryServer } from './server.js';
import { tell } from './story.js';
import { Undo } from './undo.js';
import { Interrupted, Wire } from './wire.js';

/**
 * A single Ctrl+C may arrive twice, once from the terminal and once from npm. Only a signal that comes at least this
 * many milliseconds after the first forces an immediate exit.
 */
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

// The reader of the output may go away (`| head`). Changes made on a server must be undone even then.
process.stdout.on('error', () => {});

const printer = new Printer();

/**
 * Tells the story. However it ends, the changes that remain on the server are then undone, unless the server is
 * temporary.
 * @returns the exit code
 */
async function run(server: RunningServer, stop: AbortSignal, isTemporary: boolean): Promise<number> {
  const checks = new Checks(printer);
  const undo = new Undo();
  const wire = new Wire(server.url, printer, stop);
  try {
    await wire.requireReady();
    await tell({ server, wire, checks, printer, undo });
  } catch (error) {
    if (!(error instanceof StoryBroken)) throw error;
  } finally {
    const left = isTemporary ? [] : await undo.run();
    if (left.length > 0) complain(`Left on ${server.url}, because it could not be taken back: ${left.join('; ')}.`);
  }
  return checks.finish();
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    printer.print(USAGE);
    return 0;
  }
  const stop = untilAskedToEnd();
  if (options) return run(options, stop, false);

  const server = await startTemporaryServer();
  try {
    printer.print(`A temporary server is running at ${server.url}.`);
    return await run(server, stop, true);
  } finally {
    await server.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Interrupted) {
    complain('\nInterrupted.');
    process.exitCode = 130;
  } else if (error instanceof StepFailed) {
    if (error.output.trim()) console.error(error.output.trimEnd());
    complain(`\n${error.message}`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
