export * from './fake-scheme.js';
export * from './personas.js';
