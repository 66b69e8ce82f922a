import { spawn } from 'node:child_process';

/**
 * @typedef {object} Started
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<string>} ready the server's URL; rejects with the server's output if it exits before it is ready
 * @property {Promise<number | null>} exited
 * @property {() => string} output
 */

/**
 * Starts a server as an operator who unpacked it would, without inheriting the environment. `ready` resolves as soon as
 * the server prints the URL of its console.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { env: Record<string, string> }} options
 * @returns {Started}
 */
export function startServer(command, args, options) {
  const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  /** @type {PromiseWithResolvers<string>} */
  const ready = Promise.withResolvers();
  ready.promise.catch(() => {}); // avoids an unhandled rejection; callers that await `ready` still see the error
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      const url = /Console {2}(\S+)\/admin\//.exec(output)?.[1];
      if (url !== undefined) ready.resolve(url);
    });
  child.once('error', ready.reject);
  /** @type {Promise<number | null>} */
  const exited = new Promise((done) => child.once('close', done));
  void exited.then(() => ready.reject(new Error(`The server ended before it was ready:\n${output}`)));
  return { child, ready: ready.promise, exited, output: () => output };
}
