import type { ScriptReport } from '@passant/extension-engine';
import { errorKindOf, isKilled } from './script-failure.js';
import { verdictOf } from './script-verdict.js';

const common = { logs: [], durationMs: 1, cpuMs: 1, httpCalls: [] };
const threw = (error: string): ScriptReport => ({ ...common, outcome: 'threw', error });
const returned = (result: unknown): ScriptReport => ({
  ...common,
  outcome: 'returned',
  result: JSON.stringify(result),
});
const kindOf = (report: ScriptReport) => errorKindOf(report, verdictOf(report, 'complete'));

describe('What is kept of a failure', () => {
  it.each([
    ['an error of the language', threw('TypeError: cannot read property of Jane'), 'TypeError'],
    ['a plain error', threw('Error: Jane Doe is unknown'), 'Error'],
    ['an error without a message', threw('RangeError'), 'RangeError'],
    ['an error with a name of its own', threw('Jane: was here'), null],
    ['a name that only begins like one', threw('ErrorOfJane: x'), null],
    ['a thrown text', threw('Jane Doe'), null],
    ['a status in no range', returned({ status: 'Jane Doe' }), 'status is in no range'],
    ['a status of several lines', returned({ status: 'Jane\nDoe' }), 'status is in no range'],
    ['success without a person', returned({ status: 2000 }), 'success without user'],
    ['a usable answer', returned({ status: 4000 }), null],
  ])('of %s', (_, report, kind) => {
    expect(kindOf(report)).toBe(kind);
  });
});

describe('A run was killed', () => {
  it.each([
    ['timed_out', true],
    ['out_of_memory', true],
    ['threw', false],
    ['failed', false],
  ] as const)('where it %s: %p', (outcome, killed) => {
    expect(isKilled({ ...common, outcome, error: 'x' })).toBe(killed);
  });
});
