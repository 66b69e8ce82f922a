import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npmCi } from '../lib/npm.mjs';
import { StepFailed } from '../lib/run.mjs';
import { withTemporaryFolder } from '../lib/temporary.mjs';
import { at } from '../lib/workspace.mjs';
import { isPermissive, licenceTexts, readComponents, withBundled } from './bill-of-materials.mjs';

/** @type {{ version: string, license: string, workspaces: string[] }} */
const MANIFEST = JSON.parse(readFileSync(at('package.json'), 'utf8'));

export const VERSION = MANIFEST.version;

/** Build output. It is shipped under the same paths, because the server looks for it there. */
const BUILT = ['apps/auth-api/dist', 'apps/admin-console/dist', 'apps/docs/dist'];

/** The server loads its packages at run time; the console's packages are bundled into its build output. */
const SERVER = '@passant/auth-api';
const CONSOLE = '@passant/admin-console';

/** What the generator of the documentation bundled into the site: a small part of what it installs. */
const BUNDLED_INTO_DOCS = 'apps/docs/dist/licenses.json';

/**
 * Lays out everything that a server needs besides Node: the build output, the packages it loads, the scripts that start
 * and check it, the licences and the bill of materials.
 * @param {string} folder a folder that is empty or does not exist yet
 */
export async function layOut(folder) {
  mkdirSync(folder, { recursive: true });
  for (const path of BUILT) cpSync(at(path), join(folder, path), { recursive: true });
  for (const name of readdirSync(at('tools/ship/files')))
    copyFileSync(at('tools/ship/files', name), join(folder, name));
  copyFileSync(at('LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  await withTemporaryFolder('packages', async (temporary) => {
    await describeInto(folder, join(temporary, 'all'));
    await installInto(folder, join(temporary, 'server'));
  });
}

function manifest() {
  const { node } = JSON.parse(readFileSync(at('tools/node/package.json'), 'utf8')).engines ?? {};
  return {
    name: 'passant',
    version: VERSION,
    license: MANIFEST.license,
    private: true,
    type: 'module',
    engines: { node: node ?? '>=24.11' },
  };
}

/**
 * Installs the production dependencies of the given projects from the lockfile, without those that only building and
 * testing need.
 * @param {string} temporary folder
 * @param {...string} projects
 */
async function install(temporary, ...projects) {
  for (const file of [
    'package.json',
    'package-lock.json',
    '.npmrc',
    ...workspaces().map((path) => `${path}/package.json`),
  ]) {
    mkdirSync(dirname(join(temporary, file)), { recursive: true });
    copyFileSync(at(file), join(temporary, file));
  }
  const some = projects.map((name) => `--workspace=${name}`);
  await npmCi('The packages could not be installed', temporary, [
    '--omit=dev',
    ...some,
    '--include-workspace-root=false',
  ]);
}

/**
 * Writes the bill of materials and the third-party licences of server, console and documentation.
 * @param {string} folder
 * @param {string} temporary
 */
async function describeInto(folder, temporary) {
  await install(temporary, SERVER, CONSOLE);
  // Remove everything that was not installed from the manifests, so that npm does not report it as missing: development
  // dependencies, and projects that are published for others to install.
  const installed = workspaces().filter((path) => isInstalled(temporary, path));
  for (const path of ['.', ...installed]) {
    const file = join(temporary, path, 'package.json');
    const { devDependencies: _, ...kept } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...kept, workspaces: path === '.' ? installed : undefined }));
  }
  const { document, components } = withBundled(await readComponents(temporary, VERSION), at(BUNDLED_INTO_DOCS));
  const foreign = components.filter(({ licence }) => !isPermissive(licence));
  if (foreign.length > 0)
    throw new StepFailed(
      `Not to be handed on as it is: ${foreign.map(({ name, licence }) => `${name} (${licence})`).join(', ')}.`,
    );
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licenceTexts(components));
}

/** Whether npm linked one of our own projects into `node_modules`. @param {string} folder @param {string} project */
function isInstalled(folder, project) {
  const { name } = JSON.parse(readFileSync(join(folder, project, 'package.json'), 'utf8'));
  return existsSync(join(folder, 'node_modules', name));
}

/**
 * Lays out the packages that the server loads.
 * @param {string} folder
 * @param {string} temporary
 */
async function installInto(folder, temporary) {
  await install(temporary, SERVER);
  // Our own libs are part of the build output, so a package in the `node_modules` of a lib would not be found.
  const apart = workspaces().filter((path) => existsSync(join(temporary, path, 'node_modules')));
  if (apart.length > 0) throw new StepFailed(`Packages of ${apart.join(', ')} are in versions of their own.`);
  const modules = join(temporary, 'node_modules');
  for (const unused of ['@passant', '.bin', '.package-lock.json', '.cache'])
    rmSync(join(modules, unused), { recursive: true, force: true });
  cpSync(modules, join(folder, 'node_modules'), { recursive: true });
}

/** @returns {string[]} folders of all workspace projects, relative to the repository */
function workspaces() {
  return MANIFEST.workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(at(pattern.slice(0, -2)))
          .map((name) => `${pattern.slice(0, -2)}/${name}`)
          .filter((path) => existsSync(at(path, 'package.json')))
      : [pattern],
  );
}
