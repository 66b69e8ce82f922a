import cluster from 'node:cluster';
import { Unavailable } from '@passant/protocol';
import { AggregatorRegistry, type Registry } from 'prom-client';

/** Milliseconds to wait for an answer from the parent process. */
const PATIENCE = 6_000;

interface Question {
  metricsAsked: number;
}

interface Answer {
  metricsOf: number;
  /** Absent if a process did not report its metrics. */
  text?: string;
}

let asked = 0;

/**
 * Makes the metrics of this process available to the other processes on the port. Has no effect in a single process.
 */
export function countTogether(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  // Constructing one installs the handler that answers requests for this process's metrics.
  if (cluster.isWorker) new AggregatorRegistry();
}

/**
 * The summed metrics of all processes on this port, so that it does not matter which process is asked; `undefined` if
 * this is the only process. Throws `temporarily_unavailable` if one of them does not answer, because a partial sum
 * would be wrong.
 */
export async function countedTogether(): Promise<string | undefined> {
  if (!cluster.isWorker) return undefined;
  const question: Question = { metricsAsked: (asked += 1) };
  const text = await new Promise<string | undefined>((resolve) => {
    const done = (message?: unknown) => {
      if (message !== undefined && (message as Partial<Answer>).metricsOf !== question.metricsAsked) return;
      clearTimeout(timer);
      process.off('message', done);
      resolve((message as Answer | undefined)?.text);
    };
    const timer = setTimeout(done, PATIENCE);
    process.on('message', done);
    process.send!(question);
  });
  if (text !== undefined) return text;
  throw new Unavailable('another process did not say what it counted', 1);
}

/** Runs in the parent process: answers a worker's request for the metrics of all workers. */
export function answerForAll(
  worker: { on: (event: 'message', heard: (message: unknown) => void) => unknown } & {
    send: (message: Answer) => unknown;
  },
): void {
  const all = new AggregatorRegistry();
  worker.on('message', (message) => {
    const { metricsAsked } = message as Partial<Question>;
    if (metricsAsked === undefined) return;
    all.clusterMetrics().then(
      (text) => worker.send({ metricsOf: metricsAsked, text }),
      () => worker.send({ metricsOf: metricsAsked }),
    );
  });
}
