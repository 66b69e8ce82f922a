import { describe, expect, it } from '@jest/globals';
import { shortened, shownRequest, shownResponse, withoutSecrets } from './exchange.js';

const TOKEN = '30F89D18198B680441F9E088857C7DDD06B016FBD115D62F58F11513C67B65BB';
const JWS = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlLW9mLXNvbWVib2R5';

describe('what is shown of a secret', () => {
  it.each([
    ['a token is recognised by its beginning', TOKEN, '30F89D18…'],
    ['a JWS also by its end, because all begin alike', JWS, 'eyJhbGci…b2R5'],
    ['a short one by a third of it', 'abcdef', 'ab…'],
  ])('%s', (_, secret, shown) => {
    expect(shortened(secret)).toBe(shown);
  });

  it('is shortened wherever it stands in a message, and nothing else is', () => {
    const data = JSON.stringify({ statement: JWS });
    const shown = withoutSecrets({ status: 2000, data, oauth_token: { access_token: TOKEN, scope: 'profile' } });
    expect(shown).toEqual({
      status: 2000,
      data: JSON.stringify({ statement: shortened(JWS) }),
      oauth_token: { access_token: '30F89D18…', scope: 'profile' },
    });
  });
});

describe('what is shown of HTTP', () => {
  it('is a request with its headers and body, and without its credentials', () => {
    const headers = { accept: 'application/json', authorization: `Bearer ${TOKEN}` };
    const shown = shownRequest({
      method: 'POST',
      path: '/oauth/clients',
      headers,
      body: { client_name: 'Trial phone' },
    });
    expect(shown).toBe(
      'POST /oauth/clients\naccept: application/json\nauthorization: Bearer 30F89D18…\n\n{\n  "client_name": "Trial phone"\n}',
    );
  });

  it('is a response with the headers that say something', () => {
    const headers = new Headers({ 'x-request-id': 'r-1', date: 'today' });
    expect(shownResponse(400, headers, undefined)).toBe('HTTP 400\nx-request-id: r-1');
  });
});
