import { bodyWithoutSecrets, withoutSecrets } from './secrets.js';

const SECRET = 'abcdefghijklmnopqrstuvwxyz';

describe('What is shown of a message', () => {
  it.each([
    ['authorization', `Bearer ${SECRET}`, 'Bearer abcdefgh…'],
    ['Authorization', `Basic ${SECRET}`, 'Basic …'],
    ['cookie', `session=${SECRET}`, 'session=abcdefgh…'],
    ['cookie', `theme=dark; session=${SECRET}`, 'theme=…; session=abcdefgh…'],
    ['set-cookie', `session=${SECRET}; Path=/; HttpOnly`, 'session=abcdefgh…'],
    [
      'location',
      `https://app.example.com/back?state=1&code=${SECRET}`,
      'https://app.example.com/back?state=1&code=abcdefgh…',
    ],
    [
      'location',
      `com.example.app:/back#access_token=${SECRET}&state=1`,
      'com.example.app:/back#access_token=abcdefgh…&state=1',
    ],
    ['x-csrf-token', SECRET, 'abcdefgh…'],
    ['set-cookie', 'short', '…'],
    ['content-type', 'application/json', 'application/json'],
  ])('shortens headers that let somebody in, and no others: %s', (name, value, shown) => {
    expect(withoutSecrets({ [name]: value })).toEqual({ [name]: shown });
  });

  it('shortens secrets however deep they lie in JSON', () => {
    const body = {
      oauth_token: { access_token: SECRET, scope: 'profile' },
      list: [{ client_secret: SECRET }],
      tokens: [SECRET],
    };
    expect(JSON.parse(bodyWithoutSecrets(JSON.stringify(body), 'application/json; charset=utf-8'))).toEqual({
      oauth_token: { access_token: 'abcdefgh…', scope: 'profile' },
      list: [{ client_secret: 'abcdefgh…' }],
      tokens: ['abcdefgh…'],
    });
  });

  it.each<[what: string, body: unknown, shown: unknown]>([
    ['a password', { email: 'a@example.org', password: SECRET }, { email: 'a@example.org', password: '…' }],
    [
      'a new password',
      { current_password: SECRET, new_password: SECRET },
      { current_password: '…', new_password: '…' },
    ],
    [
      'a sensitive property',
      { identifier: 'key', sensitive: true, value: SECRET },
      { identifier: 'key', sensitive: true, value: '…' },
    ],
  ])('shows nothing of %s', (_, body, shown) => {
    expect(withoutSecrets(body)).toEqual(shown);
  });

  it('shows a third of a secret at most', () => {
    expect(withoutSecrets({ code: 'ABC', secret: 'abcdefghi', recovery_codes: ['abcdef'] })).toEqual({
      code: '…',
      secret: 'abc…',
      recovery_codes: ['…'],
    });
  });

  it('shows a property that is not sensitive', () => {
    const property = { identifier: 'scheme.url', sensitive: false, value: 'https://scheme.example.com' };
    expect(withoutSecrets(property)).toEqual(property);
  });

  it('shortens secrets in JSON that is handed on as a text', () => {
    const data = JSON.stringify({ statement: SECRET, code: SECRET, state: '1' });
    const shown = JSON.stringify({ statement: 'abcdefgh…', code: 'abcdefgh…', state: '1' });
    expect(withoutSecrets({ data, other: '{no JSON' })).toEqual({ data: shown, other: '{no JSON' });
  });

  it('shortens secrets in a form', () => {
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: SECRET }).toString();
    expect(bodyWithoutSecrets(form, 'application/x-www-form-urlencoded')).toBe(
      'grant_type=refresh_token&refresh_token=abcdefgh…',
    );
  });

  it('is left as it is where it is neither', () => {
    expect(bodyWithoutSecrets('<h1>no JSON</h1>', 'application/json')).toBe('<h1>no JSON</h1>');
    expect(bodyWithoutSecrets('plain', 'text/plain')).toBe('plain');
  });
});
