import { presetWithSharedModules } from '../../tools/jest-preset.mjs';

// The build output has the same package name as the source, so jest must not scan it.
export default { ...presetWithSharedModules(import.meta.dirname), modulePathIgnorePatterns: ['<rootDir>/dist/'] };
