import { Checklist, shown } from './checklist.js';
import { OAuthError } from './errors.js';

const question = (check: string, passed: boolean) => ({
  check,
  expected: 'yes',
  actual: passed ? 'yes' : 'no',
  passed,
});
const refusal = () => new OAuthError('invalid_request', 'No.', { cause: 'why', retryAfter: 7 });

function refusedBy(run: () => unknown): OAuthError {
  try {
    run();
  } catch (error) {
    return error as OAuthError;
  }
  throw new Error('Nothing was refused.');
}

describe('A checklist', () => {
  it('refuses with all that was asked, and with everything the refusal had before', () => {
    const checklist = new Checklist();
    checklist.require(question('first', true), refusal);
    const error = refusedBy(() => checklist.require(question('second', false), refusal));
    expect(error).toMatchObject({ code: 'invalid_request', message: 'No.' });
    expect(error.options).toMatchObject({ cause: 'why', retryAfter: 7 });
    expect(error.options.checks).toEqual([question('first', true), question('second', false)]);
  });

  it('takes a decision that refuses by itself for a question, and its cause for the answer', () => {
    const checklist = new Checklist();
    expect(checklist.ask('first', 'anything', () => 'result')).toBe('result');
    const error = refusedBy(() =>
      checklist.ask('second', 'something', () => {
        throw refusal();
      }),
    );
    expect(error.options.checks).toEqual([
      { check: 'first', expected: 'anything', actual: 'as expected', passed: true },
      { check: 'second', expected: 'something', actual: 'why', passed: false },
    ]);
  });

  it('keeps the questions of a decision that has some of its own', () => {
    const error = refusedBy(() =>
      new Checklist().ask('outer', 'x', () => new Checklist().require(question('inner', false), refusal)),
    );
    expect(error.options.checks).toEqual([question('inner', false)]);
  });

  it('lets faults of the server through as they are', () => {
    const fault = new TypeError('broken');
    const run = () =>
      new Checklist().ask('x', 'y', () => {
        throw fault;
      });
    expect(run).toThrow(fault);
  });
});

describe('A foreign value in a check', () => {
  it.each([
    [undefined, 'absent'],
    ['a "b"', '"a \\"b\\""'],
    [7, '7'],
    ['\0', '"\\u0000"'],
    ['a\u202eb\u0085\u200b', '"a\\u202eb\\u0085\\u200b"'],
    ['x'.repeat(300), `"${'x'.repeat(199)}…`],
  ])('%p is shown as %s', (value, expected) => expect(shown(value)).toBe(expected));

  it('is never cut through a character', () => {
    expect(shown(`${'x'.repeat(198)}😀😀`).isWellFormed()).toBe(true);
  });
});
