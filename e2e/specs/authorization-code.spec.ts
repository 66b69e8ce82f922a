import { send } from '@passant/mobile-client';
import { expect, type Passant, test } from '@passant/playwright';
import type { Page, TestInfo } from '@playwright/test';
import * as oidc from 'openid-client';
import { expectAccessible } from '../support/axe.js';
import { siteOfOthers } from '../support/site-of-others.js';

const REDIRECT_URI = 'https://rp.example.com/callback';

/** Accepts everybody, under whatever name they give. */
const TRUSTING = `function execute(answer) {
  if (answer.indexOf(' ') >= 0) return { status: 4000, responsePayload: 'Just your first name, please.' };
  return { status: 2000, user: { id: 'person-' + answer, firstName: answer, amr: ['pwd'] } };
}`;

/** Asks for a sum, and remembers it between its two steps. */
const ARITHMETIC = {
  init: `function execute() {
    return { status: 2000, responsePayload: 'How much is 40 + 2?', registrationData: '42' };
  }`,
  complete: `function execute(answer, userIdentifier, expected) {
    if (answer !== expected) return { status: 4000, responsePayload: 'That is not it. Look again.' };
    return { status: 2000, user: { id: 'a-person-who-can-add' } };
  }`,
};

const INSECURE = { execute: [oidc.allowInsecureRequests] };

/** Checks the accessibility of the page in both colour schemes, and takes a screenshot of each. */
async function lookAt(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    const body = await page.screenshot();
    await testInfo.attach(`${name}-${colorScheme}.png`, { body, contentType: 'image/png' });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Gets an initial access token for one client, in the way the customer's documents show. */
async function initialAccessToken({ url, masterToken }: Passant): Promise<string> {
  const headers = { authorization: `Bearer ${masterToken}` };
  const proForma = await send<{ client_id: string }>('POST', `${url}/oauth/clients`, {
    headers,
    json: { grant_types: [], token_endpoint_auth_method: 'none', client_name: 'Registration of developers' },
  });
  const issued = await send<{ access_token: string }>('POST', `${url}/oauth/direct-authz/rest/v2`, {
    headers,
    json: {
      sub: 'developer-1',
      client_id: proForma.body.client_id,
      scope: ['client-reg'],
      audience: [`${url}/oauth/clients`],
      access_token: { lifetime: 600, encoding: 'IDENTIFIER' },
    },
  });
  return issued.body.access_token;
}

/** Builds the authorization request of a client, and the values it needs to check the response. */
async function authorizationRequest(config: oidc.Configuration, scope: string) {
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    idTokenExpected: true,
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  return { url, checks };
}

test('a client registers itself, sends a person to the login page, and is told who they are', async ({
  page,
  passant,
}, testInfo) => {
  const admin = passant.admin;
  await admin.call('createIdentityProvider', {
    body: {
      identifier: 'trusting-scheme',
      name: 'Trusting scheme',
      flow: 'ONE_STEP',
      default: true,
      scripts: { complete: TRUSTING },
    },
  });
  await siteOfOthers(page, 'https://rp.example.com', 'You are back');

  const issuer = new URL(`${passant.url}/oauth`);
  const config = await oidc.dynamicClientRegistration(
    issuer,
    {
      client_name: 'Travel diary',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
    },
    oidc.ClientSecretBasic(),
    { ...INSECURE, initialAccessToken: await initialAccessToken(passant) },
  );
  const { url, checks } = await authorizationRequest(config, 'openid');

  await test.step('the login page says who asks, and lets the person try again', async () => {
    await page.goto(url.href);
    await expect(page.getByRole('heading', { name: 'Sign in with Trusting scheme' })).toBeVisible();
    await expect(page.getByText('Travel diary wants to know who you are.')).toBeVisible();
    await expect(page.getByText('rp.example.com')).toBeVisible();
    await lookAt(page, 'login', testInfo);
    await page.getByRole('textbox', { name: 'Your answer' }).fill('Ada Lovelace');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('alert')).toHaveText('Just your first name, please.');
    await lookAt(page, 'try-again', testInfo);
  });

  await test.step('the person agrees', async () => {
    await page.getByRole('textbox', { name: 'Your answer' }).fill('Ada');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'Continue to Travel diary?' })).toBeVisible();
    await expect(page.getByText('know who you are')).toBeVisible();
    await lookAt(page, 'consent', testInfo);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
  });

  await test.step('the client gets its tokens, once', async () => {
    const answer = new URL(page.url());
    expect(answer.searchParams.getAll('iss')).toEqual([issuer.href]);
    const tokens = await oidc.authorizationCodeGrant(config, answer, checks);
    expect(tokens.claims()).toMatchObject({ sub: 'person-Ada', amr: ['pwd'] });
    // The person consented to openid, which reveals who they are and no more.
    expect(tokens.claims()).not.toHaveProperty('firstName');
    expect(await oidc.fetchUserInfo(config, tokens.access_token, 'person-Ada')).toEqual({ sub: 'person-Ada' });
    const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token!);
    expect(renewed.claims()).toMatchObject({ sub: 'person-Ada' });
    await expect(oidc.authorizationCodeGrant(config, answer, checks)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(oidc.fetchUserInfo(config, renewed.access_token, 'person-Ada')).rejects.toThrow();
  });

  await test.step('a person who does not agree is sent back without a code', async () => {
    const again = await authorizationRequest(config, 'openid');
    await page.goto(again.url.href);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
    await expect(oidc.authorizationCodeGrant(config, new URL(page.url()), again.checks)).rejects.toMatchObject({
      error: 'access_denied',
    });
  });

  await test.step('an address that was not registered is not gone to', async () => {
    const elsewhere = new URL(url);
    elsewhere.searchParams.set('redirect_uri', 'https://rp.example.com/elsewhere');
    await page.goto(elsewhere.href);
    await expect(page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible();
    await lookAt(page, 'refusal', testInfo);
  });

  // The server is shared with other stories: a default provider would show up in theirs.
  await admin.call('updateIdentityProvider', {
    parameters: { identifier: 'trusting-scheme' },
    body: { default: false },
    ifMatch: '*',
  });
});

