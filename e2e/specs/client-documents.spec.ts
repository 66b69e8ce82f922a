import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AdminConsole, expect, test } from '@passant/playwright';
import { expectAccessible } from '../support/axe.js';
import { siteOfOthers } from '../support/site-of-others.js';

const REDIRECT_URI = 'https://weather.example.com/callback';
const TRUSTING = "function execute(answer) { return { status: 2000, user: { id: 'weather-' + answer } }; }";

/** The web server of a developer, who publishes what their client is. */
async function developersServer() {
  let changes: object = {};
  const server = createServer((request, response) => {
    const client_id = `http://${request.headers.host}${request.url}`;
    const document = {
      client_id,
      client_name: 'Weather station',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      ...changes,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    address: (name: string) => `http://127.0.0.1:${port}/${name}.json`,
    publish: (different: object) => void (changes = different),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** An authorization request of a client, and what it needs to exchange the code. */
function requestOf(serverUrl: string, client_id: string) {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { url: `${serverUrl}${PATHS.authorize}?${parameters.toString()}`, verifier };
}

test('an administrator lets a domain describe its clients, a person agrees to one, and its grants are ended alone', async ({
  page,
  passant,
}) => {
  const developer = await developersServer();
  try {
    const client_id = developer.address('weather');
    await passant.admin.call('createIdentityProvider', {
      body: {
        identifier: 'weather-scheme',
        name: 'Weather scheme',
        flow: 'ONE_STEP',
        default: true,
        scripts: { complete: TRUSTING },
      },
    });
    const { url, verifier } = requestOf(passant.url, client_id);

    await test.step('before that, such a client is unknown', async () => {
      await page.goto(url);
      await expect(page.getByText('No client of this name may ask for people here.')).toBeVisible();
    });

    const admin = new AdminConsole(page);
    await test.step('the administrator names the domain', async () => {
      await admin.signIn(passant.administrator);
      await admin.openConfiguration('Client documents');
      await expect(page.getByText('No client is taken from a document.', { exact: true })).toBeVisible();
      await page.getByRole('switch', { name: 'Take clients from documents' }).click();
      await expect(page.getByText('No client is taken from a document: no domain is named.')).toBeVisible();
      await page.getByRole('combobox', { name: 'Domains' }).fill('127.0.0.1');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Whoever can publish on this domain can ask your people to sign in.')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('In force')).toBeVisible();
    });

    await test.step('the person is told whose document it is', async () => {
      await siteOfOthers(page, 'https://weather.example.com', 'You are back');
      await page.goto(url);
      await page.getByRole('textbox', { name: 'Your answer' }).fill('ada');
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect(page.getByRole('heading', { name: 'Continue to Weather station?' })).toBeVisible();
      await expect(page.getByText(`${developer.host} published this about itself.`)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'You are back' })).toBeVisible();
    });

    const code = new URL(page.url()).searchParams.get('code')!;
    const token = (form: Record<string, string>) =>
      send<{ refresh_token: string }>('POST', passant.url + PATHS.token, { form: { client_id, ...form } });
    const tokens = await token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
    });
    expect(tokens.status).toBe(200);

    await test.step('the administrator ends what was given at one address', async () => {
      await page.goto(`${passant.url}/admin/clients`);
      await page.getByRole('link', { name: 'Weather station' }).click();
      await expect(page.getByRole('heading', { name: 'Weather station', level: 1 })).toBeVisible();
      const row = page.getByRole('row', { name: new RegExp(REDIRECT_URI) });
      await expect(row).toContainText('1 of 1 person');
      await expectAccessible(page);
      await row.getByRole('button', { name: `End the grants at ${REDIRECT_URI}` }).click();
      await page.getByRole('button', { name: 'End grants' }).click();
      await expect(page.getByText('Nobody has a refresh token of this client.')).toBeVisible();
    });
    const { refresh_token } = tokens.body;
    expect((await token({ grant_type: 'refresh_token', refresh_token })).status).toBe(400);
  } finally {
    // The server is shared with other stories: a default provider would show up in theirs.
    await passant.admin.call('updateIdentityProvider', {
      parameters: { identifier: 'weather-scheme' },
      body: { default: false },
      ifMatch: '*',
    });
    await developer.close();
  }
});

test('an administrator imports a client from an address, and reads its document again by hand', async ({
  page,
  passant,
}) => {
  const developer = await developersServer();
  try {
    const address = developer.address('imported');
    developer.publish({ client_name: 'Imported station' });
    const admin = new AdminConsole(page);
    await admin.signIn(passant.administrator);
    await admin.openTopPage('Clients');
    await page.getByRole('button', { name: 'Client from an address' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Client id').fill(developer.address('other').replace('http://127', 'http://user@127'));
    await dialog.getByRole('button', { name: 'Look' }).click();
    await expect(dialog.getByRole('alert')).toContainText('must hold no credentials');
    await dialog.getByLabel('Client id').fill(address);
    await dialog.getByRole('button', { name: 'Look' }).click();
    await expect(dialog.getByText(`${developer.host} publishes this. The client is not known here yet:`)).toBeVisible();
    await expect(dialog.getByRole('row', { name: 'client_name Imported station' })).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: 'Import client' }).click();
    await expect(page.getByRole('heading', { name: 'Imported station', level: 1 })).toBeVisible();
    await expect(page.getByText('When an administrator asks for it')).toBeVisible();

    developer.publish({ client_name: 'Renamed station' });
    await page.getByRole('button', { name: 'Read it again' }).click();
    await dialog.getByRole('button', { name: 'Look' }).click();
    await expect(dialog.getByRole('row', { name: 'client_name Imported station Renamed station' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Take this over' }).click();
    await expect(page.getByRole('heading', { name: 'Renamed station', level: 1 })).toBeVisible();
    const history = page.getByRole('list', { name: 'History' }).getByRole('listitem');
    await expect(history.first()).toContainText('Taken over from its document');
    await expectAccessible(page);
  } finally {
    await developer.close();
  }
});
