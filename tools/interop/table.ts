import type { Client } from './client.js';
import { ISSUERS, type IssuerKind } from './issuer-kind.js';

/** The expected outcome of a flow of a client with one issuer. */
export type Expectation =
  | 'works'
  /** The client cannot be run here. */
  | 'not run'
  /** `no`: why it does not work, as text; `says`: text that the failure contains if it has this very reason. */
  | { no: string; says: string };

/** The checked-in table: for each client the tested version, and for each flow and issuer the expectation. */
export type Table = Record<string, { version: string; flows: Record<string, Record<IssuerKind, Expectation>> }>;

/** The outcome of a flow. `says`: everything that it printed when it failed; `notRun`: why, as a sentence fragment. */
export type Outcome = { works: true } | { says: string } | { notRun: string };

export interface Result {
  client: string;
  flow: string;
  issuer: IssuerKind;
  outcome: Outcome;
}

/** How a result compares with the table. `otherwise`: it fails, as expected, but for another reason. */
export const VERDICTS = ['as expected', 'better', 'worse', 'otherwise', 'not in the table', 'not run'] as const;
export type Verdict = (typeof VERDICTS)[number];

const BAD: readonly Verdict[] = ['worse', 'otherwise', 'not in the table'];

/** Whether somebody has to look at a result with this verdict. */
export const isBad = (verdict: Verdict): boolean => BAD.includes(verdict);

export function judge(table: Table, { client, flow, issuer, outcome }: Result): Verdict {
  if ('notRun' in outcome) return 'not run';
  const expected = table[client]?.flows[flow]?.[issuer];
  if (expected === undefined || expected === 'not run') return 'not in the table';
  if (expected === 'works') return 'works' in outcome ? 'as expected' : 'worse';
  if ('works' in outcome) return 'better';
  return outcome.says.includes(expected.says) ? 'as expected' : 'otherwise';
}

/**
 * Updates the table with results that got better, with new flows, and with the versions of this run. The reason for a
 * failure has to be written by hand. So a result that got worse leaves its entry unchanged, and a new flow that does
 * not work gets no expectation until somebody writes the reason.
 */
export function updated(
  table: Table,
  clients: readonly Client[],
  results: readonly Result[],
  versions: ReadonlyMap<string, string | undefined>,
): Table {
  return Object.fromEntries(
    clients.map(({ id, flows, source }) => {
      const before = table[id];
      const entries = flows.map((flow) => {
        const row = ISSUERS.map((issuer) => {
          const result = results.find((one) => one.client === id && one.flow === flow.id && one.issuer === issuer);
          const worked = result !== undefined && 'works' in result.outcome;
          const known = source.kind === 'elsewhere' ? 'not run' : before?.flows[flow.id]?.[issuer];
          return [issuer, worked ? 'works' : known] as const;
        });
        return [flow.id, Object.fromEntries(row) as Record<IssuerKind, Expectation>] as const;
      });
      return [id, { version: versions.get(id) ?? before?.version ?? '', flows: Object.fromEntries(entries) }];
    }),
  );
}

/** How many of the server's refusals are shown with a failure. */
const REFUSALS = 3;

/** The most informative line of a failure, followed by the server's refusals. */
export function gist(says: string): string[] {
  const lines = says
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [ours, theirs] = [lines.filter(isRefusal), lines.filter((line) => !isRefusal(line))];
  const telling =
    theirs.find((line) => /^[\w.]*(Error|Exception)\b/.test(line)) ?? theirs.find((line) => /error/i.test(line));
  const said = telling ?? theirs.at(-1) ?? 'It said nothing.';
  return [said.slice(0, 300), ...[...new Set(ours)].slice(-REFUSALS)];
}

const isRefusal = (line: string) => line.startsWith('Passant: ');
