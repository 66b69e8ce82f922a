import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './workspace.mjs';

/** A step that failed: one sentence for the user, and what the tool had printed. */
export class StepFailed extends Error {
  /**
   * @param {string} sentence
   * @param {string} [output] what the failed tool printed
   */
  constructor(sentence, output = '') {
    super(sentence);
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] working directory; the repository by default
 * @property {Record<string, string | undefined>} [env] variables in addition to the inherited ones
 * @property {boolean} [shell] let the system's shell find the command
 * @property {number} [uid] user to run as
 * @property {number} [gid] group to run as
 * @property {boolean} [ownGroup] for a program that starts others and does not wait for them when it is terminated: all
 *   of them are terminated together. The program cannot read from the terminal.
 */

/** Functions that terminate the running children, so that none outlives its tool. @type {Set<() => void>} */
const running = new Set();
process.once('exit', () => running.forEach((end) => end()));

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @param {import('node:child_process').StdioOptions} stdio
 */
function start(command, args, { cwd = ROOT, env = {}, ownGroup = false, ...rest }, stdio) {
  const detached = ownGroup && process.platform !== 'win32';
  const child = spawn(command, [...args], {
    ...{ cwd, env: { ...process.env, ...env }, stdio, detached, windowsHide: true },
    ...rest,
  });
  /** @param {NodeJS.Signals} signal */
  const send = (signal) => {
    if (!detached || child.pid === undefined) return void child.kill(signal);
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Every process of the group has already exited.
    }
  };
  const end = () => send('SIGTERM');
  running.add(end);
  child.once('close', () => running.delete(end));
  child.once('error', () => running.delete(end));
  return { child, send };
}

/**
 * Exit code of a finished process, as a shell reports it: for a signal, 128 plus its number.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export const exitCodeOf = (code, signal) => code ?? 128 + (signal ? constants.signals[signal] : 1);

/**
 * Runs a command to completion without showing its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code, and standard output and standard error interleaved as
 *   they arrived; the code is 127 if the command could not be started
 */
export function capture(command, args, options = {}) {
  return new Promise((done) => {
    // Callers print parts of the output to this process's stdout, so colours only make sense if that is a terminal.
    const env = process.stdout.isTTY ? options.env : { ...options.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const { child } = start(command, args, { ...options, env, ownGroup: true }, ['ignore', 'pipe', 'pipe']);
    // Leaving through exit() also terminates the child.
    const stop = onAskedToEnd((signal) => process.exit(exitCodeOf(null, signal)));
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      stop();
      done({ code: 127, output: `${command}: ${error.message}` });
    });
    child.on('close', (code, signal) => {
      stop();
      done({ code: exitCodeOf(code, signal), output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/**
 * Runs a command quietly; shows its output only if it fails.
 * @param {string} sentence what to tell the user if it fails
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} what it printed
 * @throws {StepFailed}
 */
export async function quietly(sentence, command, args, options) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) throw new StepFailed(`${sentence} (exit code ${code}).`, output);
  return output;
}

/**
 * Runs a command in the foreground, with this process's input and output, and forwards termination signals to it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code
 */
export function foreground(command, args, options = {}) {
  return new Promise((done, fail) => {
    const stdin = options.ownGroup ? 'ignore' : 'inherit';
    const { child, send } = start(command, args, options, [stdin, 'inherit', 'inherit']);
    const stop = onAskedToEnd((signal) => {
      // On a terminal, Ctrl+C reaches the whole process group, so the child has already received its SIGINT. It would
      // take a second one as a request to exit immediately.
      if (signal !== 'SIGINT' || options.ownGroup || !process.stdin.isTTY) send(signal);
    });
    child.on('error', (error) => {
      stop();
      fail(new StepFailed(`${command} could not be started: ${error.message}.`));
    });
    child.on('exit', (code, signal) => {
      stop();
      done(exitCodeOf(code, signal));
    });
  });
}

/** How often a tool checks whether its parent still exists, in milliseconds. */
const PARENT_CHECK = 300;

/**
 * Calls the listener when this process is asked to exit: on SIGTERM, SIGHUP and SIGINT, and when the parent exits. npm
 * starts scripts through a shell, and a signal to npm ends that shell without reaching the script.
 * @param {(signal: NodeJS.Signals) => void} listener
 * @returns {() => void} stops listening
 */
export function onAskedToEnd(listener) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, listener);
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    listener('SIGTERM');
  }, PARENT_CHECK);
  check.unref();
  return () => {
    clearInterval(check);
    for (const signal of signals) process.off(signal, listener);
  };
}
