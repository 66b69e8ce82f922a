/**
 * Specs of `libs/persistence` that never open the database of the tests: they open embedded ones of their own, to look at
 * their files and at what is left of them, or none.
 */
export const EMBEDDED_ONLY = [
  '/persistence/test/(data-directory|earlier-major|make-folder|outage|power-cut|server-location|shared-statement|synced-files|tidying)\\.spec',
];

/**
 * Which specs of the API run on which database. Every one runs on one of them at least; `jest-databases.spec.mjs` counts.
 *
 * @typedef {'postgresql' | 'embedded' | 'embedded-in-brief'} Place `embedded` is for machines without a PostgreSQL, and
 *   for whoever wants to see everything on both; `embedded-in-brief` comes beside a run on PostgreSQL
 */

/** The embedded database serves one process: what several do together is seen on a PostgreSQL only. */
const NEEDS_A_SERVER = ['/test/operation/(workers(-life)?|silent-database|master-key-killed)\\.spec'];

/**
 * What asks no database anything of its own, or starts a server with the embedded one in any case: it is seen on the
 * embedded database, and would say the same once more.
 */
const SAME_ON_BOTH = [
  '/auth-api/src/',
  '/test/(documents|discovery|redirect-uris)/',
  '/test/operation/(bodies|commands|config|first-start|http|process|trusted-proxies)\\.spec',
  '/test/client-registration/narrowed-registration\\.spec',
  '/test/scripts/(broken-workers|example-values|private-script-hosts|script-http|script-limits|script-results|script-turns|writing-scripts)\\.spec',
];

/**
 * Rules above the repositories. Statements are the same on both databases, and the specs of `libs/persistence` run them
 * on both. How a token is issued, spent and ended, how a client registers once and how a server is operated is seen on
 * both here as well; what may be asked, and what is refused, only on one.
 */
const ABOVE_THE_REPOSITORIES = [
  '/test/(admin|authorization|clients|configuration-document|conformance|events|identity-providers|mobile|mobile-client|refusals|resource-server|scopes|search|web-hooks)/',
  '/test/client-registration/(admin-registration|client-change|dynamic-registration|hostile-metadata|narrowed-change|open-registration|software-statement(s|-export))\\.spec',
  '/test/custom-registration/(backchannel|custom-registration\\.errors|trials)\\.spec',
  '/test/introspection/(advisories|introspection-extras)\\.spec',
  '/test/operation/(absent-members|access-log|metrics|telemetry)\\.spec',
  '/test/scripts/script-(activity|brakes|properties|shadow|templates|versions)\\.spec',
  '/test/tokens/(changed-meanwhile|id-token-algorithms|lowered-limits|resources|signing-keys|token\\.errors|token-hooks|userinfo|withdrawn-keys)\\.spec',
];

/** @type {Record<Place, readonly string[]>} patterns of paths, as jest takes them */
export const LEFT_OUT = {
  postgresql: SAME_ON_BOTH,
  embedded: NEEDS_A_SERVER,
  'embedded-in-brief': [...NEEDS_A_SERVER, ...ABOVE_THE_REPOSITORIES],
};

/** @returns {Place} where the environment says that tests run */
export const placeOf = (/** @type {NodeJS.ProcessEnv} */ env) =>
  env.TEST_DATABASE_URL ? 'postgresql' : env.TEST_IN_BRIEF ? 'embedded-in-brief' : 'embedded';
