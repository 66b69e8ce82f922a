import { describe, expect, it } from '@jest/globals';
import type { ConformanceReport, ConformanceVerdict } from '@passant/contracts';
import { readConformanceSearch } from './conformance-search.js';
import { countVerdicts, selectLines } from './select-lines.js';

const line = (rule: string, verdict: ConformanceVerdict) => ({ rule, verdict, evidence: 'So it is.', tried: false });

const REPORT: ConformanceReport = {
  issuer: 'https://login.example.com/oauth',
  made_at: 1_800_000_000,
  documents: [],
  rules: [
    {
      id: 'both',
      about: 'server',
      requirement: 'Do.',
      references: [
        { document: 'oauth-2.1', clause: '1', strength: 'must' },
        { document: 'fapi-2.0', clause: '2', strength: 'must' },
      ],
    },
    {
      id: 'bcp',
      about: 'server',
      requirement: 'Do not.',
      references: [{ document: 'rfc-9700', clause: '3', strength: 'should' }],
    },
  ],
  subjects: [
    { about: 'server', lines: [line('bcp', 'met'), line('both', 'not_met')] },
    { about: 'application', identifier: 'app', lines: [line('both', 'exception'), line('bcp', 'not_applicable')] },
  ],
};

describe('the lines of the report', () => {
  it.each([
    [{}, ['server both', 'server bcp', 'application both']],
    [{ verdict: 'not_applicable' }, ['application bcp']],
    [{ verdict: 'not_met' }, ['server both']],
    [{ document: 'fapi-2.0' }, ['server both', 'application both']],
    [{ document: 'rfc-9700' }, ['server bcp']],
    [{ document: 'rfc-9700', verdict: 'exception' }, []],
    [{ document: 'rfc-10070' }, []],
  ] as const)('for %j are %j', (search, expected) => {
    const found = selectLines(REPORT, search).flatMap(({ subject, lines }) =>
      lines.map(({ about }) => `${subject.about} ${about.id}`),
    );
    expect(found).toEqual(expected);
  });

  it.each([
    ['oauth-2.1', { met: 0, not_met: 1, exception: 1, not_applicable: 0 }],
    ['rfc-9700', { met: 1, not_met: 0, exception: 0, not_applicable: 1 }],
    ['rfc-10070', { met: 0, not_met: 0, exception: 0, not_applicable: 0 }],
  ] as const)('of %s are counted: %j', (document, counts) => {
    expect(countVerdicts(REPORT, document)).toEqual(counts);
  });
});

describe('the filters in the URL', () => {
  it.each([
    [
      { document: 'rfc-9700', verdict: 'not_met', other: 1 },
      { document: 'rfc-9700', verdict: 'not_met' },
    ],
    [{ document: 'rfc-1', verdict: 'great' }, {}],
    [{}, {}],
  ])('%j are read as %j', (search, expected) => {
    expect(readConformanceSearch(search)).toEqual(expected);
  });
});
