import { WORKER_MEMORY } from './tools/jest-preset.mjs';

/** Settings for a run of several projects. Each project has its own settings in its folder. */
export default { workerIdleMemoryLimit: WORKER_MEMORY };
