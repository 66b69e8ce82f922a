import { LEFT_OUT, preset } from './jest-preset.mjs';

export default {
  ...preset(import.meta.dirname),
  // Plain modules run as they are; tools written in TypeScript go through SWC.
  testMatch: ['<rootDir>/**/*.spec.{mjs,ts}'],
  testPathIgnorePatterns: [...LEFT_OUT, '<rootDir>/node/'],
};
