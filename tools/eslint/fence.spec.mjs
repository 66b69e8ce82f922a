import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { circlesIn } from './circles.mjs';
import { LADDER } from './fence.mjs';
import { lintPlanted } from './planted.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

const DEPENDENCIES = 'boundaries/dependencies';
const UNKNOWN_FILE = 'boundaries/no-unknown-files';
const UNKNOWN_TARGET = 'boundaries/no-unknown-dependencies';
const IMPORTS = '@typescript-eslint/no-restricted-imports';

/** @typedef {[sentence: string, path: string, text: string, rule: string]} Violation */

/** @type {Violation[]} */
const VIOLATIONS = [
  ['contracts need nothing of ours', 'libs/contracts/src/planted.ts', `import '@passant/protocol';`, DEPENDENCIES],
  ['contracts need no package but zod', 'libs/contracts/src/planted.ts', `import 'jose';`, DEPENDENCIES],
  ['contracts need nothing of Node', 'libs/contracts/src/planted.ts', `import 'node:fs';`, DEPENDENCIES],
  [
    'protocol does not know persistence',
    'libs/protocol/src/planted.ts',
    `import '@passant/persistence';`,
    DEPENDENCIES,
  ],
  [
    'not even its types',
    'libs/protocol/src/planted.ts',
    `import type { A } from '@passant/persistence'; export type B = A;`,
    DEPENDENCIES,
  ],
  [
    'nor the type of a dynamic import',
    'libs/protocol/src/planted.ts',
    `export type B = import('@passant/persistence').A;`,
    DEPENDENCIES,
  ],
  ['nor by exporting it again', 'libs/protocol/src/planted.ts', `export * from '@passant/persistence';`, DEPENDENCIES],
  [
    'the engine needs nothing of ours',
    'libs/extension-engine/src/planted.ts',
    `import '@passant/contracts';`,
    DEPENDENCIES,
  ],
  [
    'persistence does not know the engine',
    'libs/persistence/src/planted.ts',
    `import '@passant/extension-engine';`,
    DEPENDENCIES,
  ],
  [
    'persistence does not load it later',
    'libs/persistence/src/planted.ts',
    `await import('@passant/extension-engine');`,
    DEPENDENCIES,
  ],
  ['nobody imports an app', 'libs/persistence/src/planted.ts', `import '@passant/auth-api';`, DEPENDENCIES],
  [
    'nor reaches into it',
    'libs/persistence/src/planted.ts',
    `import '../../../apps/auth-api/jest.config.mjs';`,
    DEPENDENCIES,
  ],
  [
    'a lib is imported by its name',
    'libs/protocol/src/planted.ts',
    `import '../../contracts/src/index.js';`,
    DEPENDENCIES,
  ],
  [
    'and through what it exports',
    'libs/protocol/src/planted.ts',
    `import '@passant/contracts/src/index.js';`,
    DEPENDENCIES,
  ],
  [
    'a future client of apps knows contracts only',
    'libs/mobile-client/src/planted.ts',
    `import '@passant/protocol';`,
    DEPENDENCIES,
  ],
  ['what apps embed needs no package', 'libs/mobile-client/src/planted.ts', `import 'jose';`, DEPENDENCIES],
  ['what apps embed needs nothing of Node', 'libs/mobile-client/src/planted.ts', `import 'node:fs';`, DEPENDENCIES],
  [
    'what back ends install needs nothing of ours',
    'libs/resource-server/src/planted.ts',
    `import '@passant/contracts';`,
    DEPENDENCIES,
  ],
  ['what back ends install needs no package', 'libs/resource-server/src/planted.ts', `import 'jose';`, DEPENDENCIES],
  [
    'what back ends install knows no framework',
    'libs/resource-server/src/express.ts',
    `import '@nestjs/common';`,
    DEPENDENCIES,
  ],
  ['fixtures are for tests', 'libs/persistence/src/planted.ts', `import '@passant/protocol/testing';`, IMPORTS],
  [
    'fixtures are for tests, one lib included',
    'libs/persistence/src/planted.ts',
    `import './testing/index.js';`,
    IMPORTS,
  ],
  [
    'the console knows contracts only',
    'apps/admin-console/src/lib/planted.ts',
    `import '@passant/protocol';`,
    DEPENDENCIES,
  ],
  ['the console runs in a browser', 'apps/admin-console/src/lib/planted.ts', `import 'node:fs';`, DEPENDENCIES],
  ['the stories see the wire only', 'e2e/specs/planted.spec.ts', `import '@passant/persistence';`, DEPENDENCIES],
  [
    'the kit of testers sees the wire only',
    'libs/playwright-kit/src/planted.ts',
    `import '@passant/persistence';`,
    DEPENDENCIES,
  ],
  [
    'what an app embeds needs no kit of testers',
    'libs/mobile-client/src/planted.ts',
    `import '@passant/playwright';`,
    DEPENDENCIES,
  ],
  ['the stories use no tools', 'e2e/specs/planted.spec.ts', `import '../../tools/swc-options.mjs';`, DEPENDENCIES],
  ['tools see the wire only', 'tools/planted.mjs', `import '@passant/protocol';`, DEPENDENCIES],
  ['tools are no testers', 'tools/planted.mjs', `import '@passant/playwright';`, DEPENDENCIES],
  [
    'the API uses no tools',
    'apps/auth-api/src/platform/planted.ts',
    `import '../../../../tools/swc-options.mjs';`,
    DEPENDENCIES,
  ],
  ['a new lib needs its line in the fence', 'libs/utils/src/planted.ts', `export const a = 1;`, UNKNOWN_FILE],
  ['a new app needs its line', 'apps/other/src/planted.ts', `export const a = 1;`, UNKNOWN_FILE],
  [
    'a new folder of the API needs its line',
    'apps/auth-api/src/shared/planted.ts',
    `export const a = 1;`,
    UNKNOWN_FILE,
  ],
  ['so does a file beside the folders', 'apps/auth-api/src/helpers.ts', `export const a = 1;`, UNKNOWN_FILE],
  ['so does a spec in a new folder', 'apps/auth-api/src/shared/planted.spec.ts', `it('is', () => {});`, UNKNOWN_FILE],
  [
    'a new folder of the console needs its line',
    'apps/admin-console/src/shared/planted.ts',
    `export const a = 1;`,
    UNKNOWN_FILE,
  ],
  [
    'features of the console have a folder each',
    'apps/admin-console/src/features/planted.ts',
    `export const a = 1;`,
    UNKNOWN_FILE,
  ],
  [
    'a file that the fence does not know is not imported',
    'libs/protocol/src/planted.ts',
    `import '../../../package.json';`,
    UNKNOWN_TARGET,
  ],
];

