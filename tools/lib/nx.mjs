import { at } from './workspace.mjs';

/** Nx calls nobody, draws nothing and leaves no process behind. */
export const NX_ENV = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

/**
 * How to call nx.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export const nx = (args) => [process.execPath, [at('node_modules/nx/dist/bin/nx.js'), ...args]];
