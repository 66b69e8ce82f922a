import {
  InvalidHookAnswer,
  customizeDetails,
  customizeToken,
  hookRequest,
  hookScope,
  readHookAnswer,
  withoutProtocolMembers,
} from './web-hooks.js';

const SUBJECT = {
  clientId: 'client',
  scopes: ['read'],
  userId: 'person',
  claims: { name: 'John' },
  contextCustomParams: null,
};
const answer = (changes: { removeScopes?: string[]; claims?: Record<string, unknown> }) => ({
  removeScopes: [],
  claims: {},
  ...changes,
});

describe('What a hook is told', () => {
  it('has the documented members', () => {
    expect(hookRequest('CUSTOMIZE_TOKEN', SUBJECT)).toEqual({
      client: { id: 'client' },
      scopes: ['read'],
      user: { id: 'person' },
      userClaims: { name: 'John' },
      contextCustomParams: null,
    });
    expect(hookRequest('USER_DETAILS_CUSTOMIZATION', SUBJECT)).toEqual({
      user: { id: 'person' },
      scopes: ['read'],
      claims: { name: 'John' },
      contextCustomParams: null,
    });
  });

  it('names the hook in the scope of the token', () => {
    expect(hookScope({ name: 'My Token  Rules' })).toBe('onewelcome_webhooks onewelcome_webhook_my_token_rules');
  });
});

describe('The answer of a hook', () => {
  it.each([
    ['{}', [], {}],
    ['{"removeScopes":null,"additionalClaims":null}', [], {}],
    ['{"removeScopes":["a"],"additionalClaims":{"b":1,"c":null},"more":1}', ['a'], { b: 1 }],
    ['{"additionalClaims":{"__proto__":{"x":1},"constructor":2,"d":{"e":[1]}}}', [], { d: { e: [1] } }],
  ])('%s is read', (text, removeScopes, claims) => {
    expect(readHookAnswer('CUSTOMIZE_TOKEN', text)).toEqual({ removeScopes, claims });
  });

  it('of the other type has its claims elsewhere and takes no scopes away', () => {
    expect(readHookAnswer('USER_DETAILS_CUSTOMIZATION', '{"claims":{"a":1},"removeScopes":["x"]}')).toEqual({
      removeScopes: [],
      claims: { a: 1 },
    });
  });

  it.each(['', 'x', '[]', 'null', '1', '{"removeScopes":"a"}', '{"removeScopes":[1]}', '{"additionalClaims":[]}'])(
    '%p is none',
    (text) => {
      expect(() => readHookAnswer('CUSTOMIZE_TOKEN', text)).toThrow(InvalidHookAnswer);
    },
  );

  it('that is nested too deeply is none, also with text that would have to be looked through', () => {
    const nested = (text: string, depth: number) =>
      `{"additionalClaims":{"a":"${text}","b":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expect(readHookAnswer('CUSTOMIZE_TOKEN', nested('', 62)).claims).toHaveProperty('b');
    for (const text of ['', '\\u0000']) {
      for (const depth of [63, 30_000]) {
        expect(() => readHookAnswer('CUSTOMIZE_TOKEN', nested(text, depth))).toThrow(InvalidHookAnswer);
      }
    }
  });

  it('with text that cannot be kept is none', () => {
    expect(() => readHookAnswer('CUSTOMIZE_TOKEN', '{"additionalClaims":{"a":"\\u0000"}}')).toThrow(InvalidHookAnswer);
  });
});

describe('A token after its hook', () => {
  it.each([
    [['a', 'b'], [], ['a', 'b']],
    [['a', 'b'], ['b'], ['a']],
    [['a', 'b'], ['b', 'c'], ['a']],
    [[], ['a'], []],
  ])('with %p minus %p gives %p', (scopes, removeScopes, left) => {
    expect(customizeToken(scopes, answer({ removeScopes })).scopes).toEqual(left);
  });

  it('that gives nothing any more is refused', () => {
    expect(() => customizeToken(['a'], answer({ removeScopes: ['a'] }))).toThrow(
      expect.objectContaining({ code: 'invalid_scope' }) as Error,
    );
  });

  it.each([
    'active',
    'sub',
    'exp',
    'scope',
    'client_id',
    'app_identifier',
    'user_details',
    'amr',
    'cnf',
    'username',
    'sub_id',
    'vot',
  ])('says %s itself', (name) => {
    const { claims, dropped } = customizeToken(['a'], answer({ claims: { [name]: 'x', mine: 'y' } }));
    expect(claims).toEqual({ mine: 'y' });
    expect(dropped).toEqual([name]);
  });

  it('does not let an old claim stand for a member of the protocol', () => {
    expect(withoutProtocolMembers({ cnf: 'x', mine: 'y' })).toEqual({ mine: 'y' });
    expect(withoutProtocolMembers(undefined)).toEqual({});
  });
});

describe('User details after their hook', () => {
  it('are replaced and extended member by member', () => {
    const { details } = customizeDetails({ a: 1, b: { c: 1 } }, answer({ claims: { b: { d: 2 }, e: 3 } }));
    expect(details).toEqual({ a: 1, b: { d: 2 }, e: 3 });
  });

  it.each([
    ['sub', 'sub'],
    ['iss', 'iss'],
    ['aud', 'aud'],
    ['amr', 'amr'],
    ['c_hash', 'c_hash'],
    ['sid', 'sid'],
    ['cnf', 'cnf'],
    ['sub_id', 'sub_id'],
    ['vot', 'vot'],
    ['act', 'act'],
    ['verified_claims', 'verified_claims'],
    ['group_permissions', 'group_permissions'],
    ['urn:onegini.com:oidc:app_to_web_sso', 'urn:onegini.com:oidc:'],
  ])('cannot say %s, which is noted as %s', (name, noted) => {
    expect(customizeDetails({ a: 1 }, answer({ claims: { [name]: 'x' } }))).toEqual({
      details: { a: 1 },
      dropped: [noted],
    });
  });
});
