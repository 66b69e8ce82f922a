import type { Finding, Tally } from './run.js';

/** Characters of a text that are shown. */
const SHOWN = 1500;

const quoted = (text: string) => `'${text.slice(0, SHOWN).replaceAll("'", `'\\''`)}'`;

/** A request that is answered wrongly, as one would send it with curl, and how to draw it again. */
export function renderFinding({ operation, problem, drawn, sent }: Finding, seed: number): string {
  const headers = drawn.headers.map(
    ([name, value]) => `-H ${quoted(`${name}: ${typeof value === 'symbol' ? '<current>' : value}`)}`,
  );
  const request = [
    `curl -X ${operation.method} ${quoted(sent?.url ?? operation.path)}`,
    ...headers,
    ...(sent?.type === undefined
      ? []
      : [`-H ${quoted(`content-type: ${sent.type}`)}`, `--data-raw ${quoted(sent.body)}`]),
  ];
  return [
    `✗ ${operation.method} ${operation.path}: ${problem}`,
    `  as ${drawn.caller}: ${request.join(' \\\n    ')}`,
    ...(sent ? [`  answer: ${sent.status} ${sent.text.slice(0, SHOWN)}`] : []),
    `  again: npm run fuzz -- --seed ${seed} --operation ${operation.id}`,
  ].join('\n');
}

const slowestOf = ({ slowest: { id, milliseconds } }: Tally) =>
  `slowest answer: ${Math.round(milliseconds)} ms (${id})`;

export interface Progress {
  tally: Tally;
  /** How many operations have been tried, and how many there are. */
  tried: number;
  operations: number;
  /** Resident memory of the server in MiB. */
  memory: number;
}

export const renderProgress = ({ tally, tried, operations, memory }: Progress): string =>
  `${tally.requests} requests, ${tried} of ${operations} operations; ${slowestOf(tally)}; resident memory: ${Math.round(memory)} MiB`;

export interface Figures {
  tally: Tally;
  /** Identifiers of the operations. */
  operations: readonly string[];
  /** Resident memory in MiB after a tenth of the requests, and after the last. */
  memory: { warm: number; last: number };
}

export function renderFigures({ tally, operations, memory }: Figures): string {
  const never = operations.filter((id) => !tally.succeeded.has(id));
  const answers = [...tally.answers].sort(([one], [other]) => one.localeCompare(other));
  return [
    `${tally.requests} requests to ${operations.length} operations; ${tally.succeeded.size} of them let one succeed`,
    ...(never.length === 0 ? [] : [`none succeeded of: ${never.join(', ')}`]),
    `answers: ${answers.map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
    slowestOf(tally),
    `resident memory: ${Math.round(memory.warm)} MiB warmed up, ${Math.round(memory.last)} MiB at the end`,
  ].join('\n');
}
