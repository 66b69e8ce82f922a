import { presetWithSharedModules } from '../../tools/jest-preset.mjs';

export default presetWithSharedModules(import.meta.dirname);
