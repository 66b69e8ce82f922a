import { presetWithSharedModules } from '../../tools/jest-preset.mjs';
import { LEFT_OUT, placeOf } from '../../tools/jest-databases.mjs';

export default {
  ...presetWithSharedModules(import.meta.dirname),
  testPathIgnorePatterns: ['/node_modules/', ...LEFT_OUT[placeOf(process.env)]],
};
