import type { Client } from './client.js';
import type { IssuerKind } from './issuer-kind.js';
import { type Result, type Table, type Verdict, gist, isBad, judge } from './table.js';

const MARKS: Record<Verdict, string> = {
  'as expected': '',
  better: ' ▲ better than the table says',
  worse: ' ✗ worse than the table says',
  otherwise: ' ✗ for another reason than the table says',
  'not in the table': ' ✗ not in the table',
  'not run': '',
};

export const renderJson = (table: Table, results: readonly Result[]): string =>
  JSON.stringify(
    results.map((result) => ({ ...result, verdict: judge(table, result) })),
    null,
    2,
  );

/** Renders a table of client × flow × issuer and, below each flow, everything that somebody has to look at. */
export function renderText(
  table: Table,
  clients: readonly Client[],
  results: readonly Result[],
  issuers: readonly IssuerKind[],
  verbose = false,
): string {
  const width = Math.max(...clients.flatMap(({ flows }) => flows.map(({ title }) => title.length)), 0);
  const lines = clients.flatMap((client) => [
    '',
    `${client.name} ${table[client.id]?.version ?? ''}`.trimEnd(),
    ...client.flows.flatMap((flow) => {
      const cells = issuers.map((issuer) => results.find((one) => isOf(one, client.id, flow.id, issuer)));
      const words = cells.map((cell) => (cell ? word(cell) : '').padEnd(8));
      return [
        `  ${flow.title.padEnd(width)}  ${words.join('')}`.trimEnd(),
        ...cells.flatMap((cell) => (cell ? explain(table, cell, verbose) : [])),
      ];
    }),
  ]);
  const head = `  ${''.padEnd(width)}  ${issuers.map((issuer) => issuer.padEnd(8)).join('')}`.trimEnd();
  return [head, ...lines, '', conclusion(table, results)].join('\n');
}

const isOf = (result: Result, client: string, flow: string, issuer: IssuerKind) =>
  result.client === client && result.flow === flow && result.issuer === issuer;

function word({ outcome }: Result): string {
  if ('works' in outcome) return 'works';
  return 'notRun' in outcome ? 'not run' : 'no';
}

function explain(table: Table, result: Result, verbose: boolean): string[] {
  const { client, flow, issuer, outcome } = result;
  const verdict = judge(table, result);
  const expected = table[client]?.flows[flow]?.[issuer];
  const mark = MARKS[verdict] === '' ? [] : [`    ${issuer}:${MARKS[verdict]}`];
  if ('works' in outcome) return mark;
  if ('notRun' in outcome) return [`    ${issuer}: because ${outcome.notRun}`];
  if (verdict === 'as expected' && typeof expected === 'object') return [`    ${issuer}: ${expected.no}`];
  const said = verbose ? outcome.says.trimEnd().split('\n') : gist(outcome.says);
  return [...mark, ...said.map((line) => `       ${line}`)];
}

function conclusion(table: Table, results: readonly Result[]): string {
  const verdicts = results.map((result) => judge(table, result));
  const count = (wanted: (verdict: Verdict) => boolean) => verdicts.filter(wanted).length;
  const bad = count(isBad);
  const better = count((verdict) => verdict === 'better');
  const notRun = count((verdict) => verdict === 'not run');
  return [
    `${results.length - notRun - bad} as the table says or better, ${bad} not, ${notRun} not run.`,
    ...(better > 0 ? ['Some got better: npm run interop -- --write puts that into the table.'] : []),
    ...(bad > 0 ? ['What is not as the table says is marked with ✗ above.'] : []),
  ].join('\n');
}
