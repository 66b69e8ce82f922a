import boundaries from 'eslint-plugin-boundaries';

/**
 * The fence: which folders may import which. Any import that is not allowed here is an error. So is any file in a
 * folder that is not listed here: add a new folder to this file before you add its first import.
 */

/**
 * The rooms (layers) of the API, from the bottom of the ladder to the top. A room may import rooms on lower rungs only,
 * never one on a higher rung or on its own. ARCHITECTURE.md shows the ladder, and a spec compares the two.
 */
export const LADDER = [
  ['platform'],
  ['observation'],
  ['credentials'],
  ['limits'],
  ['scripting', 'web-hooks', 'upkeep', 'client-metadata'],
  ['client-auth', 'identification'],
  ['admin-access'],
  [
    'registration',
    'introspection',
    'token',
    'authorize',
    'client',
    'mobile',
    'discovery',
    'events',
    'identity-providers',
    'admin',
  ],
  ['configuration-document'],
];

/** Which libs each lib and app may import, by folder name. */
export const LIBS_OF = {
  contracts: [],
  protocol: ['contracts'],
  'extension-engine': [],
  persistence: ['contracts', 'protocol'],
  'mobile-client': ['contracts'],
  'resource-server': [],
  'configuration-files': ['contracts'],
  'playwright-kit': ['contracts', 'mobile-client', 'resource-server'],
  'auth-api': ['contracts', 'protocol', 'persistence', 'extension-engine'],
  'admin-console': ['contracts', 'configuration-files'],
};

/** Libs whose package name differs from their folder name, because they are published for others to install. */
const PACKAGES = /** @type {Record<string, string>} */ ({ 'playwright-kit': 'playwright' });

/** @type {(keyof typeof LIBS_OF)[]} */
const LIBS = [
  'contracts',
  'protocol',
  'extension-engine',
  'persistence',
  'mobile-client',
  'resource-server',
  'configuration-files',
  'playwright-kit',
];

/**
 * Subpaths that a lib exports in addition to its main entry point and `/testing`.
 * @type {Record<string, string[]>}
 */
const WAYS_IN = { contracts: ['/wire'], 'resource-server': ['/express', '/fastify', '/nest'] };

/** Every file that ESLint lints. */
export const CODE = '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}';

const SPEC = '**/*.spec.{ts,tsx,mjs}';

/** Specs, the `test` folders next to `src`, the test fixtures that libs export, the test kit and the browser tests. */
export const TEST_CODE = [SPEC, '{apps,libs}/*/test/**', 'libs/*/src/testing/**', 'libs/playwright-kit/**', 'e2e/**'];

/** @param {string} type @param {string} pattern */
const folder = (type, pattern) => ({ type, pattern, partialMatch: false });

/** @param {string} name name of a room of the API */
const roomOf = (name) => `api-room-${name}`;

/** Elements are folders; everything inside such a folder belongs to it. */
const elements = [
  ...LIBS.map((name) => folder(`lib-${name}`, `libs/${name}`)),
  ...LADDER.flat().map((room) => folder(roomOf(room), `apps/auth-api/src/${room}`)),
  folder('api-test', 'apps/auth-api/test'),
  folder('console-app', 'apps/admin-console/src/app'),
  folder('console-feature', 'apps/admin-console/src/features/*'),
  folder('console-ui', 'apps/admin-console/src/ui'),
  folder('console-lib', 'apps/admin-console/src/lib'),
  folder('console-languages', 'apps/admin-console/src/languages'),
  folder('console-test', 'apps/admin-console/test'),
  folder('docs-site', 'apps/docs/{src,test}'),
  folder('e2e', 'e2e'),
  folder('tools', 'tools'),
  folder('examples', 'examples'),
];

/** Files outside these folders. The patterns match one level only, so that they do not silently cover a new folder. */
const files = [
  {
    category: 'api-root',
    pattern:
      'apps/auth-api/src/{main,server,workers,app.module,configure-app,command-database,audit-command,audit-file,audit-verification,database-command,database-file}{,.spec}.ts',
  },
  { category: 'console-root', pattern: 'apps/admin-console/src/*' },
  { category: 'console-static', pattern: 'apps/admin-console/public/**' },
  { category: 'docs-config', pattern: 'apps/docs/.vitepress/**' },
  { category: 'project-config', pattern: ['apps/*/*.{ts,mts,mjs,html}', 'libs/*/*.mjs', '*.mjs'] },
];

/** @param {...string} types */
const element = (...types) => ({ element: { types } });
/** @param {...string} categories */
const category = (...categories) => ({ file: { categories } });
/** @param {string} [source] */
const external = (source) => ({ module: { origin: 'external', ...(source && { source }) } });
const core = () => ({ module: { origin: 'core' } });

/**
 * Allows our libs by package name; relative paths into another project are never allowed.
 * @param {...string} names
 */
const libs = (...names) =>
  names.map((name) => ({
    to: element(`lib-${name}`),
    dependency: {
      source: ['', '/testing', ...(WAYS_IN[name] ?? [])].map((way) => `@passant/${PACKAGES[name] ?? name}${way}`),
    },
  }));

/** @param {object} from @param {...(object | object[])} allowed */
const allow = (from, ...allowed) => ({ from, allow: allowed.flat() });
/** @param {object | undefined} from @param {object} to @param {string} message */
const forbid = (from, to, message) => ({ ...(from && { from }), disallow: { to }, message });

const ROOMS = 'api-room-*';
const API = [ROOMS, 'api-test'];

