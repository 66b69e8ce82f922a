import { fileURLToPath } from 'node:url';
import { preset } from '../../tools/jest-preset.mjs';

const base = preset(fileURLToPath(new URL('.', import.meta.url)));

export default {
  ...base,
  testEnvironment: 'jsdom',
  moduleNameMapper: { '\\.css$': '<rootDir>/test/style-sheet.ts', ...base.moduleNameMapper },
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
};
