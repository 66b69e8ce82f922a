import { bodyWithoutSecrets, withoutSecrets } from './secrets.js';

const SECRET = 'abcdefghijklmnopqrstuvwxyz';

describe('What is shown of a message', () => {
  it.each([
    ['authorization', `Bearer ${SECRET}`, 'Bearer abcdefgh…'],
    ['Authorization', `Basic ${SECRET}`, 'Basic abcdefgh…'],
    ['cookie', `session=${SECRET}`, 'session=abcdefgh…'],
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
