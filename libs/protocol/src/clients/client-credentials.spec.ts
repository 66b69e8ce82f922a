import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import { checkAuthenticationMethod, methodsOf, presentedCredentials, readBasic } from './client-credentials.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const header = basic('client:secret');
const inBody = { client_id: 'client', client_secret: 'secret' };
const signed = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: 'a.b.c' };

function refusalOf(authorization: string | undefined, body: unknown): OAuthError {
  try {
    presentedCredentials(authorization, body);
  } catch (error) {
    return error as OAuthError;
  }
  throw new Error('Nothing was refused.');
}

describe('Basic credentials', () => {
  it.each([
    ['as they stand', 'client:secret', 'client', 'secret'],
    ['form-encoded', 'my%5Fclient:a%2Fb%3A', 'my_client', 'a/b:'],
    ['with a plus for a space', 'client:a+b', 'client', 'a b'],
    ['with a colon in the secret', 'client:a:b', 'client', 'a:b'],
    ['with an empty secret', 'client:', 'client', ''],
  ])('are read %s', (_, text, clientId, secret) => {
    expect(readBasic(basic(text))).toEqual({ clientId, secret });
  });

  it.each(['Basic', 'Basic ', 'Basic ???', basic('client'), basic('client:100%'), 'Bearer abc', 'Digest x'])(
    'are none: %s',
    (text) => {
      expect(readBasic(text)).toBeUndefined();
    },
  );
});

describe('A request', () => {
  const once = { method: 'client_secret_basic', credentials: { clientId: 'client', secret: 'secret' } };

  it.each<[string, string | undefined, object, object]>([
    ['by Basic', header, {}, once],
    ['by a secret in the body', undefined, inBody, { ...once, method: 'client_secret_post' }],
    ['by an assertion', undefined, signed, { method: 'private_key_jwt', assertion: 'a.b.c' }],
    ['by an assertion as Bearer', 'Bearer a.b.c', {}, { method: 'assertion_as_bearer', assertion: 'a.b.c' }],
    ['by its name alone', undefined, { client_id: 'client' }, { method: 'none', clientId: 'client' }],
    ['by the same secret twice', header, inBody, once],
    ['by the same secret twice, named once', header, { client_secret: 'secret' }, once],
    [
      'by the same secret, once encoded',
      basic('client:a%2Fb'),
      { ...inBody, client_secret: 'a/b' },
      { ...once, credentials: { clientId: 'client', secret: 'a/b' } },
    ],
    ['by the same assertion twice', 'Bearer a.b.c', signed, { method: 'private_key_jwt', assertion: 'a.b.c' }],
  ])('says who sent it %s', (_, authorization, body, expected) => {
    expect(presentedCredentials(authorization, body)).toEqual(expected);
  });

  it.each([
    ['a secret', { client_secret: '' }],
    ['a secret that is null', { client_secret: null }],
    ['an assertion', { client_assertion: '', client_assertion_type: '' }],
    ['an assertion that is null', { client_assertion: null, client_assertion_type: null }],
    ['an identifier', { client_id: '' }],
  ])('has no second method where %s is empty', (_, body) => {
    expect(presentedCredentials(header, body)).toEqual(once);
  });

  it('has no header where that is empty', () => {
    expect(presentedCredentials('', inBody)).toEqual({ ...once, method: 'client_secret_post' });
  });

  it.each<[string, string | undefined, object, string]>([
    ['another secret', header, { ...inBody, client_secret: 'other' }, 'client_secret_basic and client_secret_post'],
    ['another client', header, { ...inBody, client_id: 'other' }, 'client_secret_basic and client_secret_post'],
    ['a number for a secret', header, { client_secret: 7 }, 'client_secret_basic and client_secret_post'],
    ['an assertion', header, signed, 'client_secret_basic and private_key_jwt'],
    ['a type of assertion', header, { client_assertion_type: 'x' }, 'client_secret_basic and private_key_jwt'],
    ['another assertion', 'Bearer x.y.z', signed, 'assertion_as_bearer and private_key_jwt'],
    ['a header of another kind', 'Digest x', inBody, 'a header of another scheme and client_secret_post'],
    ['an assertion and a secret', undefined, { ...inBody, ...signed }, 'client_secret_post and private_key_jwt'],
    [
      'all there is, however alike',
      header,
      { ...inBody, ...signed },
      'client_secret_basic and client_secret_post and private_key_jwt',
    ],
  ])('is refused with %s beside, and the methods are named without their values', (_, authorization, body, actual) => {
    const refusal = refusalOf(authorization, body);
    expect(refusal).toMatchObject({
      code: 'invalid_request',
      message: 'More than one method of client authentication is used.',
    });
    expect(refusal.options.checks).toEqual([
      { check: 'authentication method', expected: 'one', actual, passed: false },
    ]);
    expect(JSON.stringify(refusal.options)).not.toMatch(/"[^"]*\bother\b|"secret"|a\.b\.c|x\.y\.z/);
  });

  it.each<[string, string | undefined, unknown]>([
    ['nothing', undefined, {}],
    ['no body at all', undefined, undefined],
    ['a list for a body', undefined, []],
    ['a secret without a client', undefined, { client_secret: 'secret' }],
    ['an assertion without its type', undefined, { client_assertion: 'a.b.c' }],
    ['a type without an assertion', undefined, { client_assertion_type: JWT_BEARER_ASSERTION_TYPE }],
    ['another scheme', 'Digest x', {}],
  ])('is refused with %s', (_, authorization, body) => {
    expect(refusalOf(authorization, body)).toMatchObject({
      code: 'invalid_client',
      message: 'Client authentication failed.',
    });
  });
});

describe('A client may prove itself', () => {
  it.each([
    ['client_secret_basic', 'client_secret_basic', true, 'client_secret_basic or client_secret_post'],
    ['client_secret_basic', 'client_secret_post', true, 'client_secret_basic or client_secret_post'],
    ['client_secret_post', 'client_secret_basic', true, 'client_secret_basic or client_secret_post'],
    ['client_secret_post', 'private_key_jwt', false, 'client_secret_basic or client_secret_post'],
    ['client_secret_basic', 'none', false, 'client_secret_basic or client_secret_post'],
    ['private_key_jwt', 'private_key_jwt', true, 'private_key_jwt'],
    ['private_key_jwt', 'assertion_as_bearer', true, 'private_key_jwt'],
    ['private_key_jwt', 'client_secret_post', false, 'private_key_jwt'],
    ['none', 'none', true, 'none'],
    ['none', 'client_secret_basic', false, 'none'],
  ] as const)('registered with %s, by %s: %p', (registered, presented, passed, expected) => {
    expect(checkAuthenticationMethod(methodsOf(registered), presented)).toEqual({
      check: 'authentication method',
      expected,
      actual: presented,
      passed,
    });
  });
});
