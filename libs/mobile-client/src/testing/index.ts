export * from './fake-scheme.js';
export { OPENID_CLIENT } from './openid-provider.js';
export * from './personas.js';
export * from './statements.js';
