import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Names on the global object that shared modules gave themselves when they were loaded, for as long as the worker lives. */
const kept = new Set();

/**
 * @template T
 * @param {() => T} load loads a module that spec files share
 * @returns {T} what it returns; what it left on the global object stays there, as TypeORM's list of all entities does
 */
export function keepGlobals(load) {
  const before = new Set(Reflect.ownKeys(globalThis));
  try {
    return load();
  } finally {
    for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) kept.add(key);
  }
}

/**
 * Runs every spec file of a worker in the realm of Node itself, where jest-environment-node makes a new one for each.
 * Only there can the files share modules (jest-runtime.mjs): what they hand over is an instance of the file's own
 * Error and Map, and decorators write into the Reflect that packages read. It is also the realm in which the server
 * runs. What a file leaves behind on the global object, on `process` and in the environment variables is taken back.
 */
export default class OneRealmEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  /** @type {ModernFakeTimers | null} */
  fakeTimersModern;
  /** In the order in which it is taken back: the variables belong to `process`, and it to the global object. */
  #takeBack = [process.env, process, globalThis].map(remember);

  /** @param {import('@jest/environment').JestEnvironmentConfig} config */
  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  /** @returns what the field `exports` of a package may name */
  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** @returns no context of its own: jest-runtime.mjs knows what that means */
  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern?.dispose();
    this.fakeTimersModern = null;
    for (const takeBack of this.#takeBack) takeBack();
  }
}

/**
 * @param {object} object
 * @returns {() => void} gives the object the properties that it has now
 */
function remember(object) {
  const before = new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
  return () => {
    for (const key of Reflect.ownKeys(object))
      if (!before.has(key) && !kept.has(key)) Reflect.deleteProperty(object, key);
    for (const [key, property] of before) {
      const now = Object.getOwnPropertyDescriptor(object, key);
      if (property && !isSame(property, now)) Reflect.defineProperty(object, key, property);
    }
  };
}

/**
 * @param {PropertyDescriptor} property
 * @param {PropertyDescriptor | undefined} other
 */
const isSame = (property, other) =>
  other !== undefined && property.value === other.value && property.get === other.get && property.set === other.set;
