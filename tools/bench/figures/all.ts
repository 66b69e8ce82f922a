import type { Figure } from '../figure.js';
import { clientRegistration } from './client-registration.js';
import { growth } from './growth.js';
import { introspection } from './introspection.js';
import { memory } from './memory.js';
import { processes } from './processes.js';
import { registration } from './registration.js';
import { sandbox } from './sandbox.js';
import { start } from './start.js';

/** Everything that is measured, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  introspection,
  processes,
  registration,
  clientRegistration,
  growth,
  sandbox,
  start,
  memory,
];
