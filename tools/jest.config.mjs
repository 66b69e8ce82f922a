import { preset } from './jest-preset.mjs';

export default {
  ...preset(import.meta.dirname),
  // Plain modules run as they are; tools written in TypeScript go through SWC.
  testMatch: ['<rootDir>/**/*.spec.{mjs,ts}'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/node/'],
};
