import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import type { FirstStart } from './admin/bootstrap.js';
import { answerForAll } from './platform/metrics/process-group.js';
import type { RunningServer } from './server.js';

/** What there is to say when a server is up, whichever process serves. */
export type Announcement = Pick<RunningServer, 'url' | 'firstStart'>;

/** What a worker tells the process that started it. */
interface ReadyMessage extends Announcement {
  ready: true;
  firstStart: FirstStart;
}

const STOP = 'stop';

/** Milliseconds a worker has to live for its end to be no sign that all of them will end like this. */
const SOUND_LIFE = 10_000;
/** Longest pause in milliseconds between two workers that do not live. */
const LONGEST_PAUSE = 30_000;

/** A worker ended before it was ready; why, it said itself. */
export class WorkerFailedError extends Error {
  constructor(readonly exitCode: number) {
    super('A worker could not start.');
  }
}

/**
 * Runs the server in several processes on one port. The first one alone brings the database up to date and makes what
 * there has to be; the others follow. One that dies is replaced.
 * Throws {@link WorkerFailedError} if the first does not come up.
 */
export async function startWorkers(
  count: number,
  logger: Logger,
): Promise<Announcement & { close: () => Promise<void>; kill: () => void }> {
  const workers = new Set<Worker>();
  let isStopping = false;
  let pause = 0;

  const start = (): Promise<Announcement> => {
    const worker = cluster.fork();
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
    return ready(worker, ended);
  };

  let hasBegun = false;
  const announcement = await start();
  hasBegun = true;
  await Promise.allSettled(Array.from({ length: count - 1 }, start));

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

/** The end of a worker, also of one that never began. */
function endOf(worker: Worker): Promise<WorkerEnd> {
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null, signal: string | null) => resolve({ code, signal }));
    // Emitted for every message that one which is just dying does not get any more; unheard, it would end this process
    // and all the others with it. Of one that could not be started nothing else is said.
    worker.on('error', () => {
      if (worker.process.pid === undefined) resolve({ code: 1, signal: null });
    });
  });
}

function ready(worker: Worker, ended: Promise<WorkerEnd>): Promise<Announcement> {
  return new Promise((resolve, reject) => {
    worker.on('message', ({ ready: isReady, url, firstStart }: Partial<ReadyMessage>) => {
      if (isReady) resolve({ url: url!, firstStart: firstStart! });
    });
    void ended.then(({ code }) => reject(new WorkerFailedError(code ?? 1)));
  });
}

/** Lets a worker answer what is under way, and waits for its end. */
async function end(worker: Worker): Promise<void> {
  const ended = endOf(worker);
  if (worker.isConnected()) worker.send(STOP);
  else worker.process.kill('SIGTERM');
  await ended;
}

/**
 * Serves as one of several: says when it is ready, and stops when it is told to, or when whoever started it is gone, so
 * that nobody is left behind on the port. @param stop ends the process in an orderly way
 */
export async function serveAsWorker(
  start: () => Promise<RunningServer>,
  stop: (server: RunningServer) => void,
): Promise<void> {
  const starting = start();
  // One that is told before it serves ends as soon as it does; what went wrong is told to whoever awaits the start.
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    void starting.then(stop, () => {});
  };
  process.on('message', (message) => {
    if (message === STOP) end();
  });
  process.once('disconnect', end);
  process.on('SIGTERM', end);
  // A terminal sends it to every process at once; whoever started this one says when to stop.
  process.on('SIGINT', () => {});
  const server = await starting;
  const message: ReadyMessage = { ready: true, url: server.url, firstStart: server.firstStart };
  process.send!(message);
}
