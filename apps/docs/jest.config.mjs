import { fileURLToPath } from 'node:url';
import { preset } from '../../tools/jest-preset.mjs';

export default {
  ...preset(fileURLToPath(new URL('.', import.meta.url))),
  testMatch: ['<rootDir>/test/**/*.spec.mjs'],
};
