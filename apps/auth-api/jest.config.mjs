import { preset } from '../../tools/jest-preset.mjs';

/** The embedded database serves one process: what several do together is seen on a PostgreSQL only. */
const NEEDS_A_SERVER = ['/test/operation/(workers(-life)?|silent-database|master-key-killed)\\.spec'];

/**
 * What asks no database anything of its own, or starts a server with the embedded one in any case: it is seen on the
 * embedded database, and would say the same once more.
 */
const SAME_ON_BOTH = [
  '/auth-api/src/',
  '/test/(documents|discovery|redirect-uris)/',
  '/test/operation/(bodies|config|first-start|http|process|trusted-proxies)\\.spec',
  '/test/client-registration/narrowed-registration\\.spec',
  '/test/scripts/(example-values|private-script-hosts|script-http|script-limits|script-results|writing-scripts)\\.spec',
];

export default {
  ...preset(import.meta.dirname),
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.TEST_DATABASE_URL ? SAME_ON_BOTH : NEEDS_A_SERVER)],
};
