import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from './support/auth-server.js';
import { expectRefusal } from './support/expectations.js';
import { basic, revoke, tokenOf } from './support/token-client.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

describe('While the database is away', () => {
  it('every answer is 503 with Retry-After, and none is a protocol answer', async () => {
    const server = await AuthServer.start();
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
      await server.admin.request('readSession'),
    ];
    for (const reply of replies) {
      expectRefusal(reply, 503, 'temporarily_unavailable');
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    // A forged token is told without the database, so the outage does not matter.
    expect((await resourceServer.request({ token: 'A'.repeat(64) })).body).toEqual({ active: false });
    await server.database.dataSource.initialize();
    expect((await resourceServer.request({ token })).status).toBe(200);
    await server.close();
  }, 60_000);
});
