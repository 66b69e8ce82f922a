import type { Passant } from '../server/passant.js';
import type { Exchanges } from './exchanges.js';

/** What matchers need to know about the running test. */
export interface CurrentTest {
  passant: Passant;
  exchanges: Exchanges;
  /** When the test began: milliseconds since the epoch, by the server's clock. */
  began: number;
}

// Module state is fine: a worker runs one test at a time, and all of its tests share the same `expect`.
let current: CurrentTest | undefined;

export function setCurrentTest(test: CurrentTest | undefined): void {
  current = test;
}

/** @throws if no test with the kit's fixtures is running */
export function currentTest(): CurrentTest {
  if (current) return current;
  throw new Error('This matcher needs a test of the kit: import { test } from "@passant/playwright".');
}
