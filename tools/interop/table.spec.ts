import type { Client } from './client.js';
import { type Expectation, type Outcome, type Table, gist, isBad, judge, updated } from './table.js';

const FAULT: Expectation = { no: 'It cannot.', says: 'cannot parse' };

const tableOf = (expectation: Expectation | undefined): Table =>
  expectation === undefined ? {} : { agent: { version: '1.0', flows: { code: { L: expectation, H: expectation } } } };

const resultOf = (outcome: Outcome) => ({ client: 'agent', flow: 'code', issuer: 'L' as const, outcome });

describe('A result', () => {
  it.each<[string, Expectation | undefined, Outcome, string, boolean]>([
    ['that works, as it should', 'works', { works: true }, 'as expected', false],
    ['that does not, though it should', 'works', { says: 'refused' }, 'worse', true],
    ['that fails for the reason of the table', FAULT, { says: 'Error: cannot parse http' }, 'as expected', false],
    ['that fails for another reason', FAULT, { says: 'Error: refused' }, 'otherwise', true],
    ['that works, though the table says no', FAULT, { works: true }, 'better', false],
    ['of which the table knows nothing', undefined, { works: true }, 'not in the table', true],
    ['that the table says is not run', 'not run', { works: true }, 'not in the table', true],
    ['that is not there', 'works', { notRun: 'there is no Debian' }, 'not run', false],
  ])('%s: judged', (_, expectation, outcome, verdict, bad) => {
    const judged = judge(tableOf(expectation), resultOf(outcome));
    expect([judged, isBad(judged)]).toEqual([verdict, bad]);
  });
});

describe('The table that is written', () => {
  const client = {
    ...{ id: 'agent', name: 'Agent', about: '', atServer: '', atClient: '', samples: [] },
    source: { kind: 'npm', package: 'agent' },
    flows: [{ id: 'code', title: 'code', run: async () => undefined }],
  } satisfies Client;
  const versions = new Map([['agent', '2.0']]);

  it('holds what got better, and the version of the run', () => {
    expect(updated(tableOf(FAULT), [client], [resultOf({ works: true })], versions)).toEqual({
      agent: { version: '2.0', flows: { code: { L: 'works', H: FAULT } } },
    });
  });

  it('keeps what was expected of a flow that got worse or was not run', () => {
    const before = tableOf('works');
    expect(updated(before, [client], [resultOf({ says: 'refused' })], new Map())).toEqual(before);
    expect(updated(before, [client], [resultOf({ notRun: 'no apt-get' })], new Map())).toEqual(before);
  });

  it('forgets clients and flows that are no longer there', () => {
    const flows = { code: { L: 'works', H: 'works' }, gone: { L: 'works', H: 'works' } } as const;
    const before: Table = { agent: { version: '2.0', flows }, leaver: { version: '1.0', flows } };
    expect(updated(before, [client], [], versions)).toEqual({
      agent: { version: '2.0', flows: { code: { L: 'works', H: 'works' } } },
    });
  });

  it('says of a client from elsewhere that it is not run', () => {
    const elsewhere: Client = { ...client, source: { kind: 'elsewhere', from: 'PyPI' } };
    expect(updated({}, [elsewhere], [], new Map())).toEqual({
      agent: { version: '', flows: { code: { L: 'not run', H: 'not run' } } },
    });
  });
});

describe('The gist of a failure', () => {
  it.each([
    [
      'is the line of the error, wherever it stands',
      'file.js:1\n  throw x\n  ^\nTypeError: no key\n  at a',
      ['TypeError: no key'],
    ],
    [
      'is a line that speaks of an error',
      'starting\n2026 [auth] error: refused\nstopping',
      ['2026 [auth] error: refused'],
    ],
    ['is the last line where none does', 'one\ntwo\n\n', ['two']],
    ['says when there is nothing', '', ['It said nothing.']],
    [
      'is followed by what the server says, once each and at most three',
      'Error: x\nPassant: a\nPassant: b\nPassant: b\nPassant: c\nPassant: d',
      ['Error: x', 'Passant: b', 'Passant: c', 'Passant: d'],
    ],
  ])('%s', (_, says, expected) => {
    expect(gist(says)).toEqual(expected);
  });
});
