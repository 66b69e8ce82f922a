import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/npm.mjs';

/**
 * Licences of packages that do not declare one where npm looks for it; taken from the contents of the package itself.
 * @type {Record<string, string>}
 */
const SAID_ELSEWHERE = { pause: 'MIT' };

/** Permissive licences: they allow redistribution as long as their text is passed on. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
];

/** @param {string} licence an SPDX expression; of alternatives (`OR`), one permissive licence is enough */
export const isPermissive = (licence) =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.includes(one)));

/**
 * @typedef {object} Component a third-party package that is shipped
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string[]} texts licences and notices that must be passed on
 */

/**
 * @typedef {object} CycloneDxComponent a component as npm writes it; only the members that are used here
 * @property {string} name
 * @property {string} version
 * @property {{ license?: { id?: string, name?: string }, expression?: string }[]} [licenses]
 */

/**
 * @typedef {object} Bill
 * @property {{ components: CycloneDxComponent[], [more: string]: unknown }} document a CycloneDX document
 * @property {Component[]} components the third-party packages in it
 */

/**
 * Uses npm to list the packages that are installed in a folder.
 * @param {string} folder folder with everything that is shipped, and nothing else: when npm is told to omit development
 *   dependencies, it omits more than those
 * @param {string} version version of what is shipped
 * @returns {Promise<Bill>}
 */
export async function readComponents(folder, version) {
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const output = await npm('npm could not list what is shipped', args, folder);
  const document = JSON.parse(output.slice(output.indexOf('{')));
  // npm names the application after the folder that contains it.
  Object.assign(document.metadata.component, { name: 'passant', version, purl: `pkg:npm/passant@${version}` });
  const folders = foldersOfPackages(folder);
  /** @type {CycloneDxComponent[]} */
  const all = document.components;
  const components = all.flatMap((component) => {
    const { name, version: its } = component;
    const path = folders.get(`${name}@${its}`);
    if (path === undefined) return [];
    const licence = SAID_ELSEWHERE[name];
    if (licence !== undefined) component.licenses ??= [{ license: { id: licence } }];
    return [{ name, version: its, licence: licenceOf(component), texts: textsIn(join(folder, path)) }];
  });
  return { document, components };
}

/** @param {CycloneDxComponent} component */
const licenceOf = ({ licenses = [] }) =>
  licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name).join(' AND ');

/** Paths of the third-party packages, by name and version. @param {string} folder @returns {Map<string, string>} */
function foldersOfPackages(folder) {
  /** @type {Record<string, { version?: string }>} */
  const locked = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return new Map(
    Object.entries(locked).flatMap(([path, { version }]) => {
      const name = path.split('node_modules/').at(-1);
      const isThere = path.includes('node_modules/') && existsSync(join(folder, path));
      return isThere && version !== undefined ? [[`${name}@${version}`, path]] : [];
    }),
  );
}

const TEXT = /^(licen[cs]e|copying|notice)/i;

/** @param {string} folder where a package is installed @returns {string[]} */
const textsIn = (folder) =>
  readdirSync(folder)
    .filter((file) => TEXT.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());

/**
 * Adds the packages that Vite bundled into something that is shipped.
 * @param {Bill} bill
 * @param {string} file what Vite wrote about them (`build.license`)
 * @returns {Bill}
 */
export function withBundled({ document, components }, file) {
  /** @type {{ name: string, version: string, identifier?: string, text?: string }[]} */
  const all = JSON.parse(readFileSync(file, 'utf8'));
  const isListed = (/** @type {{ name: string, version: string }} */ { name, version }) =>
    document.components.some((one) => one.name === name && one.version === version);
  const added = all.filter((bundled) => !isListed(bundled));
  const described = added.map(({ name, version, identifier }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const licenses = identifier === undefined ? [] : [{ license: { id: identifier } }];
    return { 'bom-ref': `${name}@${version}`, type: 'library', name, version, purl, licenses };
  });
  return {
    document: { ...document, components: [...document.components, ...described] },
    components: [
      ...components,
      ...added.map(({ name, version, identifier = '', text }) => {
        return { name, version, licence: identifier, texts: text === undefined ? [] : [text] };
      }),
    ],
  };
}

/**
 * The licences of all packages, with the licence texts and notices that must be passed on.
 * @param {readonly Component[]} components
 */
export function licenceTexts(components) {
  const sorted = [...components].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return sorted
    .map(({ name, version, licence, texts }) => [`${name} ${version} (${licence})`, ...texts].join('\n\n'))
    .join(`\n\n${'-'.repeat(120)}\n\n`)
    .concat('\n');
}
