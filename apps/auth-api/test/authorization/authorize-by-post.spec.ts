import { PATHS } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectAnswer, expectPage, obedientWorld } from '../support/login-pages.js';
import { codeOf } from '../support/relying-party.js';

const LOGIN_PAGE = 'Sign in with External scheme';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let server: AuthServer;
let browser: Browser;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  browser = new Browser(server.url);
});

/** A complete request, whose parameters can be split between form and query. */
async function aRequest(changes: Record<string, string | undefined> = {}) {
  const { client } = await obedientWorld(server);
  const form = Object.fromEntries(new URL(client.request(changes), server.url).searchParams);
  return { client, form };
}

describe('An authorization request by POST', () => {
  it('is the same wherever its parameters stand: in the form, in the address, in both', async () => {
    const { client, form } = await aRequest();
    const { response_type: type, client_id: clientId, ...rest } = form;
    const split = `${PATHS.authorize}?${new URLSearchParams({ response_type: type!, client_id: clientId! }).toString()}`;
    for (const [path, body] of [
      [PATHS.authorize, form],
      [split, rest],
      [client.request(), {}],
    ] as const) {
      // prettier-ignore
      const page = await browser.post(path, body);
      expect([page.status, page.title]).toEqual([200, LOGIN_PAGE]);
      const end = await (await page.send('answer', { data: 'anna' })).send('consent');
      expect((await client.exchange(codeOf(end))).status).toBe(200);
      expect(end.answer['state']).toBe('state of the client');
    }
  });

  it.each<[string, string, (form: Record<string, string>) => [string, string][]]>([
    ['twice in the form', '', (form) => [...Object.entries(form), ['nonce', 'a'], ['nonce', 'b']]],
    ['in the address and in the form', '?nonce=a', (form) => [...Object.entries(form), ['nonce', 'b']]],
    ['in both with one value', '?nonce=a', (form) => [...Object.entries(form), ['nonce', 'a']]],
    ['twice in the address', '?nonce=a&nonce=b', (form) => Object.entries(form)],
    ['twice, once without a value', '?nonce=', (form) => [...Object.entries(form), ['nonce', 'a']]],
  ])('with a parameter that stands %s is answered at the client, never with JSON', async (_, query, pairs) => {
    const { form } = await aRequest();
    const page = await browser.post(PATHS.authorize + query, pairs(form));
    expectAnswer(server, page, { error: 'invalid_request', state: 'state of the client' });
  });

  it('may name several resources, as RFC 8707 has it', async () => {
    const { client, form } = await aRequest();
    const resources: [string, string][] = ['https://a.example', 'https://b.example'].map((uri) => ['resource', uri]);
    expect((await browser.post(PATHS.authorize, [...Object.entries(form), ...resources])).title).toBe(LOGIN_PAGE);
    const query = new URLSearchParams(resources).toString();
    expect((await browser.open(`${client.request()}&${query}`)).title).toBe(LOGIN_PAGE);
  });

  it.each(['client_id', 'redirect_uri'])('with a repeated %s is told to the person', async (name) => {
    const { form } = await aRequest();
    const page = await browser.post(PATHS.authorize, [...Object.entries(form), [name, form[name]!]]);
    expectPage(page, 400, 'This did not work');
  });

  it.each(['client_id', 'redirect_uri'])(
    'with a NUL in its %s is a page, whatever the browser accepts',
    async (name) => {
      const { client, form } = await aRequest();
      expectPage(await browser.post(PATHS.authorize, { ...form, [name]: '\0' }), 400, 'This link leads nowhere');
      expectPage(await browser.open(client.request({ [name]: '\0' })), 400, 'This link leads nowhere');
    },
  );

  it.each(['nonce', 'scope', 'state', 'max_age', 'anything'])(
    'with a NUL in its %s is answered at the client, as it is by GET',
    async (name) => {
      const { client, form } = await aRequest();
      const expected = { error: 'invalid_request', error_description: 'A parameter holds a NUL character.' };
      expectAnswer(server, await browser.post(PATHS.authorize, { ...form, [name]: 'a\0b' }), expected);
      expectAnswer(server, await browser.open(client.request({ [name]: 'a\0b' })), expected);
    },
  );

  it('is a page however its address is spelt', async () => {
    for (const path of [PATHS.authorize, '/oauth/v1/%61uthorize']) {
      const init = { method: 'POST', headers: { ...BROWSER, 'content-type': 'text/plain' }, body: 'x' };
      const page = await fetch(server.url + path, init);
      expect([page.status, page.headers.get('content-type')]).toEqual([415, 'text/html; charset=utf-8']);
    }
  });

  it('goes to no address that was not registered, wherever it stands', async () => {
    const { form } = await aRequest({ redirect_uri: undefined });
    const elsewhere = `?redirect_uri=${encodeURIComponent('https://evil.example/callback')}`;
    expectPage(await browser.post(PATHS.authorize + elsewhere, form), 400, 'This link leads nowhere');
  });
});

