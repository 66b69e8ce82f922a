/**
 * The server of a worker, and what makes and removes things on one, without Playwright around them: for the benchmark and
 * the attack suite. Not part of the published package.
 */
export { Given, VERSION } from '../given/given.js';
export { ageOf, searchedFor } from '../given/run-marker.js';
export { AdminApi, type Administrator } from './admin-api.js';
export { requireDeletions } from './existing.js';
export { Passant, type PassantOptions } from './passant.js';
