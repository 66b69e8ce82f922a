/**
 * Specs of `libs/persistence` that never open the database of the tests: they open embedded ones of their own, to look at
 * their files and at what is left of them, or none.
 */
export const EMBEDDED_ONLY = [
  '/persistence/test/(data-directory|earlier-major|make-folder|outage|power-cut|server-location|shared-statement|synced-files|tidying)(\\.long)?\\.spec',
];

/**
 * Which specs of the API run on which database. Every one runs on one of them at least; `jest-databases.spec.mjs` counts.
 *
 * @typedef {'postgresql' | 'embedded' | 'embedded-in-brief'} Place `embedded` is for machines without a PostgreSQL, and
 *   for whoever wants to see everything on both; `embedded-in-brief` comes beside a run on PostgreSQL
 */

/** The embedded database serves one process: what several do together is seen on a PostgreSQL only. */
export const NEEDS_A_SERVER = ['/test/operation/(workers(-life)?|silent-database|master-key-killed)(\\.long)?\\.spec'];

/**
 * What asks no database anything of its own, or starts a server with the embedded one in any case: it is seen on the
 * embedded database, and would say the same once more.
 */
export const SAME_ON_BOTH = [
  '/auth-api/src/',
  '/test/(documents|discovery|redirect-uris)/',
  '/test/operation/(bodies|commands|config|first-start|http|process|trusted-proxies)\\.spec',
  '/test/client-registration/narrowed-registration\\.spec',
  '/test/scripts/(broken-workers|example-values|private-script-hosts|script-http|script-limits|script-results|script-turns|writing-scripts)\\.spec',
];

/**
 * Where something may happen once, ends or must survive: how a client registers once, how a token is issued, spent and
 * ended, how a server is started and upgraded. Everything else are rules above the repositories. Statements are
 * the same on both databases, and the specs of `libs/persistence` run them on both; what may be asked, and what is
 * refused, is seen on one.
 */
export const ON_BOTH = [
  '/test/client-registration/(client-management|client-registration|initial-access-token|registration-race)\\.spec',
  '/test/custom-registration/(custom-registration|stateless-session|two-step-registration)\\.spec',
  '/test/introspection/(ended-tokens|introspection)\\.spec',
  '/test/operation/(demo-seed|later-start|master-key|outage|readiness|upgrade)\\.spec',
  '/test/tokens/(ended-tokens|partitions|revoke|token|token-states)\\.spec',
];

/** @type {Record<Place, readonly string[]>} patterns of paths, as jest takes them */
export const LEFT_OUT = {
  postgresql: SAME_ON_BOTH,
  embedded: NEEDS_A_SERVER,
  'embedded-in-brief': [`^(?!.*(${[...SAME_ON_BOTH, ...ON_BOTH].join('|')}))`],
};

/** @returns {Place} where the environment says that tests run */
export const placeOf = (/** @type {NodeJS.ProcessEnv} */ env) =>
  env.TEST_DATABASE_URL ? 'postgresql' : env.TEST_IN_BRIEF ? 'embedded-in-brief' : 'embedded';
