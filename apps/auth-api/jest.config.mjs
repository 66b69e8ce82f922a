import { preset } from '../../tools/jest-preset.mjs';

/** The embedded database serves one process: what several do together is seen on a PostgreSQL only. */
const NEEDS_A_SERVER = ['/test/workers\\.spec'];

export default {
  ...preset(import.meta.dirname),
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.TEST_DATABASE_URL ? [] : NEEDS_A_SERVER)],
};
