import { join } from 'node:path';
import { quietly } from './run.mjs';
import { at } from './workspace.mjs';

/**
 * @param {Record<string, string | undefined>} env
 * @param {...string} args
 */
const run = (env, ...args) =>
  quietly(
    'The database that tests copy was not made',
    process.execPath,
    ['--import', at('tools/swc-register.mjs'), at('libs/persistence/src/testing/template.main.ts'), ...args],
    { env },
  );

/**
 * Migrates one embedded database, so that spec files need not do it each.
 * @param {string} folder where to keep it
 * @param {Record<string, string | undefined>} env environment of the tests
 * @returns the environment of tests that copy it
 */
export async function withEmbeddedTemplate(folder, env) {
  const file = join(folder, 'migrated.tar');
  await run(env, file);
  return { ...env, TEST_MIGRATED_TEMPLATE: file };
}

/**
 * Migrates one database on a server for as long as the body runs, so that spec files need not do it each.
 * @template T
 * @param {{ TEST_DATABASE_URL: string }} env environment of the tests
 * @param {(env: Record<string, string>) => Promise<T>} body gets the environment of tests that copy it
 */
export async function withServerTemplate(env, body) {
  const name = (await run(env)).trim();
  try {
    return await body({ ...env, TEST_MIGRATED_TEMPLATE: name });
  } finally {
    await run(env, '--drop', name);
  }
}
