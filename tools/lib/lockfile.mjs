/**
 * @typedef {object} Entry the parts used here of one package entry in a lockfile
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[] | string} [os]
 * @property {string[] | string} [cpu]
 * @property {string[] | string} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** Words in package names, and the operating system that each stands for. */
const SYSTEMS = new Map([
  ...['darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'android', 'openharmony', 'sunos', 'aix'].map(
    (name) => /** @type {const} */ ([name, name]),
  ),
  ['windows', 'win32'],
]);

const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/**
 * Derives the platform from a name such as `@swc/core-linux-arm64-musl`.
 * @param {string} name
 * @returns {Pick<Entry, 'os' | 'cpu' | 'libc'> | undefined} undefined if the name does not contain a platform
 */
function platformOf(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split(/[-.]/);
  const system = words.map((word) => SYSTEMS.get(word)).find(Boolean);
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (!system && cpu !== 'wasm32') return undefined;
  const musl = words.includes('musl');
  const glibc = words.includes('gnu') || words.includes('glibc');
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(system === 'linux' && (musl || glibc) && { libc: [musl ? 'musl' : 'glibc'] }),
    ...(system && { os: [system] }),
  };
}

/**
 * Finds the entry that Node would resolve `name` to from inside the package at `from`: its own node_modules first, then
 * outwards.
 * @param {Record<string, Entry>} packages
 * @param {string} from
 * @param {string} name
 */
function lookUp(packages, from, name) {
  const nested = from.split('/node_modules/');
  const places = nested.map((_, index) => nested.slice(0, nested.length - index).join('/node_modules/'));
  return [...places, '']
    .map((place) => packages[place ? `${place}/node_modules/${name}` : `node_modules/${name}`])
    .find((entry) => entry !== undefined);
}

/**
 * Adds the missing entries in place.
 * @param {Record<string, Entry>} packages
 * @returns {string[]} what was added, as `folder@version`
 */
export function completeLockfile(packages) {
  /** @type {string[]} */
  const added = [];
  for (const [path, parent] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      const present = lookUp(packages, path, name);
      if (!platform || !/^\d/.test(version) || present?.version === version) continue;
      const key = present ? `${path}/node_modules/${name}` : `node_modules/${name}`;
      const { os, cpu, libc } = platform;
      // The members are in npm's own order, so that npm leaves these lines alone on its next run.
      packages[key] = {
        version,
        ...(cpu && { cpu }),
        ...(parent.dev && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        ...(os && { os }),
      };
      added.push(`${key}@${version}`);
    }
  }
  return added;
}

/**
 * @param {Record<string, Entry>} packages
 * @returns {string[]} folders of the packages whose entry contains a URL to download them from
 */
export const packagesWithHost = (packages) =>
  Object.entries(packages).flatMap(([key, entry]) => (entry.resolved && !entry.link ? [key] : []));
