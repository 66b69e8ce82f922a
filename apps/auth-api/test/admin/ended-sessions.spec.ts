import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const REASON = 'a laptop was stolen';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const signIn = () => AdminApi.signIn(server.url, ADMIN);
const end = (admin: AdminApi) => admin.request('endSessions', { body: { reason: REASON } });

describe('The sessions of administrators', () => {
  it('end all at once, that of the caller included, which the browser forgets', async () => {
    await end(await signIn());
    const [one, another, caller] = [await signIn(), await signIn(), await signIn()];
    const reply = await end(caller);
    expect([reply.status, reply.body]).toEqual([200, { sessions: 3 }]);
    expect(reply.headers.get('set-cookie')).toMatch(/^passant_session=;.*Max-Age=0/);
    for (const admin of [one, another, caller]) {
      expectRefusal(await admin.request('readSession'), 401, 'unauthorized');
      expectRefusal(await admin.request('listKeys'), 401, 'unauthorized');
    }
    expect((await (await signIn()).request('readSession')).status).toBe(200);
  });

  it('end in every other process', async () => {
    const beside = await server.startBeside();
    const elsewhere = await AdminApi.signIn(beside, ADMIN);
    expect((await elsewhere.request('readSession')).status).toBe(200);
    await end(await signIn());
    expectRefusal(await elsewhere.request('readSession'), 401, 'unauthorized');
  });

  it('end with an event that says who ended them, why and how many', async () => {
    await end(await signIn());
    await end(await signIn());
    const [event] = (await (await signIn()).call('listEvents', { query: { name: 'ADMIN_SESSIONS_ENDED' } })).items;
    expect(event).toMatchObject({ admin: ADMIN.email, details: { reason: REASON, sessions: 1 } });
  });

  it('do not end without a reason', async () => {
    const admin = await signIn();
    expectRefusal(await admin.request('endSessions', { body: {} }), 400, 'invalid_request');
    expect((await admin.request('readSession')).status).toBe(200);
  });
});
