import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CreatedWebClient, PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AdminConsole, expect, type Passant, test } from '@passant/playwright';
import type { Page } from '@playwright/test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expectAccessible } from '../support/axe.js';

const TALKATIVE = `function execute(answer) {
  return { status: 2000, user: { id: 'person-' + answer, name: answer, email: answer + '@example.com', badge: '4711' } };
}`;

/** A third-party site: `localhost` is a different site from the server's address. */
class Portal {
  private constructor(
    private readonly site: Server,
    readonly origin: string,
    private readonly passant: Passant,
  ) {}

  static async open(passant: Passant): Promise<Portal> {
    const site = createServer();
    await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
    const portal = new Portal(site, `http://localhost:${(site.address() as AddressInfo).port}`, passant);
    site.on('request', ({ url = '' }, response) => {
      const form = url.startsWith('/form?')
        ? portal.formOf(new URLSearchParams(url.slice('/form?'.length)))
        : undefined;
      response.writeHead(200, { 'content-type': 'text/html' }).end(form ?? '<h1>You are back</h1>');
    });
    return portal;
  }

  get redirectUri(): string {
    return `${this.origin}/callback`;
  }

  /** Its authorization request, without PKCE: the portal predates it. */
  request(clientId: string, state: string, scope = 'openid'): string {
    const parameters = { response_type: 'code', client_id: clientId, redirect_uri: this.redirectUri, scope, state };
    return new URLSearchParams(parameters).toString();
  }

  /** A page of the portal with a form that sends the request. */
  formAddress(clientId: string, state: string): string {
    return `${this.origin}/form?${this.request(clientId, state)}`;
  }

  private formOf(parameters: URLSearchParams): string {
    const inputs = [...parameters].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
    const action = this.passant.url + PATHS.authorize;
    return `<form method="post" action="${action}">${inputs.join('')}<button>Sign in</button></form>`;
  }

  async close(): Promise<void> {
    this.site.closeAllConnections();
    await new Promise((done) => this.site.close(done));
  }
}

let portal: Portal;
test.beforeAll(async ({ passant }) => {
  portal = await Portal.open(passant);
});
test.afterAll(() => portal.close());

/** A portal whose provider believes everything that people say. */
async function portalOf(passant: Passant, identifier: string): Promise<CreatedWebClient> {
  const admin = passant.admin;
  const scheme = { identifier: `${identifier}-scheme`, name: 'Talkative scheme', flow: 'ONE_STEP' };
  await admin.call('createIdentityProvider', { body: { ...scheme, scripts: { complete: TALKATIVE } } });
  await admin.call('createApplication', {
    body: {
      identifier,
      name: `Portal ${identifier}`,
      client_type: 'web',
      default_scopes: ['openid'],
      additional_scopes: ['email', `${identifier}-staff`],
      identity_providers: [scheme.identifier],
    },
  });
  return admin.call('createWebClient', {
    body: {
      client_id: `${identifier}-client`,
      name: `Client ${identifier}`,
      application: identifier,
      redirect_uris: [portal.redirectUri],
    },
  });
}

async function answerAndAllow(page: Page, name: string): Promise<URL> {
  await page.getByRole('textbox', { name: 'Your answer' }).fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
  return new URL(page.url());
}

async function letOffPkce(passant: Passant, clientId: string): Promise<void> {
  const body = { require_pkce: false };
  const admin = passant.admin;
  await admin.call('updateWebClient', { parameters: { client_id: clientId }, body, ifMatch: '*' });
}

/** Opens a tab in which the portal's form leads to the login page. */
async function tabByForm(page: Page, clientId: string, state: string): Promise<Page> {
  await page.goto(portal.formAddress(clientId, state));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in with Talkative scheme' })).toBeVisible();
  return page;
}

const stateOf = (end: URL) => end.searchParams.get('state');

