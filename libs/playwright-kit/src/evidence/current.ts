import type { Passant } from '../server/passant.js';
import type { Exchanges } from './exchanges.js';

/** What matchers need to know about the running test. */
export interface CurrentTest {
  passant: Passant;
  /** When the test began: milliseconds since the epoch, by the server's clock. */
  began: number;
  /** Of a test alone: what it says to the server. */
  exchanges?: Exchanges;
}

// Module state is fine: a worker runs one test at a time, and all of its tests share the same `expect`.
let current: CurrentTest | undefined;
let between: CurrentTest | undefined;

export function setCurrentTest(test: CurrentTest | undefined): void {
  current = test;
}

/** Says what hooks go by that run before the first test and after the last, from when the worker began. */
export function setWorker(worker: CurrentTest | undefined): void {
  between = worker;
}

/** @throws if neither a test nor a hook with the kit's fixtures is running */
export function currentTest(): CurrentTest {
  const running = current ?? between;
  if (running) return running;
  throw new Error('This matcher needs a test of the kit: import { test } from "@passant/playwright".');
}