const API = 'apps/auth-api/src';
const CONSOLE = 'apps/admin-console/src';

/** @param {string} folder @returns {string[]} folders in it, as paths */
const foldersIn = (folder) =>
  readdirSync(resolve(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [`${folder}/${entry.name}`] : [],
  );

/**
 * An import statement for the first source file of a folder. The imported file must exist, or the import would not
 * resolve.
 * @param {string} from folder of the importing file
 * @param {string} to folder of the imported file
 */
function importOf(from, to) {
  const files = readdirSync(resolve(ROOT, to), { recursive: true, encoding: 'utf8' }).sort();
  const file = files.find((name) => /(?<!\.spec)\.tsx?$/.test(name));
  if (file === undefined) throw new Error(`There is no source file in ${to}.`);
  return `import '${relative(from, `${to}/${file}`).replace(/\.tsx?$/, '.js')}';`;
}

/** @param {string} from @param {string} to @returns {Violation} */
const wrongWay = (from, to) => [
  `${basename(from)} does not import ${basename(to)}`,
  `${from}/planted.ts`,
  importOf(from, to),
  DEPENDENCIES,
];

/**
 * Each folder imports the next one, and the last one imports the first.
 * @param {string[]} folders
 * @returns {Violation[]}
 */
const roundabout = (folders) =>
  folders.map((folder, index) => wrongWay(folder, folders[(index + 1) % folders.length] ?? folder));

/** Rooms of the API, lowest rung first. */
const rungs = LADDER.map((rung) => rung.map((room) => `${API}/${room}`));
const features = rungs.at(-1) ?? [];
const [feature = ''] = features;
const consoleFeatures = foldersIn(`${CONSOLE}/features`);
const [consoleFeature = ''] = consoleFeatures;

/** @type {Violation[]} */
const WRONG_WAYS = [
  ...rungs.filter((rung) => rung.length > 1).flatMap(roundabout),
  ...rungs
    .slice(1)
    .flatMap((rung, below) => rung.flatMap((room) => (rungs[below] ?? []).map((to) => wrongWay(to, room)))),
  wrongWay(`${API}/platform`, feature),
  wrongWay(`${API}/platform`, 'apps/auth-api/test'),
  ...roundabout(consoleFeatures),
  wrongWay(consoleFeature, `${CONSOLE}/app`),
  wrongWay(`${CONSOLE}/ui`, consoleFeature),
  wrongWay(`${CONSOLE}/lib`, consoleFeature),
  wrongWay(`${CONSOLE}/lib`, `${CONSOLE}/ui`),
  wrongWay('e2e/specs', `${API}/platform`),
  wrongWay('libs/persistence/src', 'libs/protocol/src'),
  wrongWay('libs/protocol/src', API),
];

/** @type {[from: string, to: string][]} */
const RIGHT_WAYS = [
  ...rungs.flatMap((rung, height) =>
    rung.flatMap((from) =>
      rungs
        .slice(0, height)
        .flat()
        .map((to) => /** @type {[string, string]} */ ([from, to])),
    ),
  ),
  ['apps/auth-api/test', feature],
  [`${CONSOLE}/app`, consoleFeature],
  [consoleFeature, `${CONSOLE}/ui`],
  [consoleFeature, `${CONSOLE}/lib`],
  [`${CONSOLE}/ui`, `${CONSOLE}/lib`],
];

/** @type {[path: string, text: string][]} */
const ALLOWED = [
  [
    'libs/contracts/src/planted.ts',
    `import { z } from 'zod'; export { GRANT_TYPES } from './custom-registration/grant-types.js'; export const a = z.string();`,
  ],
  ['libs/contracts/src/planted.spec.ts', `import 'node:fs'; import './index.js';`],
  ['libs/contracts/jest.config.mjs', `import '../../tools/jest-preset.mjs';`],
  ['libs/protocol/src/planted.ts', `import '@passant/contracts'; import 'jose'; import './index.js';`],
  [
    'libs/protocol/src/planted.spec.ts',
    `import '@passant/protocol/testing'; import './testing/index.js'; import 'node:fs';`,
  ],
  ['libs/mobile-client/src/planted.ts', `import '@passant/contracts'; import '@passant/contracts/wire';`],
  ['libs/mobile-client/src/testing/planted.ts', `import 'jose'; import 'node:http';`],
  ['libs/resource-server/src/nest.ts', `import '@nestjs/common'; import 'node:crypto';`],
  ['apps/auth-api/test/planted.spec.ts', `import '@passant/resource-server'; import '@passant/resource-server/nest';`],
  ['libs/extension-engine/src/planted.ts', `import 'quickjs-emscripten-core'; import 'node:worker_threads';`],
  ['libs/persistence/src/planted.ts', `import '@passant/contracts'; import '@passant/protocol'; import 'typeorm';`],
  [
    'apps/auth-api/src/registration/planted.ts',
    `import '@passant/contracts'; import '@passant/protocol'; import '@passant/persistence'; import '@passant/extension-engine';`,
  ],
  ['apps/auth-api/test/planted.spec.ts', `import '@passant/protocol/testing'; import '@passant/persistence/testing';`],
  ['apps/admin-console/src/features/applications/planted.tsx', `import '@passant/contracts'; import 'react';`],
  ['e2e/specs/planted.spec.ts', `import '@passant/contracts'; import '@playwright/test'; import 'node:fs';`],
  [
    'libs/playwright-kit/src/planted.ts',
    `import '@passant/mobile-client/testing'; import '@passant/resource-server/express'; import '@playwright/test';`,
  ],
  ['e2e/specs/planted-kit.spec.ts', `import '@passant/playwright';`],
  ['tools/planted.mjs', `import '@passant/contracts'; import './swc-options.mjs';`],
  ['tools/prove/planted.ts', `import '@passant/playwright/traces';`],
  ['tools/bench/planted.ts', `import '@passant/playwright/server';`],
];

describe('the fence', () => {
  const violations = [...VIOLATIONS, ...WRONG_WAYS];
  const allowed = [
    ...ALLOWED,
    ...RIGHT_WAYS.map(([from, to]) => [`${from}/planted.ts`, importOf(from, to)]),
    [`${API}/app.module.ts`, importOf(API, feature)],
  ];
  const findings = lintPlanted([
    ...violations.map(([, path, text]) => ({ path, text })),
    ...allowed.map(([path = '', text = '']) => ({ path, text })),
  ]);

  it.each(violations.map(([sentence, , , rule], index) => ({ sentence, rule, found: findings[index] })))(
    '$sentence',
    ({ rule, found }) => {
      expect(found?.map(({ ruleId }) => ruleId)).toContain(rule);
    },
  );

  it.each(allowed.map(([path, text], index) => ({ path, text, found: findings[violations.length + index] })))(
    'lets $path say $text',
    ({ found }) => {
      expect(found).toEqual([]);
    },
  );

  it('knows every folder that there is', () => {
    const folders = [...foldersIn('apps'), ...foldersIn('libs')].flatMap((project) =>
      foldersIn(project).filter((folder) => /\/(src|test)$/.test(folder)),
    );
    const inner = folders.flatMap((folder) => [...foldersIn(folder), ...foldersIn(folder).flatMap(foldersIn)]);
    const sources = inner.filter((folder) => !folder.endsWith('/features') && existsSync(resolve(ROOT, folder)));
    const found = lintPlanted(sources.map((folder) => ({ path: `${folder}/planted.ts`, text: 'export const a = 1;' })));
    expect(sources.filter((_, index) => found[index]?.length)).toEqual([]);
  });

  it('stands when the linter is started as every build starts it', () => {
    const { command } = JSON.parse(readFileSync(resolve(ROOT, 'nx.json'), 'utf8')).targetDefaults.lint;
    const [program, ...args] = command
      .replace('{projectRoot}', '--stdin --stdin-filename libs/contracts/src/index.ts')
      .split(' ');
    expect(program).toBe('node');

    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      encoding: 'utf8',
      input: `export * from '@passant/protocol';\n`,
    });

    expect(status).toBe(1);
    expect(stdout).toContain(DEPENDENCIES);
  });

  it('finds a circle of imports, also where it is one of types alone, and in files with markup', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'passant-circle-'));
    try {
      writeFileSync(join(folder, 'a.ts'), `import { b } from './b.js'; export type A = number; export const a = b;`);
      writeFileSync(join(folder, 'b.tsx'), `import type { A } from './a.js'; export const b: A = 1;`);
      writeFileSync(join(folder, 'c.ts'), `export { a } from './a.js';`);
      expect(await circlesIn(folder, ['.'])).toEqual([expect.stringMatching(/^[ab]\.tsx? → [ab]\.tsx? → [ab]\.tsx?$/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
