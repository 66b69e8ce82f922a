import boundaries from 'eslint-plugin-boundaries';

/**
 * The fence: who may import whom. Everything that is not allowed here is an error, and so is a file in a folder that
 * is not named here: a new folder gets its line in this file before it gets its first import.
 */

/** The feature folders of the API. One feature never imports another. */
const API_FEATURES = [
  'registration',
  'introspection',
  'client',
  'token',
  'authorize',
  'mobile',
  'admin',
  'discovery',
  'events',
];

const LIBS = ['contracts', 'protocol', 'extension-engine', 'persistence', 'mobile-client'];

/** Every file that ESLint can read. */
export const CODE = '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}';

const SPEC = '**/*.spec.{ts,tsx,mjs}';

/** Specs, the test folders beside `src`, and what a lib offers to the tests of others. */
export const TEST_CODE = [SPEC, '{apps,libs}/*/test/**', 'libs/*/src/testing/**', 'e2e/**'];

/** @param {string} type @param {string} pattern */
const folder = (type, pattern) => ({ type, pattern, partialMatch: false });

/** Elements are folders; everything below such a folder belongs to it. */
const elements = [
  ...LIBS.map((name) => folder(`lib-${name}`, `libs/${name}`)),
  ...API_FEATURES.map((name) => folder(`api-feature-${name}`, `apps/auth-api/src/${name}`)),
  folder('api-platform', 'apps/auth-api/src/platform'),
  folder('api-client-auth', 'apps/auth-api/src/client-auth'),
  folder('api-identification', 'apps/auth-api/src/identification'),
  folder('api-test', 'apps/auth-api/test'),
  folder('console-app', 'apps/admin-console/src/app'),
  folder('console-feature', 'apps/admin-console/src/features/*'),
  folder('console-ui', 'apps/admin-console/src/ui'),
  folder('console-lib', 'apps/admin-console/src/lib'),
  folder('console-test', 'apps/admin-console/test'),
  folder('e2e', 'e2e'),
  folder('tools', 'tools'),
];

/** Files that stand beside the folders: they are named one level deep, so that a new folder is not swallowed. */
const files = [
  {
    category: 'api-root',
    pattern: 'apps/auth-api/src/{main,server,workers,app.module,configure-app,database-command}{,.spec}.ts',
  },
  { category: 'console-root', pattern: 'apps/admin-console/src/*' },
  { category: 'console-static', pattern: 'apps/admin-console/public/**' },
  { category: 'project-config', pattern: ['apps/*/*.{ts,mjs,html}', 'libs/*/*.mjs', '*.mjs'] },
];

/** @param {...string} types */
const element = (...types) => ({ element: { types } });
/** @param {...string} categories */
const category = (...categories) => ({ file: { categories } });
/** @param {string} [source] */
const external = (source) => ({ module: { origin: 'external', ...(source && { source }) } });
const core = () => ({ module: { origin: 'core' } });

/**
 * Our libs, through their package names: a relative path into another project is never allowed.
 * @param {...string} names
 */
const libs = (...names) =>
  names.map((name) => ({
    to: element(`lib-${name}`),
    dependency: { source: [`@passant/${name}`, `@passant/${name}/testing`] },
  }));

/** @param {object} from @param {...(object | object[])} allowed */
const allow = (from, ...allowed) => ({ from, allow: allowed.flat() });
/** @param {object | undefined} from @param {object} to @param {string} message */
const forbid = (from, to, message) => ({ ...(from && { from }), disallow: { to }, message });

const API_FEATURE = 'api-feature-*';
const API = [API_FEATURE, 'api-platform', 'api-client-auth', 'api-identification', 'api-test'];
const SERVER_LIBS = libs('contracts', 'protocol', 'persistence', 'extension-engine');

/** Later policies win. */
const policies = [
  // Packages and Node's own modules: anybody, but for the exceptions at the end.
  { allow: { to: [external(), core()] } },

  // Libs.
  allow(element('lib-protocol'), libs('contracts')),
  allow(element('lib-persistence'), libs('contracts', 'protocol')),
  allow(element('lib-mobile-client'), libs('contracts')),

  // The API: features → client-auth, identification → platform; the root files put them together. Its tests hold a
  // phone.
  allow([element(...API), category('api-root')], SERVER_LIBS),
  allow(element(API_FEATURE), { to: element('api-platform', 'api-client-auth', 'api-identification') }),
  allow(element('api-client-auth', 'api-identification'), { to: element('api-platform') }),
  allow(category('api-root'), { to: [element(...API.slice(0, 4)), category('api-root')] }),
  allow(element('api-test'), { to: [element(...API), category('api-root')] }, libs('mobile-client')),
  allow({ element: { types: API }, file: { path: SPEC } }, { to: element('api-test') }),

  // The console: app → features → ui, lib.
  allow([element('console-*'), category('console-root')], libs('contracts')),
  allow(element('console-feature'), { to: element('console-ui', 'console-lib') }),
  allow(element('console-ui'), { to: element('console-lib') }),
  allow(element('console-app'), { to: element('console-feature', 'console-ui', 'console-lib') }),
  allow(category('console-root'), {
    to: [element('console-app', 'console-ui', 'console-lib'), category('console-root')],
  }),
  allow(element('console-test'), { to: [element('console-*'), category('console-root')] }),
  allow({ element: { types: 'console-*' }, file: { path: SPEC } }, { to: element('console-test') }),

  // The outside: sees the wire and what an app embeds.
  allow(element('e2e', 'tools'), libs('contracts', 'mobile-client')),

  // Configuration files of the projects share the presets.
  allow(category('project-config'), { to: element('tools') }),

  // A package of ours that is not found through its exports must not pass as a foreign one.
  forbid(undefined, external('@passant/*'), 'Packages of this repository are imported through what they export.'),
  forbid(
    { element: { types: 'lib-contracts' }, file: { path: `!${SPEC}` } },
    [external('!(zod)'), core()],
    'The contracts run in browsers and apps: they need zod and nothing else.',
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
      // `import('…').Type` and a mocked module are dependencies too.
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
