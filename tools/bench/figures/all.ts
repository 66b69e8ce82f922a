import type { Figure } from '../figure.js';
import { clientRegistration } from './client-registration.js';
import { growth } from './growth.js';
import { introspection } from './introspection.js';
import { keyAuthenticated } from './key-authenticated.js';
import { kit } from './kit.js';
import { memory } from './memory.js';
import { processes } from './processes.js';
import { registration } from './registration.js';
import { resourceServer } from './resource-server.js';
import { sandbox } from './sandbox.js';
import { signed } from './signed.js';
import { start } from './start.js';

/** All figures, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  introspection,
  signed,
  keyAuthenticated,
  processes,
  registration,
  clientRegistration,
  resourceServer,
  growth,
  sandbox,
  start,
  kit,
  memory,
];