describe('What is refused before anybody looks at an authorization request', () => {
  interface Asked {
    query?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string;
  }
  const asked = (init: Asked) =>
    fetch(`${server.url}${PATHS.authorize}${init.query ?? ''}`, { redirect: 'manual', ...init });
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

  it.each<[string, number, Asked]>([
    ['a NUL in the address of a form', 400, { method: 'POST', query: '/answer?a=%00', headers: urlencoded }],
    ['a NUL in a form of the pages', 400, { method: 'POST', query: '/answer', headers: urlencoded, body: 'data=%00' }],
    ['a form that is too large', 413, { method: 'POST', headers: urlencoded, body: `state=${'x'.repeat(70_000)}` }],
    ['a form of another kind', 415, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }],
    ['a form that is JSON', 415, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }],
    [
      'a form of the pages that is JSON',
      415,
      { method: 'POST', query: '/answer', headers: { 'content-type': 'application/json' }, body: '{}' },
    ],
    ['a compressed form', 415, { method: 'POST', headers: { ...urlencoded, 'content-encoding': 'gzip' }, body: 'x' }],
    ['another method', 405, { method: 'PUT' }],
  ])('is a page for a person and JSON for a program: %s', async (_, status, init) => {
    const page = await asked({ ...init, headers: { ...init.headers, ...BROWSER } });
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain(page.headers.get('x-request-id')!);
    const json = await asked({ ...init, headers: { ...init.headers, accept: 'application/json' } });
    expect(json.status).toBe(status);
    expect(await json.json()).toMatchObject({ error: 'invalid_request', error_id: json.headers.get('x-request-id') });
    expect(page.headers.get('allow')).toBe(json.headers.get('allow'));
    const anything = await asked(init);
    expect([anything.status, anything.headers.get('content-type')]).toEqual([status, json.headers.get('content-type')]);
  });

  it('is told to a program that takes nothing but JSON, whatever is wrong with the request', async () => {
    const init = { query: '?client_id=nobody&response_type=code' };
    const json = await asked({ ...init, headers: { accept: 'application/json' } });
    expect(json.status).toBe(400);
    expect(await json.json()).toMatchObject({ error: 'invalid_client', error_id: json.headers.get('x-request-id') });
    for (const accept of ['*/*', 'text/html, application/json', BROWSER.accept]) {
      const page = await asked({ ...init, headers: { accept } });
      expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    }
  });

  it('is JSON at every other address, whoever asks', async () => {
    const reply = await fetch(`${server.url}/oauth/v1/authorized?a=%00`, { headers: BROWSER });
    expect(reply.headers.get('content-type')).toContain('application/json');
  });

  it('is a page where the address itself cannot be read', async () => {
    const page = await fetch(`${server.url}${PATHS.authorize}/%zz`, { headers: BROWSER });
    expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain(page.headers.get('x-request-id')!);
  });
});
