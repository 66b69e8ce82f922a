import { preset } from './jest-preset.mjs';

export default {
  ...preset(import.meta.dirname),
  // Plain modules are run as they are; the tools that are written in TypeScript go through SWC.
  testMatch: ['<rootDir>/**/*.spec.{mjs,ts}'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/node/'],
};