/** Later policies override earlier ones. */
const policies = [
  // Packages and Node's built-in modules: allowed everywhere, with the exceptions at the end.
  { allow: { to: [external(), core()] } },

  // Libs.
  ...LIBS.map((name) => allow(element(`lib-${name}`), libs(...LIBS_OF[name]))),

  // The API: imports go down the ladder, and the root files wire the rooms together. Its tests also act as a phone
  // (mobile-client) and as a back end (resource-server).
  allow([element(...API), category('api-root')], libs(...LIBS_OF['auth-api'])),
  ...LADDER.slice(1).map((rung, below) =>
    allow(element(...rung.map(roomOf)), {
      to: element(
        ...LADDER.slice(0, below + 1)
          .flat()
          .map(roomOf),
      ),
    }),
  ),
  allow(category('api-root'), { to: [element(ROOMS), category('api-root')] }),
  allow(
    element('api-test'),
    { to: [element(...API), category('api-root')] },
    libs('mobile-client', 'resource-server', 'configuration-files'),
  ),
  allow({ element: { types: API }, file: { path: SPEC } }, { to: element('api-test') }),

  // The console: app → features → ui, lib.
  allow([element('console-*'), category('console-root')], libs(...LIBS_OF['admin-console'])),
  allow(element('console-feature'), { to: element('console-ui', 'console-lib') }),
  allow(element('console-ui'), { to: element('console-lib') }),
  allow(element('console-app'), { to: element('console-feature', 'console-ui', 'console-lib') }),
  allow(category('console-root'), {
    to: [element('console-app', 'console-ui', 'console-lib', 'console-languages'), category('console-root')],
  }),
  allow(element('console-test'), { to: [element('console-*'), category('console-root')] }),
  allow({ element: { types: 'console-*' }, file: { path: SPEC } }, { to: element('console-test') }),

  // The site of the documents reads them, and imports nothing of ours.
  allow(element('docs-site'), { to: element('docs-site') }),
  allow(category('docs-config'), { to: [element('docs-site'), category('docs-config')] }),

  // Code outside the apps: sees only the wire format and what apps and back ends embed.
  allow(element('e2e', 'tools'), libs('contracts', 'mobile-client', 'resource-server')),
  allow(element('tools'), libs('configuration-files')),
  allow(element('e2e', 'examples'), libs('playwright-kit')),
  // The proof that nothing is left, and the matcher that says so of one test, have one rule of what a trace is. And the
  // benchmark starts the server of a tester's worker.
  allow(element('tools'), {
    to: element('lib-playwright-kit'),
    dependency: { source: ['@passant/playwright/traces', '@passant/playwright/server'] },
  }),
  allow(element('examples'), libs('resource-server')),

  // The projects' configuration files share presets from `tools`, and one says where the catalogs of the console are.
  allow(category('project-config'), { to: [element('tools'), category('project-config')] }),
  allow(element('tools'), { to: category('project-config') }),
  allow({ element: { types: 'console-languages' }, file: { path: SPEC } }, { to: category('project-config') }),

  // An import of one of our packages that bypasses its exports must not pass as a third-party package.
  forbid(undefined, external('@passant/*'), 'Packages of this repository are imported through what they export.'),
  forbid(
    { element: { types: 'lib-contracts' }, file: { path: `!${SPEC}` } },
    [external('!(zod)'), core()],
    'The contracts run in browsers and apps: they need zod and nothing else.',
  ),
  forbid(
    { element: { types: 'lib-configuration-files' }, file: { path: `!{${SPEC},*.mjs}` } },
    core(),
    'The files of a configuration are read and written in browsers, too: modules of Node do not exist there.',
  ),
  forbid(
    { element: { types: 'lib-mobile-client' }, file: { path: `!{${SPEC},**/testing/**,**/*.mjs}` } },
    [external(), core()],
    'What apps embed stands on what browsers and React Native have alone.',
  ),
  forbid(
    { element: { types: 'lib-resource-server' }, file: { path: `!{${SPEC},**/nest.ts}` } },
    external(),
    'What back ends install stands on Node alone; a framework has its adapter.',
  ),
  forbid(
    { element: { types: 'console-{app,feature,ui,lib}' }, file: { path: `!${SPEC}` } },
    core(),
    'The console runs in a browser: modules of Node do not exist there.',
  ),
];

/**
 * @param {string} rootPath absolute path of the repository
 * @returns {import('eslint').Linter.Config}
 */
export function fence(rootPath) {
  return {
    files: [CODE],
    plugins: { boundaries: /** @type {import('eslint').ESLint.Plugin} */ (/** @type {unknown} */ (boundaries)) },
    settings: {
      'import/resolver': { typescript: { alwaysTryTypes: true } },
      'boundaries/root-path': rootPath,
      'boundaries/legacy-templates': false,
      'boundaries/elements': elements,
      'boundaries/files': files,
      // `import('…').Type` and mocked modules are dependencies, too.
      'boundaries/additional-dependency-nodes': [
        { selector: 'TSImportType > Literal.source', kind: 'type', name: 'import-type' },
        { selector: 'TSImportType > TSLiteralType > Literal', kind: 'type', name: 'import-type' },
        {
          selector: 'CallExpression[callee.property.name=unstable_mockModule] > Literal:first-child',
          kind: 'value',
          name: 'mock',
        },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          message: '{{from.element.types}} may not import {{dependency.source}}: see tools/eslint/fence.mjs.',
          policies,
        },
      ],
      'boundaries/no-unknown-files': 'error',
      'boundaries/no-unknown-dependencies': 'error',
    },
  };
}
