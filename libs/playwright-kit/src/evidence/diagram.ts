import type { SeenCall } from './calls.js';
import type { SeenExchange } from './exchanges.js';

interface Step {
  /** Milliseconds of `performance.now()`. */
  at: number;
  line: string;
}

/** Formats what was said to the server and to the services of a test as a sequence diagram in Mermaid notation. */
export function diagramOf(exchanges: readonly SeenExchange[], calls: readonly SeenCall[] = []): string {
  const steps = [...exchanges.flatMap(stepsOfExchange), ...calls.flatMap(stepsOfCall)];
  const senders = calls.some(({ from }) => from === 'Browser') ? ['Browser'] : [];
  const services = new Set(calls.map(({ to }) => to));
  return [
    'sequenceDiagram',
    ...['Test', ...senders, 'Passant', ...services].map((name) => `  participant ${name}`),
    // Steps of the same moment stay in order: what was asked comes before its answer.
    ...steps.sort((one, other) => one.at - other.at).map(({ line }) => `  ${line}`),
    '',
  ].join('\n');
}

function stepsOfExchange({ method, url, response, began, duration }: SeenExchange): Step[] {
  const error = /"error": "([^"]+)"/.exec(response?.body ?? '')?.[1];
  const answer = response ? `${response.status}${error === undefined ? '' : ` ${error}`}` : NO_ANSWER;
  return [
    { at: began, line: `Test->>Passant: ${method} ${plain(new URL(url).pathname)}` },
    { at: began + duration, line: `Passant-->>Test: ${answer}` },
  ];
}

function stepsOfCall({ from, to, method, path, began, answer }: SeenCall): Step[] {
  return [
    { at: began, line: `${from}->>${to}: ${method} ${plain(path)}` },
    { at: answer?.at ?? began, line: `${to}-->>${from}: ${answer?.status ?? NO_ANSWER}` },
  ];
}

const NO_ANSWER = 'no answer';

/** Mermaid ends a line at a semicolon and reads entities after a number sign. */
const plain = (path: string) => path.replace(/[;#]/g, ' ');
