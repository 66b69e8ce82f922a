import type { RegisteredClientDetails } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { OBEDIENT_SCRIPT, REDIRECT, expectAnswer, obedientWorld } from '../support/login-pages.js';
import type { RelyingParty } from '../support/relying-party.js';
import { tokenOf } from '../support/token-client.js';
import { MASTER_TOKEN, dynamicClient, signIn } from '../support/web-world.js';

/** A request from software that predates PKCE. */
const WITHOUT = { code_challenge: undefined, code_challenge_method: undefined, nonce: 'n-1' };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  await server.given.provider({ name: 'For everybody', default: true, scripts: { complete: OBEDIENT_SCRIPT } });
});
afterAll(() => server.close());

async function letOff({ clientId }: RelyingParty, required = false): Promise<void> {
  const parameters = { client_id: clientId };
  const { etag } = await server.admin.call('readWebClient', { parameters });
  const saved = await server.admin.call('updateWebClient', {
    parameters,
    body: { require_pkce: required },
    ifMatch: etag,
  });
  expect(saved.require_pkce).toBe(required);
}

/** Exchanges a code without a verifier. */
function exchangePlainly(client: RelyingParty, code: string) {
  const form = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri };
  return tokenOf(server.url, client.proof, form);
}

describe('A confidential client that an administrator let off PKCE', () => {
  it('signs people in without it, and no longer once the administrator thinks otherwise', async () => {
    const { client } = await obedientWorld(server);
    const before = await new Browser(server.url).open(client.request(WITHOUT));
    expectAnswer(server, before, { error: 'invalid_request' });
    await letOff(client);
    const code = await signIn(server, client, 'anna', WITHOUT);
    const reply = await exchangePlainly(client, code);
    expect([reply.status, reply.body.token_type]).toEqual([200, 'bearer']);
    expectRefusal(await exchangePlainly(client, code), 400, 'invalid_grant');
    await letOff(client, true);
    const after = await new Browser(server.url).open(client.request(WITHOUT));
    expectAnswer(server, after, { error: 'invalid_request' });
  });

  it('is held to the challenge that it sends all the same', async () => {
    const { client } = await obedientWorld(server);
    await letOff(client);
    const code = await signIn(server, client, 'anna');
    expectRefusal(await exchangePlainly(client, code), 400, 'invalid_request');
    expectRefusal(await client.exchange(code, { code_verifier: 'x'.repeat(43) }), 400, 'invalid_grant');
    expect((await client.exchange(code)).status).toBe(200);
  });

  // RFC 9700 §4.8.2 (PKCE downgrade): an attacker who strips the challenge from the request gains nothing.
  it('gets nothing by a verifier for a code that was asked for without a challenge', async () => {
    const { client } = await obedientWorld(server);
    await letOff(client);
    const code = await signIn(server, client, 'anna', WITHOUT);
    expectRefusal(await client.exchange(code), 400, 'invalid_grant');
    expect((await exchangePlainly(client, code)).status).toBe(200);
  });

  it.each([
    ['half of it', { code_challenge: undefined }],
    ['the plain one', { code_challenge_method: 'plain' }],
    ['a challenge that is none', { code_challenge: 'short' }],
  ])('is refused with %s', async (_, changes) => {
    const { client } = await obedientWorld(server);
    await letOff(client);
    expectAnswer(server, await new Browser(server.url).open(client.request(changes)), { error: 'invalid_request' });
  });

  it('is the only one: discovery goes on naming S256', async () => {
    const metadata = (await (await fetch(`${server.url}/oauth/.well-known/openid-configuration`)).json()) as object;
    expect(metadata).toMatchObject({ code_challenge_methods_supported: ['S256'] });
  });
});

describe('A client that registered itself', () => {
  const change = (clientId: string, require_pkce: boolean) =>
    server.admin.request('updateRegisteredClient', { parameters: { client_id: clientId }, body: { require_pkce } });

  it('can be let off where it authenticates', async () => {
    const client = await dynamicClient(server, {
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    const reply = await change(client.clientId, false);
    expect([reply.status, (reply.body as RegisteredClientDetails).require_pkce]).toEqual([200, false]);
    const code = await signIn(server, client, 'anna', WITHOUT);
    expect((await exchangePlainly(client, code)).status).toBe(200);
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { client_id: client.clientId } });
    expect(items.find(({ name }) => name === 'ADMIN_CLIENT_UPDATED')).toMatchObject({
      before: { require_pkce: true },
      after: { require_pkce: false },
    });
  });

  it('cannot where it is public, nor as an app', async () => {
    const client = await dynamicClient(server, { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' });
    expectRefusal(await change(client.clientId, false), 400, 'invalid_request');
    const { app } = await server.given.statelessWorld();
    expectRefusal(await change(app.clientId, false), 400, 'invalid_request');
    expectAnswer(server, await new Browser(server.url).open(client.request(WITHOUT)), { error: 'invalid_request' });
    expect((await change(client.clientId, true)).status).toBe(200);
  });
});
