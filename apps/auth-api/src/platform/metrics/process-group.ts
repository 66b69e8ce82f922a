import cluster from 'node:cluster';
import { OAuthError } from '@passant/protocol';
import { AggregatorRegistry, type Registry } from 'prom-client';

/** Milliseconds after which whoever was asked counts as gone. */
const PATIENCE = 6_000;

interface Question {
  metricsAsked: number;
}

interface Answer {
  metricsOf: number;
  /** Absent where a process did not say what it counted. */
  text?: string;
}

let asked = 0;

/** Lets the other processes of this port be told what this one counts. Alone, it changes nothing. */
export function countTogether(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  // Making one is what lets this process be asked.
  if (cluster.isWorker) new AggregatorRegistry();
}

/**
 * What all processes on this port counted, summed, so that it does not matter which of them is asked; `undefined` where
 * this is the only one. Throws `temporarily_unavailable` while one of them does not answer, because half a sum is none.
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
  throw new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', {
    cause: 'another process did not say what it counted',
    retryAfter: 1,
  });
}

/** Answers, in the process that started the others, what one of them asks about all. */
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
