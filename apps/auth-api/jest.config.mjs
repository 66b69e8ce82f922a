import { LEFT_OUT as ELSEWHERE, placeOf } from '../../tools/jest-databases.mjs';
import { LEFT_OUT, presetWithSharedModules } from '../../tools/jest-preset.mjs';

export default {
  ...presetWithSharedModules(import.meta.dirname),
  testPathIgnorePatterns: [...LEFT_OUT, ...ELSEWHERE[placeOf(process.env)]],
};
