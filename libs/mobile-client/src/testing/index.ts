export * from './fake-scheme.js';
export * from './personas.js';
export * from './statements.js';
