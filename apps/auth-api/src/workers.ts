import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import { answerForAll } from './observation/metrics/process-group.js';
import type { Config } from './platform/config.js';
import { freePortFor } from './platform/ports.js';
import type { RunningServer } from './server.js';

/** What is announced once a server is up, whichever process serves. */
export type Announcement = Pick<RunningServer, 'url' | 'seeded'>;

/** Message from a worker to the process that started it. */
interface ReadyMessage extends Announcement {
  ready: true;
}

const STOP = 'stop';
/** Question to a worker, and its answer. */
const ARE_YOU_THERE = 'are you there?';
const HERE = 'here';

/** Milliseconds between two questions to a worker, and how many of them it may leave unanswered. */
const ASKED_EVERY = 500;
const MOST_UNANSWERED = 10;

/**
 * Minimum lifetime of a worker in milliseconds. A worker that ends sooner suggests that its successors will, too, so
 * the restart is delayed.
 */
const SOUND_LIFE = 10_000;
/** Longest delay in milliseconds before a worker that ended early is replaced. */
const LONGEST_PAUSE = 30_000;

/** A worker ended before it was ready. It has reported the reason itself. */
export class WorkerFailedError extends Error {
  constructor(readonly exitCode: number) {
    super('A worker could not start.');
  }
}

/**
 * Runs the server in several processes on one port. The first worker starts alone: it migrates the database and creates
 * the initial data. The others follow. Workers that die are replaced, and so are those that no longer answer.
 * Throws {@link WorkerFailedError} if the first worker does not start.
 */
export async function startWorkers(
  config: Config,
  logger: Logger,
): Promise<Announcement & { close: () => Promise<void>; kill: () => void }> {
  const port = await freePortFor(config);
  const workers = new Set<Worker>();
  let isStopping = false;
  let pause = 0;

  const start = (): Promise<Announcement> => {
    const worker = cluster.fork({ PORT: port });
    const since = performance.now();
    workers.add(worker);
    answerForAll(worker);
    const ended = endOf(worker);
    void ended.then(({ code, signal }) => {
      workers.delete(worker);
      if (isStopping || !hasBegun) return;
      logger.error({ worker: worker.process.pid, code, signal }, 'A worker ended and is replaced.');
      pause = performance.now() - since > SOUND_LIFE ? 0 : Math.min(LONGEST_PAUSE, Math.max(500, 2 * pause));
      setTimeout(() => {
        if (!isStopping) start().catch(() => {});
      }, pause);
    });
    const isReady = ready(worker, ended);
    // Loading everything may take a slow machine longer than an answer may take a worker that serves.
    void isReady.then(
      () => endIfSilent(worker, ended, () => logger.error({ worker: worker.process.pid }, SILENT)),
      () => {},
    );
    return isReady;
  };

  let hasBegun = false;
  const announcement = await start();
  hasBegun = true;
  await Promise.allSettled(Array.from({ length: config.workers - 1 }, start));

  return {
    ...announcement,
    close: async () => {
      isStopping = true;
      await Promise.all([...workers].map(end));
    },
    kill: () => {
      for (const worker of workers) worker.process.kill('SIGKILL');
    },
  };
}

interface WorkerEnd {
  code: number | null;
  signal: string | null;
}

/** Resolves when a worker ends, including one that could not be started. */
function endOf(worker: Worker): Promise<WorkerEnd> {
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null, signal: string | null) => resolve({ code, signal }));
    // Emitted for every message that a dying worker can no longer receive. Without a listener, the error would end this
    // process and all its workers. For a worker that could not be started, it is the only event.
    worker.on('error', () => {
      if (worker.process.pid === undefined) resolve({ code: 1, signal: null });
    });
  });
}

function ready(worker: Worker, ended: Promise<WorkerEnd>): Promise<Announcement> {
  return new Promise((resolve, reject) => {
    worker.on('message', ({ ready: isReady, url, seeded }: Partial<ReadyMessage>) => {
      if (isReady) resolve({ url: url!, seeded: seeded! });
    });
    void ended.then(({ code }) => reject(new WorkerFailedError(code ?? 1)));
  });
}

const SILENT = 'A worker no longer answers and is killed.';

/**
 * Kills a worker that no longer answers because its process was stopped or its event loop is stuck: who came to its
 * socket would wait for ever, and once it is dead is told. What counts is questions and not time, so that nobody is
 * killed because the whole machine stood still.
 * @param ended resolves when the worker ends
 * @param tell is called before it is killed
 */
function endIfSilent(worker: Worker, ended: Promise<WorkerEnd>, tell: () => void): void {
  let unanswered = 0;
  worker.on('message', (message: unknown) => {
    if (message === HERE) unanswered = 0;
  });
  const timer = setInterval(() => {
    if (unanswered < MOST_UNANSWERED) {
      unanswered += 1;
      if (worker.isConnected()) worker.send(ARE_YOU_THERE);
      return;
    }
    clearInterval(timer);
    tell();
    worker.process.kill('SIGKILL');
  }, ASKED_EVERY);
  void ended.then(() => clearInterval(timer));
}

/** Lets a worker answer the requests in progress, and waits until it has ended. */
async function end(worker: Worker): Promise<void> {
  const ended = endOf(worker);
  if (worker.isConnected()) worker.send(STOP);
  else worker.process.kill('SIGTERM');
  await ended;
}

/**
 * Serves as one of several workers. Reports when it is ready. Stops when told to, or when the parent process is gone,
 * so that no orphan stays on the port.
 * @param stop shuts the process down gracefully
 */
export async function serveAsWorker(
  start: () => Promise<RunningServer>,
  stop: (server: RunningServer) => void,
): Promise<void> {
  const starting = start();
  // A worker that is told to stop while it is starting stops once it has started. If the start fails, the error goes to
  // the code that awaits it.
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    void starting.then(stop, () => {});
  };
  process.on('message', (message) => {
    if (message === STOP) end();
    else if (message === ARE_YOU_THERE) process.send?.(HERE);
  });
  process.once('disconnect', end);
  process.on('SIGTERM', end);
  // A terminal sends SIGINT to every process of the group; the parent process decides when workers stop.
  process.on('SIGINT', () => {});
  const server = await starting;
  const message: ReadyMessage = { ready: true, url: server.url, seeded: server.seeded };
  process.send!(message);
}
