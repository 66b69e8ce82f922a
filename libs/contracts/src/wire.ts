/**
 * What apps need of the contracts at run time: paths, fixed values and rules, without the schemas. It draws in no
 * package, so an app that embeds it carries no parser.
 */
export * from './custom-registration/grant-types.js';
export * from './custom-registration/transactions.js';
export * from './mobile/signed-text.js';
export * from './paths.js';
export * from './scripts/status.js';
