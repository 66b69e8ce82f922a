import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { types } from 'node:util';
import { SyntheticModule, compileFunction } from 'node:vm';
import { keepGlobals } from './jest-environment.mjs';
import './swc-register.mjs';

const require = createRequire(import.meta.url);

const { default: JestRuntime } = /** @type {typeof import('jest-runtime')} */ (require('jest-runtime'));

/** @param {string} path */
const isOfPackage = (path) => path.includes(`${sep}node_modules${sep}`);

/** What a program is made of: no spec, and nothing that only serves specs. @param {string} path */
const isSource = (path) => /[\\/](apps|libs)[\\/][^\\/]+[\\/]src[\\/](?!.*\.spec\.).*\.tsx?$/.test(path);

/** @param {string} path */
const isShared = (path) => isOfPackage(path) || isSource(path);

/** @param {string} path of a shared module @returns {any} what it exports */
const load = (path) => keepGlobals(() => require(path));

/**
 * Evaluates specs and what supports them anew for every spec file, as jest does, but loads packages and our sources with
 * Node and only once per worker, as one process of the server does. A server is made of more than a thousand modules;
 * compiling and linking them again, and optimising them again once they run, cost every file more than starting the
 * server did, and filled the worker's memory. Needs jest-environment.mjs, since packages live in the realm of Node. A
 * module that only one file may see, such as one that is mocked, is out of reach here: such specs run as jest runs them.
 * The parts of jest that are replaced here are not its interface: its version is pinned.
 */
export default class SharedModulesRuntime extends JestRuntime {
  /** @param {ConstructorParameters<typeof JestRuntime>} args */
  constructor(...args) {
    super(...args);
    const { esmLoader, executor } = /** @type {Internals} */ (/** @type {unknown} */ (this));

    // Without a context, node:vm evaluates in the realm of Node.
    esmLoader.getContext = () => undefined;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: (specifier, _function, attributes) =>
          executor.dynamicImport(specifier, filename, undefined, attributes),
      });

    const { pendingCjsBuildIsUnmarkedEsm: isUnmarkedEsm, buildCjsAsEsmSyntheticModule: buildFromCjs } = esmLoader;
    esmLoader.pendingCjsBuildIsUnmarkedEsm = (pending) =>
      !isShared(pending.modulePath) && isUnmarkedEsm.call(esmLoader, pending);
    esmLoader.buildCjsAsEsmSyntheticModule = (from, path, context) =>
      isShared(path) ? moduleOf(path) : buildFromCjs.call(esmLoader, from, path, context);
  }

  /**
   * Shared modules are none of those that jest evaluates, whatever they are written in.
   * @override
   * @param {string} path
   */
  unstable_shouldLoadAsEsm(path) {
    return !isShared(path) && super.unstable_shouldLoadAsEsm(path);
  }

  /**
   * @override
   * @param {string} from path of the file that requires
   * @param {string} name
   */
  requireModuleOrMock(from, name) {
    const path = this.#sharedFor(from, name);
    return path === undefined ? super.requireModuleOrMock(from, name) : load(path);
  }

  /**
   * @param {string} from
   * @param {string} name
   * @returns the path, if the name is one of a shared module
   */
  #sharedFor(from, name) {
    const { _resolution: resolution } = /** @type {Internals} */ (/** @type {unknown} */ (this));
    if (resolution.isCoreModule(name) || name === '@jest/globals') return undefined;
    try {
      const path = resolution.resolveCjs(from, name);
      return isShared(path) ? path : undefined;
    } catch {
      // jest says what is missing.
      return undefined;
    }
  }
}

/**
 * @param {string} path of a shared module
 * @returns what specs import of it
 */
function moduleOf(path) {
  const exported = load(path);
  const names = types.isModuleNamespaceObject(exported)
    ? exported
    : { ...exported, default: exported, 'module.exports': exported };
  return new SyntheticModule(
    Object.keys(names),
    /** @this {SyntheticModule} */
    function () {
      for (const [name, value] of Object.entries(names)) this.setExport(name, value);
    },
    { identifier: path },
  );
}

/**
 * What jest-runtime keeps to itself.
 * @typedef {object} Internals
 * @property {{
 *   getContext: () => undefined,
 *   pendingCjsBuildIsUnmarkedEsm: (pending: { modulePath: string }) => boolean,
 *   buildCjsAsEsmSyntheticModule: (from: string, path: string, context: unknown) => SyntheticModule,
 * }} esmLoader loads ES modules
 * @property {{
 *   compile: (source: string, filename: string) => Function,
 *   injectedModuleParameters: string[],
 *   dynamicImport: (specifier: string, from: string, context: undefined, attributes: unknown) => Promise<any>,
 * }} executor runs CommonJS modules
 * @property {{ isCoreModule: (name: string) => boolean, resolveCjs: (from: string, name: string) => string }} _resolution
 */
