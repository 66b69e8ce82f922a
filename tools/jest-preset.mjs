import { swcOptions } from './swc-options.mjs';

/** Files with `.ts` must not be parsed as TSX: `<T>value` is a type assertion there. */
const plainTypeScript = {
  ...swcOptions,
  jsc: { ...swcOptions.jsc, parser: { ...swcOptions.jsc.parser, tsx: false } },
};

/**
 * Heap a worker of jest may keep between two files. Modules of a file, being ES modules, are never given back; without a
 * limit the collector has more to do from file to file, and the last files take five times as long as the first.
 */
export const WORKER_MEMORY = '500MB';

/**
 * The jest configuration every project starts from: native ES modules, TypeScript through SWC.
 * @param {string} rootDir folder of the project
 */
export function preset(rootDir) {
  return {
    rootDir,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/{src,test}/**/*.spec.{ts,tsx}'],
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    transform: { '^.+\\.ts$': ['@swc/jest', plainTypeScript], '^.+\\.tsx$': ['@swc/jest', swcOptions] },
    // Sources name the emitted file ("./x.js"); what exists before a build is "./x.ts".
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    // A test waits for what it expects, and on a slow machine that takes long; how fast something is, is no test's concern.
    testTimeout: 60_000,
    workerIdleMemoryLimit: WORKER_MEMORY,
  };
}
