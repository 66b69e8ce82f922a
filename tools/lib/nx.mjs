import { at } from './workspace.mjs';

/** Nx makes no network requests, draws no terminal UI and leaves no daemon behind. */
export const NX_ENV = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };

/**
 * The command that runs nx.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export const nx = (args) => [process.execPath, [at('node_modules/nx/dist/bin/nx.js'), ...args]];
