import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientInformation, PATHS } from '@passant/contracts';
import { DeviceKey, MobileApp, send } from '@passant/mobile-client';
import { AdminConsole, expect, type Passant, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { openSettled } from '../support/settled.js';
import { watchForScripts } from '../support/watch.js';

/** The attribute of the elements that hostile text would make, were it taken for markup. */
const MARK = 'data-hostile';

/** Text that leaves attributes, elements and scripts behind it, and runs wherever it is taken for markup. */
const hostile = (whose: string) =>
  `${whose} '"></textarea></title></script><b ${MARK}>x</b><img src=x onerror=alert(1)><script>alert(2)</script>`;

/** Metadata with hostile text in every member that takes text. */
const metadataOf = (whose: string) => ({
  client_name: hostile(whose),
  'client_name#de': hostile(`${whose} auf Deutsch`),
  client_uri: `https://example.com/?${hostile('home')}`,
  logo_uri: `https://example.com/logo?${hostile('logo')}`,
  policy_uri: `https://example.com/policy?${hostile('policy')}`,
  tos_uri: `https://example.com/tos#${hostile('terms')}`,
  contacts: [hostile('contact')],
  redirect_uris: [`https://example.com/cb?'onload=alert(3)//`],
});

/** Whoever holds a token or a statement, and sends it with a browser of this name. */
function register(url: string, token: string | undefined, json: object, method: 'POST' | 'PUT' = 'POST') {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return send<ClientInformation>(method, url, {
    headers: { ...authorization, 'user-agent': hostile('browser') },
    json,
  });
}

async function registered(...call: Parameters<typeof register>): Promise<ClientInformation> {
  const { status, body } = await register(...call);
  expect([200, 201], JSON.stringify(body)).toContain(status);
  return body;
}

/** Publishes a client document with hostile text. */
async function publishDocument() {
  const server = createServer((request, response) => {
    const client_id = `http://${request.headers.host}${request.url}`;
    const document = { ...metadataOf('Document'), client_id, token_endpoint_auth_method: 'none' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client.json`;
  return { address, close: () => new Promise((done) => server.close(done)) };
}

/** A page of the console, and the names on it that somebody chose to do harm. */
type Shown = [path: string, ...names: string[]];

const pageOf = (clientId: string) => `/admin/clients/${encodeURIComponent(clientId)}`;

async function permission(passant: Passant): Promise<string> {
  return (await passant.admin.call('createInitialAccessToken', { body: {} })).initial_access_token;
}

/** With initial access tokens of the console: a registration, one that is changed, and one that is refused. */
async function byInitialAccessToken(passant: Passant): Promise<Shown[]> {
  const endpoint = passant.url + PATHS.clients;
  const posted = await registered(endpoint, await permission(passant), metadataOf('Posted'));
  const first = await registered(endpoint, await permission(passant), metadataOf('First'));
  const { client_id, registration_client_uri: place, registration_access_token: token } = first;
  await registered(place, token, { ...metadataOf('Changed'), client_id }, 'PUT');
  const script = { ...metadataOf('Refused'), tos_uri: 'javascript:alert(1)' };
  const refused = await register(endpoint, await permission(passant), script);
  expect(refused.status).toBe(400);
  const { error_id } = refused.body as unknown as { error_id: string };
  return [
    [pageOf(posted.client_id), 'Posted', 'Posted auf Deutsch', 'home', 'logo', 'policy', 'terms', 'contact'],
    [pageOf(client_id), 'Changed', 'First'],
    [`/admin/activity?refusal=${error_id}`],
    [`/admin/activity?client_id=${posted.client_id}`],
  ];
}

/** With a token that a portal asked for, whose developer has a name of their own choice. */
async function byDirectAuthorization({ url, masterToken }: Passant): Promise<Shown[]> {
  const endpoint = url + PATHS.clients;
  const formal = { client_name: hostile('Formal'), grant_types: [], token_endpoint_auth_method: 'none' };
  const { client_id } = await registered(endpoint, masterToken, formal);
  const { status, body } = await send<{ access_token: string }>('POST', url + PATHS.directAuthorization, {
    headers: { authorization: `Bearer ${masterToken}` },
    json: {
      sub: hostile('Developer'),
      client_id,
      scope: ['client-reg', 'client-reg:set-data'],
      audience: [endpoint],
    },
  });
  expect(status, JSON.stringify(body)).toBe(200);
  const data = { [hostile('key')]: hostile('value') };
  const authorized = await registered(endpoint, body.access_token, { ...metadataOf('Direct'), data });
  return [
    [pageOf(client_id), 'Formal'],
    [pageOf(authorized.client_id), 'Direct', 'key', 'value'],
    ['/admin/configuration/initial-access-tokens', 'Developer'],
  ];
}

/** Installations of an application, with its software statement and with an initial access token. */
async function byApplication({ admin, given, url, clock }: Passant): Promise<Shown[]> {
  const provider = await given.provider();
  const application = await given.application({ identity_providers: [provider.identifier] });
  const { identifier } = application;
  const stated = await registered(url + PATHS.clients, undefined, {
    ...metadataOf('Stated'),
    redirect_uris: undefined,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...(await DeviceKey.generate()).publicJwk, kid: hostile('kid') }] },
    software_statement: await given.softwareStatement(application),
  });
  const app = await MobileApp.install({
    ...{ kind: 'mobile', serverUrl: url, application: identifier, platform: 'ios', version: '1.0' },
    ...{ initialAccessToken: await given.initialAccessToken(application), name: hostile('App') },
  });
  // Whoever needs an exception of the audience is listed there.
  const lenient = { audience_policy: 'LEGACY', lenient_until: clock.now() + 86_400 };
  await admin.call('updateApplication', { parameters: { identifier }, body: lenient, ifMatch: '*' });
  const proof = await app.authentication({ claims: { aud: url } });
  const reply = await app.complete(provider.identifier, { data: 'anna', profile_id: 'HOSTIL' }, proof);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return [
    [`/admin/app-installations/${stated.client_id}`, 'kid', 'Stated auf Deutsch'],
    [`/admin/app-installations/${app.clientId}`, 'App'],
    [`/admin/app-installations?application=${identifier}`, 'App'],
    ['/admin/configuration/audience-exceptions', 'App'],
  ];
}

/** By a document that an administrator imports. */
async function byDocument({ admin }: Passant, client_id: string): Promise<Shown[]> {
  const { digest } = await admin.call('previewClientDocument', { body: { client_id } });
  await admin.call('importClientDocument', { body: { client_id, digest } });
  return [[pageOf(client_id), 'Document', 'Document auf Deutsch']];
}

/** Whoever is left on the lists of clients. */
const EVERYONE = ['Posted', 'Changed', 'Direct', 'Formal', 'Document'];

const marked = (page: Page) => page.locator(`[${MARK}]`);

/** Expects that a page shows texts as they were written, and made nothing else of them. */
async function expectNothingButText(page: Page, names: string[]): Promise<void> {
  // In JSON, the quotation mark has a backslash before it.
  const written = (name: string) => [hostile(name), JSON.stringify(hostile(name)).slice(1, -1)];
  for (const name of names) {
    await expect
      .poll(async () => {
        const text = await page.locator('body').textContent();
        return written(name).some((one) => text?.includes(one));
      }, `${name} is to be read at ${page.url()}`)
      .toBe(true);
  }
  await expect(marked(page)).toHaveCount(0);
  const schemes = await page
    .locator('a[href]')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
  for (const scheme of schemes) expect(['http:', 'https:']).toContain(scheme);
}

test('what holders of valid tokens write into metadata is text on every page of the console (CVE-2026-59354)', async ({
  page,
  passant,
}) => {
  const published = await publishDocument();
  const seen = await watchForScripts(page, passant.url);
  try {
    const pages: Shown[] = [
      ...(await byInitialAccessToken(passant)),
      ...(await byDirectAuthorization(passant)),
      ...(await byApplication(passant)),
      ...(await byDocument(passant, published.address)),
      ['/admin/clients', ...EVERYONE],
      ['/admin/configuration/conformance'],
    ];
    await new AdminConsole(page).signIn(passant.administrator);
    // Before it, the console asks whether somebody is signed in already, and the browser logs the refusal.
    seen.length = 0;
    for (const [path, ...names] of pages) {
      await openSettled(page, path);
      await expectNothingButText(page, names);
    }

    await test.step('in an event that is opened, with the browser of whoever wrote it', async () => {
      await openSettled(page, pages.find(([path]) => path.includes('client_id='))![0]);
      await page
        .getByRole('row', { name: /DYNAMIC_REG_SUCCESS/ })
        .getByRole('button')
        .first()
        .click();
      await expect(page.getByRole('dialog')).toContainText(hostile('browser'));
      await expectNothingButText(page, ['Posted', 'browser']);
    });

    await test.step('in a document before it is imported', async () => {
      await openSettled(page, '/admin/clients');
      await page.getByRole('button', { name: 'Client from an address' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Client id').fill(published.address.replace('client.json', 'other.json'));
      await dialog.getByRole('button', { name: 'Look' }).click();
      await expect(dialog.getByRole('row', { name: 'client_name', exact: false }).first()).toBeVisible();
      await expectNothingButText(page, ['Document', 'Document auf Deutsch', 'contact']);
    });
    expect(seen).toEqual([]);

    await test.step('and where such text is taken for markup, this story notices', async () => {
      await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), hostile('Control'));
      await expect(marked(page)).toHaveCount(1);
      await expect.poll(() => seen.join('\n')).toContain('policy: script-src');
    });
  } finally {
    await published.close();
    // The server is shared with other stories, which look at the same lists.
    const { items } = await passant.admin.call('listRegisteredClients', { query: { limit: '200' } });
    for (const { client_id, client_name } of items) {
      if (!client_name?.includes(MARK)) continue;
      await passant.admin.call('deleteRegisteredClient', { parameters: { client_id } });
    }
  }
});
