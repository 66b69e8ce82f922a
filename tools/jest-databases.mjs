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
  '/test/operation/(bodies|config|first-start|http|process|trusted-proxies)\\.spec',
  '/test/client-registration/narrowed-registration\\.spec',
  '/test/scripts/(example-values|private-script-hosts|script-http|script-limits|script-results|writing-scripts)\\.spec',
];

/**
 * Rules above the repositories. Statements are the same on both databases, and the specs of `libs/persistence` run them
 * on both. What issues, spends and ends tokens, what registers and what operates a server is seen on both here as well.
 */
const ABOVE_THE_REPOSITORIES = [
  '/test/(admin|authorization|clients|conformance|identity-providers|mobile|mobile-client|refusals|resource-server|scopes|web-hooks)/',
  '/test/scripts/script-(activity|brakes|properties|shadow|templates|versions)\\.spec',
  '/test/events/event-bounds\\.spec',
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