test('a web application sends a person to a provider that asks first', async ({ page, passant }, testInfo) => {
  const admin = passant.admin;
  const providers = [
    { identifier: 'arithmetic', name: 'Mental arithmetic', flow: 'TWO_STEP', scripts: ARITHMETIC },
    { identifier: 'guest-book', name: 'Guest book', flow: 'ONE_STEP', scripts: { complete: TRUSTING } },
  ];
  for (const body of providers) await admin.call('createIdentityProvider', { body });
  await admin.call('createApplication', {
    body: {
      identifier: 'customer-portal',
      name: 'Portal of customers',
      client_type: 'web',
      default_scopes: ['openid'],
      additional_scopes: ['read'],
      identity_providers: providers.map(({ identifier }) => identifier),
    },
  });
  const made = await admin.call('createWebClient', {
    body: { name: 'Customer portal', application: 'customer-portal', redirect_uris: [REDIRECT_URI] },
  });
  await siteOfOthers(page, 'https://rp.example.com', 'You are back');

  const config = await oidc.discovery(
    new URL(`${passant.url}/oauth`),
    made.client_id,
    undefined,
    oidc.ClientSecretBasic(made.client_secret),
    INSECURE,
  );
  const { url, checks } = await authorizationRequest(config, 'openid read');

  await test.step('the person chooses', async () => {
    await page.goto(url.href);
    await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
    await lookAt(page, 'providers', testInfo);
    await page.getByRole('button', { name: 'Guest book' }).click();
    await page.getByRole('button', { name: 'Sign in another way' }).click();
    await page.getByRole('button', { name: 'Mental arithmetic' }).click();
  });

  await test.step('the provider asks, hears a wrong answer, and then the right one', async () => {
    await expect(page.getByText('How much is 40 + 2?')).toBeVisible();
    await lookAt(page, 'challenge', testInfo);
    await page.getByRole('textbox', { name: 'Your answer' }).fill('41');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('alert')).toHaveText('That is not it. Look again.');
    await page.getByRole('textbox', { name: 'Your answer' }).fill('42');
    await page.getByRole('button', { name: 'Continue' }).click();
  });

  await test.step('the client gets its tokens', async () => {
    await lookAt(page, 'consent-of-a-web-application', testInfo);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
    const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), checks);
    expect(tokens.scope).toBe('openid read');
    expect(tokens.claims()).toMatchObject({ sub: 'a-person-who-can-add' });
  });
});
