import {
  ADMIN_ENDPOINTS,
  CompleteRegistrationRequest,
  CreateApplication,
  PROTOCOL_ENDPOINTS,
  adminPath,
  meaningOfStatus,
  takesNullForAbsent,
  withoutAbsentMembers,
} from './index.js';

describe('The meaning of a status', () => {
  it.each([
    [1999, undefined],
    [2000, 'valid'],
    [2999, 'valid'],
    [3000, undefined],
    [4000, 'retry'],
    [4999, 'retry'],
    [5000, 'unrecoverable'],
    [5999, 'unrecoverable'],
    [6000, undefined],
    [2000.5, undefined],
    [Number.NaN, undefined],
  ])('of %p is %s', (status, meaning) => {
    expect(meaningOfStatus(status)).toBe(meaning);
  });
});

describe('Protocol messages', () => {
  it('lose the members nobody knows', () => {
    expect(CompleteRegistrationRequest.parse({ profile_id: '123EXI', unknown: 1 })).toEqual({ profile_id: '123EXI' });
  });
});

describe('A member that is null', () => {
  it('is left out of a message, however deep, and out of lists never', () => {
    const message = { a: null, b: { c: null, d: [null, { e: null, f: 0 }] }, g: '-', h: false };
    expect(withoutAbsentMembers(message)).toEqual({ b: { d: [null, { f: 0 }] }, g: '-', h: false });
    expect(Object.keys(withoutAbsentMembers(message) as object)).toEqual(['b', 'g', 'h']);
    expect([null, 7, 'x', ''].map(withoutAbsentMembers)).toEqual([null, 7, 'x', '']);
  });

  it('is left out like one that is empty text, which is only so where it is a parameter of its own', () => {
    const message = { a: '', b: { c: '', d: [''] }, e: [''], f: 0, g: false, h: ' ', i: {}, j: [] };
    const { a: _, ...said } = message;
    expect(withoutAbsentMembers(message)).toEqual(said);
    expect(Object.keys(withoutAbsentMembers(message) as object)).toEqual(Object.keys(said));
    expect(withoutAbsentMembers([''])).toEqual(['']);
  });

  it.each(PROTOCOL_ENDPOINTS.filter(({ body }) => body).map(({ path, body }) => [path, body!.schema] as const))(
    'says nothing in what %s takes',
    (_, schema) => expect(takesNullForAbsent(schema)).toBe(true),
  );

  it.each(
    Object.entries(ADMIN_ENDPOINTS).flatMap(([name, endpoint]) =>
      'request' in endpoint ? [[name, endpoint.request] as const] : [],
    ),
  )('says what it says in the admin API: %s', (_, schema) => expect(takesNullForAbsent(schema)).toBe(false));
});

describe('Admin messages', () => {
  it('are refused with members nobody knows', () => {
    expect(CreateApplication.safeParse({ identifier: 'a', name: 'A', unknown: 1 }).success).toBe(false);
  });

  it('get the defaults where nothing is said, switch by switch', () => {
    const application = CreateApplication.parse({
      identifier: 'a',
      name: 'A',
      user_authentication: { stateless_authentication: true },
    });
    expect(application.user_authentication).toEqual({
      stateless_authentication: true,
      stateless_session: false,
      implicit_authentication: false,
      mobile_authentication: false,
      refresh_tokens: false,
    });
  });
});

describe('The path of an admin endpoint', () => {
  it('holds its parameters, encoded', () => {
    expect(adminPath(ADMIN_ENDPOINTS.readApplication, { identifier: 'a/b' })).toBe('/admin/api/v1/applications/a%2Fb');
  });

  it('is not made with a parameter missing', () => {
    expect(() => adminPath(ADMIN_ENDPOINTS.readApplication)).toThrow('identifier');
  });
});
