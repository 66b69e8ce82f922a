import { registerLoaders } from 'wuchale/load-utils';
import { loadCatalog, loadIDs } from 'console-catalogs';

/** Where the words of a module come from, once `loadLocale` has loaded a catalog. The build has every module ask it. */
export const getRuntime = registerLoaders('console', loadCatalog, loadIDs);

/** The same: the language does not change while the console runs. */
export const getRuntimeRx = getRuntime;