test('tabs that the form of another site opened, and one that it did not, all end at their own client', async ({
  page,
  passant,
}) => {
  const { client_id: clientId } = await portalOf(passant, 'two-tabs');
  await letOffPkce(passant, clientId);
  await page.goto(`${passant.url}${PATHS.authorize}?${portal.request(clientId, 'first')}`);
  await expect(page.getByRole('heading', { name: 'Sign in with Talkative scheme' })).toBeVisible();
  const second = await tabByForm(await page.context().newPage(), clientId, 'second');
  const third = await tabByForm(await page.context().newPage(), clientId, 'third');
  // After the redirect to GET, the browser sends its existing cookie and is given no further one.
  expect((await page.context().cookies(passant.url)).map(({ name }) => name)).toEqual(['passant_login']);
  await expect.poll(() => new URL(second.url()).searchParams.get('state')).toBe('second');

  expect(stateOf(await answerAndAllow(page, 'Ada'))).toBe('first');
  expect(stateOf(await answerAndAllow(third, 'Cas'))).toBe('third');
  expect(stateOf(await answerAndAllow(second, 'Bea'))).toBe('second');
});

test('tabs that were opened by nothing but forms end at their own client', async ({ page, passant }) => {
  const { client_id: clientId } = await portalOf(passant, 'forms-first');
  await letOffPkce(passant, clientId);
  const first = await tabByForm(page, clientId, 'first');
  const second = await tabByForm(await page.context().newPage(), clientId, 'second');
  expect(stateOf(await answerAndAllow(first, 'Ada'))).toBe('first');
  expect(stateOf(await answerAndAllow(second, 'Bea'))).toBe('second');
});

test('an administrator lets a portal in that has no PKCE, and has it told what a scope means', async ({
  page,
  passant,
}, testInfo) => {
  const { client_id: clientId, client_secret: secret } = await portalOf(passant, 'old-portal');
  const address = `${PATHS.authorize}?${portal.request(clientId, 'state', 'openid email old-portal-staff')}`;
  const admin = new AdminConsole(page);

  await test.step('as it comes, the portal is refused', async () => {
    await page.goto(address);
    await expect
      .poll(() => new URL(page.url()).searchParams.get('error_description'))
      .toBe('code_challenge is required.');
  });

  await test.step('the administrator says what is different about it', async () => {
    await admin.signIn(passant.administrator);
    await admin.openConfiguration('Web clients');
    await page.getByRole('link', { name: 'Client old-portal' }).click();
    await page.getByRole('switch', { name: 'Demand PKCE' }).click();
    await expect(page.getByText('A stolen code is worth more without PKCE')).toBeVisible();
    await expectAccessible(page);
    await testInfo.attach('web-client.png', {
      body: await page.screenshot({ fullPage: true }),
      contentType: 'image/png',
    });
    await admin.save();
  });

  await test.step('and what one of its scopes tells', async () => {
    await admin.openConfiguration('Scopes');
    await page.getByRole('button', { name: 'Edit old-portal-staff' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Tells clients that come by a code' }).fill('badge');
    await page.keyboard.press('Enter');
    // Leave the field, because its list of suggestions covers the buttons.
    await page.keyboard.press('Tab');
    await expect(page.getByRole('listbox')).toBeHidden();
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: 'Save scope' }).click();
    await expect(page.getByRole('row', { name: /old-portal-staff.*badge/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /^email.*email, email_verified/ })).toBeVisible();
  });

  await test.step('a person sees in words what will be told', async () => {
    await page.goto(address);
    await page.getByRole('textbox', { name: 'Your answer' }).fill('Ada');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'your e-mail address' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: '“badge”' })).toBeVisible();
    await expect(page.getByText('It is told nothing else about you.')).toBeVisible();
    await expectAccessible(page);
    await testInfo.attach('consent.png', { body: await page.screenshot(), contentType: 'image/png' });
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
  });

  await test.step('and that is what the portal is told', async () => {
    const code = new URL(page.url()).searchParams.get('code')!;
    const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
    const reply = await send<{ id_token: string; access_token: string }>('POST', passant.url + PATHS.token, {
      headers: { authorization: `Basic ${basic}` },
      form: { grant_type: 'authorization_code', code, redirect_uri: portal.redirectUri },
    });
    expect(reply.status).toBe(200);
    expect(decodeProtectedHeader(reply.body.id_token).alg).toBe('RS256');
    const told = { sub: 'person-Ada', email: 'Ada@example.com', badge: '4711' };
    expect(decodeJwt(reply.body.id_token)).toMatchObject(told);
    expect(decodeJwt(reply.body.id_token)).not.toHaveProperty('name');
    const headers = { authorization: `Bearer ${reply.body.access_token}` };
    expect((await send('GET', passant.url + PATHS.userInfo, { headers })).body).toEqual(told);
  });
});
