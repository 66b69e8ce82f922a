import { ADMIN_ENDPOINTS, PATHS, STATELESS_AUTHENTICATION_GRANT, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { codeOf } from '../support/relying-party.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { basic, revoke, tokenOf } from '../support/token-client.js';
import { clientOfWeb } from '../support/web-world.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

describe('While the database is away', () => {
  it('every answer is 503 with Retry-After, and none is a protocol answer', async () => {
    const server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_OPEN_REGISTRATION: 'on' });
    const registrar = new Registrar(server);
    const initialAccessToken = await registrar.initialAccessToken();
    const client = await registrar.client();
    const ownToken = client.registration_access_token;
    const { app, provider, resourceServer } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, STATELESS);
    await server.database.dataSource.destroy();
    const token = body.oauth_token!.access_token;
    const caller = basic(resourceServer.clientId, resourceServer.secret);
    const replies = [
      await app.complete(provider.identifier, STATELESS),
      await resourceServer.request({ token }),
      await tokenOf(server.url, caller, { grant_type: 'client_credentials' }),
      await revoke(server.url, caller, { token }),
      await send('GET', server.url + PATHS.userInfo, { headers: { authorization: `Bearer ${token}` } }),
      await send('POST', server.url + PATHS.userInfo, { form: { access_token: token } }),
      await send('POST', server.url + PATHS.introspectBatch, { headers: caller.headers!, json: { tokens: [token] } }),
      await send('GET', server.url + PATHS.endedTokens, { headers: caller.headers! }),
      await send('GET', server.url + PATHS.mobileTransactions, { headers: { authorization: `Bearer ${token}` } }),
      await server.admin.request('readSession'),
      // What limits them cannot count, and admits nobody.
      await send('POST', server.url + adminPath(ADMIN_ENDPOINTS.signIn), { json: ADMIN }),
      await registrar.register(undefined, HELLO_WORLD),
      await registrar.register(initialAccessToken, HELLO_WORLD),
      await registrar.register(initialAccessToken, HELLO_WORLD, '?dry_run=true'),
      await registrar.register(MASTER_TOKEN, HELLO_WORLD),
      await registrar.call('GET', registrar.endpoint, MASTER_TOKEN),
      await registrar.call('GET', client.registration_client_uri, ownToken),
      await registrar.call('PUT', client.registration_client_uri, ownToken, { client_id: client.client_id }),
      await registrar.call('DELETE', client.registration_client_uri, ownToken),
    ];
    for (const reply of replies) {
      expectRefusal(reply, 503, 'temporarily_unavailable');
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    // A forged token is recognised without the database, so the outage does not matter.
    expect((await resourceServer.request({ token: 'A'.repeat(64) })).body).toEqual({ active: false });
    await server.database.dataSource.initialize();
    expect((await resourceServer.request({ token })).status).toBe(200);
    // Nothing was registered, so the token was not used up.
    expect((await registrar.register(initialAccessToken, HELLO_WORLD)).status).toBe(201);
    await server.close();
  });

  it('the login pages say so to the person, send nobody anywhere, and lose nothing', async () => {
    const server = await AuthServer.start();
    const { client } = await clientOfWeb(server, { provider: await server.given.provider() });
    const browser = new Browser(server.url);
    const page = await browser.open(client.request());
    await server.database.dataSource.destroy();
    for (const reply of [await browser.open(client.request()), await page.send('answer', { data: 'anna' })]) {
      expect([reply.status, reply.title, reply.location]).toEqual([503, 'Please try again in a moment', undefined]);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await server.database.dataSource.initialize();
    const consent = await page.send('answer', { data: 'anna' });
    expect((await client.exchange(codeOf(await consent.send('consent')))).status).toBe(200);
    await server.close();
  });
});
