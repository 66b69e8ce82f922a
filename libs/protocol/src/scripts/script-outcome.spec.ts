import { PROTECTED_CLAIMS, droppedClaims, readOutcome } from './script-outcome.js';

/** Names of the IANA registry of JWT claims that say how somebody was authenticated, or what a token is bound to. */
const REGISTERED = ['sub_id', 'sub_jwk', 'vot', 'vtm', 'txn', 'token_introspection', '_sd', '_sd_alg', '...'];

const success = { status: 2000, user: { id: 'person', amr: ['hwk'], firstName: 'John' } };

describe('The result of a script', () => {
  it('is a user with attributes when it succeeds', () => {
    expect(readOutcome(JSON.stringify({ ...success, responsePayload: 'out' }), 'complete')).toEqual({
      kind: 'valid',
      status: 2000,
      data: 'out',
      user: { id: 'person', amr: ['hwk'], details: { firstName: 'John' } },
    });
  });

  it.each([
    [2000, 'valid'],
    [2999, 'valid'],
    [4000, 'retry'],
    [4999, 'retry'],
    [5000, 'unrecoverable'],
    [5999, 'unrecoverable'],
  ])('with status %i is %s', (status, kind) => {
    expect(readOutcome(JSON.stringify({ ...success, status }), 'complete')).toMatchObject({ kind, status });
  });

  it.each([[1999], [3000], [3999], [6000], [0], [-1], [2000.5], ['2000'], [null], [true]])(
    'with status %p is an error',
    (status) => {
      expect(() => readOutcome(JSON.stringify({ ...success, status }), 'complete')).toThrow(
        expect.objectContaining({ code: 'server_error' }),
      );
    },
  );

  it.each([
    ['nothing', undefined],
    ['null', 'null'],
    ['a number', '2000'],
    ['an array', '[]'],
    ['no status', '{}'],
    ['success without user', '{"status":2000}'],
    ['success with an empty id', '{"status":2000,"user":{"id":""}}'],
    ['success with a numeric id', '{"status":2000,"user":{"id":7}}'],
    ['success with an endless id', JSON.stringify({ status: 2000, user: { id: 'x'.repeat(256) } })],
    ...[' ', ' a', 'a ', 'ü', 'a\nb', 'a\n', 'a\tb', 'a\x7f', 'a\u00a0b', '漢'].map((id): [string, string] => [
      `success with the id ${JSON.stringify(id)}`,
      JSON.stringify({ status: 2000, user: { id } }),
    ]),
    ['an attribute __proto__', '{"status":2000,"user":{"id":"a","__proto__":{"x":1}}}'],
    ['an attribute constructor', '{"status":2000,"user":{"id":"a","constructor":1}}'],
    ['an attribute prototype', '{"status":2000,"user":{"id":"a","prototype":{}}}'],
    ['a user that is an array', '{"status":2000,"user":["id"]}'],
    ['amr that is no list', '{"status":2000,"user":{"id":"a","amr":"pwd"}}'],
    ['a user identifier with NUL', '{"status":2000,"user":{"id":"a\\u0000"}}'],
    ['nested too deeply', `{"status":2000,"user":{"id":"a","b":${'['.repeat(100)}${']'.repeat(100)}}}`],
    ['half a surrogate pair', '{"status":2000,"user":{"id":"a","b":"\\ud800"}}'],
    ['a payload that is no string', '{"status":2000,"user":{"id":"a"},"responsePayload":{}}'],
    ['registration data that is no string', '{"status":2000,"user":{"id":"a"},"registrationData":1}'],
  ])('is an error when it is %s', (_, result) => {
    expect(() => readOutcome(result, 'complete')).toThrow(expect.objectContaining({ code: 'server_error' }));
  });

  it('needs no user on init', () => {
    expect(readOutcome('{"status":2001,"registrationData":"kept"}', 'init')).toEqual({
      kind: 'valid',
      status: 2001,
      registrationData: 'kept',
    });
  });

  it.each([...PROTECTED_CLAIMS, ...REGISTERED])('cannot set the claim %s', (claim) => {
    const result = JSON.stringify({ status: 2000, user: { id: 'person', [claim]: 'mine' } });
    expect(readOutcome(result, 'complete')).toMatchObject({ user: { details: {} } });
    expect(droppedClaims(result)).toEqual([claim]);
  });

  it('keeps attributes that are null, on top and within others', () => {
    const result = '{"status":2000,"user":{"id":"a","amr":null,"empty":null,"address":{"street":null}}}';
    expect(readOutcome(result, 'complete')).toMatchObject({
      user: { amr: [], details: { empty: null, address: { street: null } } },
    });
  });

  it.each(['a', '~', 'x'.repeat(255), 'CN=John Doe,OU=People', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}'])(
    'may name a person %s',
    (id) => {
      expect(readOutcome(JSON.stringify({ status: 2000, user: { id } }), 'complete')).toMatchObject({ user: { id } });
    },
  );
});
