import type { AttackCase } from './case.js';
import { ADDRESSES } from './families/addresses.js';
import { ASSERTIONS } from './families/assertions.js';
import { BODIES } from './families/bodies.js';
import { CONSOLE } from './families/console.js';
import { INTROSPECTION } from './families/introspection.js';
import { REGISTRATION } from './families/registration.js';
import { SCRIPTS } from './families/scripts.js';
import { TOKENS } from './families/tokens.js';
import { TRANSACTIONS } from './families/transactions.js';

/** All cases, in the order in which they are fired. */
export const SUITE: readonly AttackCase[] = [
  ...ASSERTIONS,
  ...REGISTRATION,
  ...ADDRESSES,
  ...INTROSPECTION,
  ...TRANSACTIONS,
  ...TOKENS,
  ...BODIES,
  ...SCRIPTS,
  ...CONSOLE,
];
