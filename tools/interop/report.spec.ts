import type { Client } from './client.js';
import { renderJson, renderText } from './report.js';
import type { Outcome, Table } from './table.js';

const AGENT = {
  ...{ id: 'agent', name: 'Agent', about: '', atServer: '', atClient: '', samples: [] },
  source: { kind: 'npm', package: 'agent' },
  flows: [{ id: 'code', title: 'gets a code', run: async () => undefined }],
} satisfies Client;

const TABLE: Table = {
  agent: { version: '1.0', flows: { code: { L: { no: 'It takes https only.', says: 'not https' }, H: 'works' } } },
};

const results = (l: Outcome, h: Outcome) => [
  { client: 'agent', flow: 'code', issuer: 'L' as const, outcome: l },
  { client: 'agent', flow: 'code', issuer: 'H' as const, outcome: h },
];

const render = (l: Outcome, h: Outcome, verbose = false) =>
  renderText(TABLE, [AGENT], results(l, h), ['L', 'H'], verbose);

it('The table has a line for each flow, a column for each issuer, and the reason of every no.', () => {
  expect(render({ says: 'Error: not https' }, { works: true }).split('\n')).toEqual([
    '               L       H',
    '',
    'Agent 1.0',
    '  gets a code  no      works',
    '    L: It takes https only.',
    '',
    '2 as the table says or better, 0 not, 0 not run.',
  ]);
});

it.each<[string, Outcome, Outcome, string[]]>([
  [
    'got worse, with what was said',
    { says: 'not https' },
    { says: 'x\nError: refused' },
    ['H: ✗ worse', 'Error: refused'],
  ],
  ['fails for another reason', { says: 'Error: down' }, { works: true }, ['L: ✗ for another reason', 'Error: down']],
  ['got better', { works: true }, { works: true }, ['L: ▲ better', 'npm run interop -- --write']],
  [
    'was not run, and why',
    { notRun: 'there is no Debian' },
    { works: true },
    ['L: because there is no Debian', '1 not run'],
  ],
])('Shown is what %s.', (_, l, h, expected) => {
  const text = render(l, h);
  for (const part of expected) expect(text).toContain(part);
});

it('Everything that was said is shown on request.', () => {
  expect(render({ says: 'not https' }, { says: 'first\nError: refused' })).not.toContain('first');
  expect(render({ says: 'not https' }, { says: 'first\nError: refused' }, true)).toContain('first');
});

it('As JSON, every result has its verdict.', () => {
  expect(JSON.parse(renderJson(TABLE, results({ says: 'not https' }, { says: 'down' })))).toMatchObject([
    { client: 'agent', flow: 'code', issuer: 'L', verdict: 'as expected' },
    { issuer: 'H', verdict: 'worse', outcome: { says: 'down' } },
  ]);
});
