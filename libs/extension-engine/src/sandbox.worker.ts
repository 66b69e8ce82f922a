import { parentPort, workerData } from 'node:worker_threads';
import { ControlBlock } from './control-block.ts';
import { BlockingCalls } from './sandbox/blocking-calls.ts';
import { SandboxPool } from './sandbox/sandbox-pool.ts';
import { ScriptRunner } from './sandbox/script-runner.ts';
import { ScriptTime } from './sandbox/script-time.ts';
import { keepUniversalTime } from './sandbox/universal-time.ts';
import { FROM_WORKER, type FromWorker, type ToWorker, type WorkerSetup } from './wire.ts';

// Entry point of the worker threads. It runs both from source (Node strips the types) and bundled, so it and everything
// it imports may only use erasable TypeScript syntax.
const port = parentPort!;
const { compiled, layout, control, answers, memoryBytes } = workerData as WorkerSetup;
const block = new ControlBlock(control);
const post = (message: FromWorker) => port.postMessage(message);

keepUniversalTime();
const pool = new SandboxPool(compiled, layout);
await pool.add(memoryBytes);
const runner = new ScriptRunner(pool, block, new BlockingCalls(answers, block), new ScriptTime(), post);
port.on('message', (message: ToWorker) => runner.receive(message));
post([FROM_WORKER.ready]);
