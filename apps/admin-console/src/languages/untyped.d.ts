/** Made by the build from the catalogs. */
declare module 'console-catalogs' {
  export const loadIDs: string[];
  export const loadCatalog: (loadID: string, locale: string) => Promise<import('wuchale/runtime').CatalogModule>;
}

interface ImportMetaEnv {
  /** The languages of the console, with spaces between them. */
  readonly CONSOLE_LANGUAGES?: string;
}
