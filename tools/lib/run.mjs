import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { complain } from './say.mjs';
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
 * @property {number} [minutes] how long it may take. Then all that it started is ended with it, and its exit code is
 *   {@link OVERDUE}; without it, it may take for ever
 */

/** Exit code of a program that was ended because it took too long, as that of `timeout`. */
export const OVERDUE = 124;

/** Milliseconds that a program has to end by itself once it was asked to. */
const LEAVE = 30_000;

/**
 * @param {number | undefined} minutes
 * @returns {string} what is said of a program that took longer
 */
const overdueSentence = (minutes) => `It did not end within ${minutes} minutes, and was ended.`;

/**
 * Ends a program that takes too long: it is asked to, and cut off if it does not listen, from whatever it left behind
 * that still holds its output, too.
 * @param {import('node:child_process').ChildProcess} child
 * @param {(signal: NodeJS.Signals) => void} send
 * @param {number | undefined} minutes
 * @returns {{ isOverdue: () => boolean, stop: () => void }}
 */
function bounded(child, send, minutes) {
  if (minutes === undefined) return { isOverdue: () => false, stop: () => {} };
  let isOverdue = false;
  const cutOff = () => {
    send('SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  /** @type {NodeJS.Timeout[]} */
  const timers = [];
  const ask = () => {
    isOverdue = true;
    send('SIGTERM');
    timers.push(setTimeout(cutOff, LEAVE));
  };
  timers.push(setTimeout(ask, minutes * 60_000));
  return { isOverdue: () => isOverdue, stop: () => timers.forEach(clearTimeout) };
}

/** Functions that terminate the running children, so that none outlives its tool. @type {Set<() => void>} */
const running = new Set();
process.once('exit', () => running.forEach((end) => end()));

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @param {import('node:child_process').StdioOptions} stdio
 */
function start(command, args, { cwd = ROOT, env = {}, ownGroup = false, minutes, ...rest }, stdio) {
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
  return { child, send, bound: bounded(child, send, minutes) };
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
 *   they arrived; the code is 127 if the command could not be started, and {@link OVERDUE} if it took too long
 */
export function capture(command, args, options = {}) {
  return new Promise((done) => {
    // Callers print parts of the output to this process's stdout, so colours only make sense if that is a terminal.
    const env = process.stdout.isTTY ? options.env : { ...options.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const { child, bound } = start(command, args, { ...options, env, ownGroup: true }, ['ignore', 'pipe', 'pipe']);
    // Leaving through exit() also terminates the child.
    const letGo = onAskedToEnd((signal) => process.exit(exitCodeOf(null, signal)));
    const stop = () => {
      letGo();
      bound.stop();
    };
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
      const output = Buffer.concat(chunks).toString('utf8');
      if (!bound.isOverdue()) return done({ code: exitCodeOf(code, signal), output });
      done({ code: OVERDUE, output: `${output.trimEnd()}\n${overdueSentence(options.minutes)}` });
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
    const { child, send, bound } = start(command, args, options, [stdin, 'inherit', 'inherit']);
    const letGo = onAskedToEnd((signal) => {
      // On a terminal, Ctrl+C reaches the whole process group, so the child has already received its SIGINT. It would
      // take a second one as a request to exit immediately.
      if (signal !== 'SIGINT' || options.ownGroup || !process.stdin.isTTY) send(signal);
    });
    const stop = () => {
      letGo();
      bound.stop();
    };
    child.on('error', (error) => {
      stop();
      fail(new StepFailed(`${command} could not be started: ${error.message}.`));
    });
    child.on('exit', (code, signal) => {
      stop();
      if (!bound.isOverdue()) return done(exitCodeOf(code, signal));
      complain(overdueSentence(options.minutes));
      done(OVERDUE);
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
