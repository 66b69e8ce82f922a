import { WORKER_MEMORY } from './tools/jest-preset.mjs';

/** What holds for a run of several projects; each project has its own settings in its folder. */
export default { workerIdleMemoryLimit: WORKER_MEMORY };
