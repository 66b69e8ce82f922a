import { at } from './lib/workspace.mjs';
import { swcOptions } from './swc-options.mjs';

/** `.ts` files must not be parsed as TSX: in them, `<T>value` is a type assertion. */
const plainTypeScript = {
  ...swcOptions,
  jsc: { ...swcOptions.jsc, parser: { ...swcOptions.jsc.parser, tsx: false } },
};

/**
 * Maximum heap that a jest worker may keep between two test files. The modules of a file are ES modules and are never
 * freed. Without a limit, garbage collection takes longer with every file, and the last files take five times as long
 * as the first.
 */
export const WORKER_MEMORY = '500MB';

/**
 * Paths of specs that do not run: those of packages, and in the short form of `npm test` whatever is called
 * `NAME.long.spec`: it takes long, and something beside it shows much the same.
 */
export const LEFT_OUT = ['/node_modules/', ...(process.env.TEST_SHORT === '1' ? ['\\.long\\.spec\\.'] : [])];

/**
 * The base jest configuration of every project: native ES modules, TypeScript through SWC.
 * @param {string} rootDir folder of the project
 */
export function preset(rootDir) {
  return {
    rootDir,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/{src,test}/**/*.spec.{ts,tsx}'],
    testPathIgnorePatterns: LEFT_OUT,
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    transform: { '^.+\\.ts$': ['@swc/jest', plainTypeScript], '^.+\\.tsx$': ['@swc/jest', swcOptions] },
    // Imports name the emitted file ("./x.js"), but before a build only "./x.ts" exists.
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    // Tests wait for what they expect, which takes long on a slow machine. Speed is not what they test.
    testTimeout: 600_000,
    workerIdleMemoryLimit: WORKER_MEMORY,
  };
}

/**
 * The base of projects that run on Node alone and mock no module: of the processor time of a file that starts servers,
 * more than half went into evaluating the same packages and sources once more.
 * @param {string} rootDir folder of the project
 */
export const presetWithSharedModules = (rootDir) => ({
  ...preset(rootDir),
  testEnvironment: at('tools/jest-environment.mjs'),
  runtime: at('tools/jest-runtime.mjs'),
});
