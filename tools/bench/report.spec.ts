import { type Report, renderJson, renderText } from './report.js';

const REPORT: Report = {
  machine: {
    ...{ cpu: 'A processor', cores: 2, memoryGiB: 8, system: 'linux 6', node: 'v24.0.0', postgresql: '16.1' },
    durability: { fsync: 'on', synchronous_commit: 'off', full_page_writes: 'on' },
    load: 'wrk',
    packages: { fastify: '5.0.0' },
  },
  figures: [
    {
      name: 'introspection',
      title: 'Introspection',
      rows: [
        { subject: 'Passant', what: 'per second', value: 12_345.6, rounds: [12_345.6] },
        { subject: 'Passant', what: 'p99, ms', value: 4.567, rounds: [4.567] },
        { subject: 'bare server', what: 'per second', value: 6000, rounds: [6000] },
      ],
      verdicts: [
        { what: 'met', value: 2.05, target: { atLeast: 2 } },
        { what: 'missed', value: 7.4, target: { atLeast: 8 } },
        { what: 'told', value: 3 },
      ],
    },
  ],
  rounds: 5,
  seconds: 3,
};

describe('The table', () => {
  const text = renderText(REPORT);

  it.each([
    ['the machine', /^A processor, 2 cores, 8 GiB, linux 6$/m],
    ['the versions', /^fastify 5\.0\.0$/m],
    ['what a commit is worth', /PostgreSQL 16\.1 with fsync on, synchronous_commit off/],
    ['where the load came from, and the rounds', /^Load from wrk; medians of 5 rounds of 3 s/m],
    ['a subject with all that was measured of it', /^ {2}Passant +12,346 per second +4\.57 p99, ms/m],
    ['a target that is met', /^ {2}✓ met +2\.05 {2}\(at least 2\)$/m],
    ['a target that is missed', /^ {2}✗ missed +7\.40 {2}\(at least 8\)$/m],
    ['what has no target', /^ {4}told +3\.00$/m],
    ['how many are missed', /^1 missed/m],
  ])('names %s', (_, line) => {
    expect(text).toMatch(line);
  });

  it('says so when nothing is missed', () => {
    const figures = REPORT.figures.map((figure) => ({ ...figure, verdicts: figure.verdicts.slice(0, 1) }));
    expect(renderText({ ...REPORT, figures })).toMatch(/Every target is met\.$/);
  });
});

it('The JSON says of every target whether it is met.', () => {
  const { figures } = JSON.parse(renderJson(REPORT)) as { figures: { verdicts: { met: boolean }[] }[] };
  expect(figures[0]!.verdicts.map(({ met }) => met)).toEqual([true, false, true]);
});
