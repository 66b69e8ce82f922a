import { parentPort, workerData } from 'node:worker_threads';
import { ControlBlock } from './control-block.ts';
import { BlockingCalls } from './sandbox/blocking-calls.ts';
import { SandboxPool } from './sandbox/sandbox-pool.ts';
import { ScriptRunner } from './sandbox/script-runner.ts';
import { FROM_WORKER, type FromWorker, type ToWorker, type WorkerSetup } from './wire.ts';

// Entry of the worker threads. It runs from source (Node strips the types) and bundled, so it and all it imports use
// erasable TypeScript only.
const port = parentPort!;
const { compiled, layout, control, answers, memoryBytes } = workerData as WorkerSetup;
const block = new ControlBlock(control);
const post = (message: FromWorker) => port.postMessage(message);

const pool = new SandboxPool(compiled, layout);
await pool.add(memoryBytes);
const runner = new ScriptRunner(pool, block, new BlockingCalls(answers, block), post);
port.on('message', (message: ToWorker) => runner.receive(message));
post([FROM_WORKER.ready]);
