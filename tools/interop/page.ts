import type { Client, Sample, Source } from './client.js';
import { ISSUERS } from './issuer-kind.js';
import type { Expectation, Table } from './table.js';

const HEAD = `# Tested clients

_For the administrator and the developer who connect client software that exists._

Client software that nobody here wrote, run with its defaults: the tested version, what to set on either side, a
configuration that was run, and known faults of the client. \`npm run interop\` runs all of it, fails when a client no
longer gets in, and writes this page.

**L** is a server with plain http on the same machine, as during development. **H** is a server with https under a name
of its own, as in production. Addresses, identifiers and secrets in the examples are placeholders.
`;

/** Renders `docs/clients.md`. */
export function renderPage(table: Table, clients: readonly Client[]): string {
  const tested = clients.filter(({ source }) => source.kind !== 'elsewhere');
  const untested = clients.filter(({ source }) => source.kind === 'elsewhere');
  return [
    HEAD,
    '## Results',
    '',
    ...overview(table, tested),
    '',
    ...tested.flatMap((client) => section(table, client)),
    '## Not run',
    '',
    'The system that runs the others has no package of these. What is said here was seen once, by hand.',
    '',
    ...untested.flatMap((client) => section(table, client)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function overview(table: Table, clients: readonly Client[]): string[] {
  const rows = clients.flatMap((client) =>
    client.flows.map((flow, index) => {
      const { version, flows } = table[client.id]!;
      const name = index === 0 ? `[${client.name}](#${anchor(client, version)}) ${version}` : '';
      return [name, flow.title, ...ISSUERS.map((issuer) => cell(flows[flow.id]![issuer]))];
    }),
  );
  return rowsOf([['client', 'flow', ...ISSUERS], ...rows]);
}

const cell = (expectation: Expectation): string => (typeof expectation === 'string' ? expectation : 'no');

/** The anchor that GitHub and others generate for a heading. */
const anchor = (client: Client, version: string): string =>
  heading(client, version)
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

const heading = ({ name }: Client, version: string): string => `${name} ${version}`.trim();

function section(table: Table, client: Client): string[] {
  const { version, flows } = table[client.id]!;
  const reasons = client.flows.flatMap(({ id, title }) =>
    ISSUERS.flatMap((issuer) => {
      const expectation = flows[id]![issuer];
      return typeof expectation === 'string' ? [] : [`With ${issuer}, _${title}_ does not work. ${expectation.no}`];
    }),
  );
  const faults = [...reasons, ...(client.faults ?? [])];
  return [
    `### ${heading(client, version)}`,
    '',
    `${client.about} ${originOf(client.source)}`,
    '',
    `- **In Passant**: ${client.atServer}`,
    `- **In the client**: ${client.atClient}`,
    '',
    ...client.samples.flatMap(renderSample),
    ...(faults.length > 0 ? ['Known faults and limits:', '', ...faults.map((fault) => `- ${fault}`), ''] : []),
  ];
}

function originOf(source: Source): string {
  if (source.kind === 'elsewhere') return `From ${source.from}.`;
  return source.kind === 'debian' ? `Debian's package \`${source.package}\`.` : 'From npm.';
}

const renderSample = ({ title, language, text }: Sample): string[] => [
  `${title}:`,
  '',
  `\`\`\`${language}`,
  text.trimEnd(),
  '```',
  '',
];

function rowsOf(rows: string[][]): string[] {
  const [head, ...body] = rows;
  return [head!, head!.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`);
}
