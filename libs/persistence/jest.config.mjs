import { EMBEDDED_ONLY } from '../../tools/jest-databases.mjs';
import { LEFT_OUT, presetWithSharedModules } from '../../tools/jest-preset.mjs';

/**
 * Connection faults can only be tested on a PostgreSQL server: the embedded database has no
 * connections that can be lost.
 */
const NEEDS_A_SERVER = ['/test/(server-faults|pooler)\\.spec'];

export default {
  ...presetWithSharedModules(import.meta.dirname),
  testPathIgnorePatterns: [...LEFT_OUT, ...(process.env.TEST_DATABASE_URL ? EMBEDDED_ONLY : NEEDS_A_SERVER)],
};
