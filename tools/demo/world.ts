import type { Checks } from './checks.js';
import type { RunningServer } from './options.js';
import type { Printer } from './print.js';
import type { Undo } from './undo.js';
import type { Wire } from './wire.js';

/** What every chapter of the story works with. */
export interface World {
  server: RunningServer;
  wire: Wire;
  checks: Checks;
  printer: Printer;
  undo: Undo;
}

/** The application and the provider that every new server with the demo seed has. */
export const APPLICATION = 'demo-app';
export const PROVIDER = 'demo-scheme';
