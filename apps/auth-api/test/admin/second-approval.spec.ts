import { Approval, type AdminEndpointName, CSRF_HEADER } from '@passant/contracts';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { basic, tokenOf } from '../support/token-client.js';

const DAY = 86_400;
const WEEK = 7 * DAY;

/** A server with two Admins whose accounts are old enough, where a second approval is required. */
interface World {
  server: AuthServer;
  ask: AdminApi;
  approve: AdminApi;
}

let world: World;
beforeAll(async () => {
  world = await start();
});
afterAll(() => world.server.close());

const signIn = (server: AuthServer, email: string, url = server.url) =>
  AdminApi.signIn(url, { email, password: PASSWORD });

async function start(isRequired = true): Promise<World> {
  const server = await AuthServer.start();
  const { email } = await server.given.administrator('Admin');
  server.clock.moveOn(WEEK + 1);
  const ask = await AdminApi.signIn(server.url, ADMIN);
  if (isRequired) await ask.call('updateSecondApproval', { body: { required: true } });
  return { server, ask, approve: await signIn(server, email) };
}

/** For what would be in the way of others. */
async function alone(story: (world: World) => Promise<void>, isRequired = true): Promise<void> {
  const own = await start(isRequired);
  try {
    await story(own);
  } finally {
    await own.server.close();
  }
}

let counter = 0;
async function aScope({ ask } = world): Promise<{ identifier: string }> {
  const identifier = `scope-${(counter += 1)}`;
  await ask.call('createScope', { body: { identifier, description: 'a' } });
  return { identifier };
}

const exists = async (parameters: { identifier: string }, { ask } = world) =>
  (await ask.request('readScope', { parameters })).status === 200;

async function asked(name: AdminEndpointName, options: object, { ask } = world): Promise<Approval> {
  const reply = await ask.request(name, options);
  expect([name, reply.status]).toEqual([name, 202]);
  return Approval.parse(reply.body);
}

async function deletion(own = world) {
  const parameters = await aScope(own);
  return { parameters, id: (await asked('deleteScope', { parameters }, own)).id };
}

const decide = (name: 'approveRequest' | 'refuseRequest' | 'withdrawRequest', id: string, by: AdminApi) =>
  by.request(name, { parameters: { id } });
const stateOf = async (id: string, { ask } = world) =>
  (await ask.call('listApprovals')).items.find((one) => one.id === id);

describe('A second approval', () => {
  it('is not asked for unless an Admin requires it', async () => {
    await alone(async (own) => {
      expect(await own.ask.call('readSecondApproval')).toEqual({ required: false, approvers: 2 });
      const parameters = await aScope(own);
      await own.ask.call('deleteScope', { parameters });
      expect((await own.ask.call('listApprovals')).items).toEqual([]);
    }, false);
  });

  it('cannot be required before two Admins could approve for each other', async () => {
    const server = await AuthServer.start();
    try {
      const require = { body: { required: true } };
      server.clock.moveOn(WEEK + 1);
      const admin = await AdminApi.signIn(server.url, ADMIN);
      expectRefusal(await admin.request('updateSecondApproval', require), 409, 'conflict');
      const young = await server.givenBy(admin).administrator('Admin');
      await server.givenBy(admin).administrator('Operator');
      expectRefusal(await young.request('updateSecondApproval', require), 409, 'conflict');
      expect(await admin.call('readSecondApproval')).toEqual({ required: false, approvers: 1 });
    } finally {
      await server.close();
    }
  });

  it('is needed for no longer requiring it, and for requiring it once more it is not', async () => {
    const { ask, approve } = world;
    const body = { required: true };
    expect(await ask.call('updateSecondApproval', { body })).toEqual({ required: true, approvers: 2 });
    const { id } = await asked('updateSecondApproval', { body: { required: false } });
    expect(await ask.call('readSecondApproval')).toMatchObject({ required: true });
    await approve.call('approveRequest', { parameters: { id } });
    expect(await ask.call('readSecondApproval')).toMatchObject({ required: false });
    expect(await approve.call('updateSecondApproval', { body })).toMatchObject({ required: true });
  });

  it('carries out what was asked for, and nothing before', async () => {
    const { parameters, id } = await deletion();
    expect(await exists(parameters)).toBe(true);
    expect(await stateOf(id)).toMatchObject({ state: 'PENDING', parameters, asked_by: ADMIN.email });
    expect((await decide('approveRequest', id, world.approve)).status).toBe(200);
    expect(await exists(parameters)).toBe(false);
    const decided = await stateOf(id);
    expect(decided).toMatchObject({ state: 'CARRIED_OUT', decided_by: world.approve.email });
    expect(decided).not.toHaveProperty('parameters');
  });

  it('is given once, however many give it at the same time, in several processes', async () => {
    const body = { reason: 'it leaked' };
    const { identifier } = await server().givenBy(world.ask).provider();
    const beside = await server().startBeside();
    const other = await signIn(server(), world.approve.email, beside);
    const { id } = await asked('endIdentityProviderTokens', { parameters: { identifier }, body });
    const by = [world.approve, other, world.approve, other, world.approve, other];
    const replies = await Promise.all(by.map((one) => decide('approveRequest', id, one)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of replies.filter((reply) => reply.status !== 200)) expect([404, 409]).toContain(status);
    const { items } = await world.ask.call('listAuditRecords', { query: { name: 'ADMIN_TOKENS_ENDED' } });
    expect(items.filter(({ identity_provider: its }) => its === identifier)).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ state: 'CARRIED_OUT' });
  });

  it('is given, refused and withdrawn by whom it is theirs to', async () => {
    const { parameters, id } = await deletion();
    expectRefusal(await decide('approveRequest', id, world.ask), 403, 'forbidden');
    expectRefusal(await decide('refuseRequest', id, world.ask), 403, 'forbidden');
    expectRefusal(await decide('withdrawRequest', id, world.approve), 403, 'forbidden');
    expect(await exists(parameters)).toBe(true);
    expect(await stateOf(id)).toMatchObject({ state: 'PENDING' });
    expect((await decide('withdrawRequest', id, world.ask)).body).toMatchObject({ state: 'WITHDRAWN' });
    expectRefusal(await decide('approveRequest', id, world.approve), 404, 'not_found');
    const second = await deletion();
    expect((await decide('refuseRequest', second.id, world.approve)).body).toMatchObject({ state: 'REFUSED' });
    expectRefusal(await decide('approveRequest', second.id, world.approve), 404, 'not_found');
    expect([await exists(parameters), await exists(second.parameters)]).toEqual([true, true]);
    const { items } = await world.ask.call('listAuditRecords', { query: { limit: '5' } });
    const [refused, , withdrawn] = items.filter(({ name }) => name.startsWith('ADMIN_APPROVAL_'));
    const aboutIt = (it: typeof second) => ({ approval: it.id, asked_for: 'deleteScope', ...it.parameters });
    expect(refused).toMatchObject({ actor: world.approve.email, details: aboutIt(second), endpoint: 'refuseRequest' });
    expect(withdrawn).toMatchObject({ actor: ADMIN.email, details: aboutIt({ parameters, id }) });
  });

  it('is not given by an account younger than a week, also once it is older', async () => {
    await alone(async (own) => {
      const young = (await own.server.givenBy(own.ask).administrator('Admin')).email;
      own.server.clock.moveOn(WEEK - DAY / 2);
      const later = { ...own, ask: await AdminApi.signIn(own.server.url, ADMIN) };
      const { id, parameters } = await deletion(later);
      expectRefusal(await decide('approveRequest', id, await signIn(own.server, young)), 403, 'forbidden');
      own.server.clock.moveOn(DAY - 60);
      expectRefusal(await decide('approveRequest', id, await signIn(own.server, young)), 403, 'forbidden');
      const ask = await AdminApi.signIn(own.server.url, ADMIN);
      expect(await exists(parameters, { ...own, ask })).toBe(true);
      const newer = await deletion({ ...own, ask });
      expect((await decide('approveRequest', newer.id, await signIn(own.server, young))).status).toBe(200);
    });
  });

  it('of a clean-up deletes no client that came since, where another one left the number as it was', async () => {
    const given = server().givenBy(world.ask);
    const application = await given.mobileApplication(await given.provider());
    const [used, unused] = [await given.appInstance(application), await given.appInstance(application)];
    const filter = { application: application.identifier, never_used: 'true' };
    const cleanUp = { body: { filter, expected_count: 2 } };
    const { id } = await asked('deleteRegisteredClients', cleanUp);
    await server().store.clientLife.noteUse([used.clientId], server().clock.now());
    const fresh = await given.appInstance(application);
    expectRefusal(await decide('approveRequest', id, world.approve), 412, 'precondition_failed');
    expect(await stateOf(id)).toMatchObject({ state: 'FAILED' });
    const find = async ({ clientId }: typeof fresh) => (await server().store.clients.find(clientId))?.clientId;
    expect([await find(unused), await find(fresh)]).toEqual([unused.clientId, fresh.clientId]);
    const again = await asked('deleteRegisteredClients', cleanUp);
    await world.approve.call('approveRequest', { parameters: { id: again.id } });
    expect([await find(used), await find(unused), await find(fresh)]).toEqual([used.clientId, undefined, undefined]);
  });

  it('of a clean-up is for those that were counted, if whoever asks names them', async () => {
    const given = server().givenBy(world.ask);
    const application = await given.mobileApplication(await given.provider());
    await given.appInstance(application);
    const filter = { application: application.identifier, never_used: 'true' };
    const { etag } = await world.ask.call('countRegisteredClients', { query: filter });
    await given.appInstance(application);
    const cleanUp = { body: { filter, expected_count: 1 }, ifMatch: etag };
    expectRefusal(await world.ask.request('deleteRegisteredClients', cleanUp), 412, 'precondition_failed');
  });

  it.each<[string, (parameters: { identifier: string }) => Promise<unknown>, number, string]>([
    [
      'was changed',
      (parameters) => world.ask.call('updateScope', { parameters, body: { description: 'b' }, ifMatch: '*' }),
      412,
      'precondition_failed',
    ],
    [
      'is gone',
      async (parameters) => {
        const { id } = await asked('deleteScope', { parameters });
        await world.approve.call('approveRequest', { parameters: { id } });
      },
      404,
      'not_found',
    ],
  ])('is too late when what it is about %s', async (_, change, status, error) => {
    const { parameters, id } = await deletion();
    await change(parameters);
    expectRefusal(await decide('approveRequest', id, world.approve), status, error);
    expect(await stateOf(id)).toMatchObject({ state: 'FAILED', error });
    expectRefusal(await decide('approveRequest', id, world.approve), 404, 'not_found');
  });

  it('is too late after a day', async () => {
    await alone(async (own) => {
      const { id } = await deletion(own);
      own.server.clock.moveOn(DAY);
      const approve = await signIn(own.server, own.approve.email);
      expectRefusal(await decide('approveRequest', id, approve), 404, 'not_found');
      expect((await approve.call('listApprovals')).items).toEqual([]);
    });
  });

  it('counts for nothing once whoever asked is no Admin any more', async () => {
    await alone(async (own) => {
      const third = await own.server.givenBy(own.ask).administrator('Admin');
      const parameters = await aScope(own);
      const { id } = await asked('deleteScope', { parameters }, { ...own, ask: third });
      const change = { parameters: { email: third.email }, body: { role: 'Auditor' } };
      const lowered = await asked('updateAdministrator', change, own);
      await own.approve.call('approveRequest', { parameters: { id: lowered.id } });
      expectRefusal(await decide('approveRequest', id, own.approve), 409, 'conflict');
      expect(await exists(parameters, own)).toBe(true);
      expect((await decide('refuseRequest', id, own.approve)).status).toBe(200);
    });
  });

  it('lets each of the last two be removed, and the one who is left is told the way out', async () => {
    await alone(async (own) => {
      const { id } = await asked('deleteAdministrator', { parameters: { email: own.approve.email } }, own);
      await own.approve.call('approveRequest', { parameters: { id } });
      const parameters = await aScope(own);
      const refusal = expectRefusal(await own.ask.request('deleteScope', { parameters }), 409, 'conflict');
      expect(refusal.error_description).toContain('npm run admin');
    });
  });

  it('asks nothing that would be refused anyway', async () => {
    const missing = { parameters: { identifier: 'nothing-of-this-name' } };
    expectRefusal(await world.ask.request('deleteScope', missing), 404, 'not_found');
    const wrong = { parameters: await aScope(), ifMatch: '"9"' };
    expectRefusal(await world.ask.request('deleteScope', wrong), 412, 'precondition_failed');
    expectRefusal(await world.ask.request('endSessions', { body: {} }), 400, 'invalid_request');
  });

  it('waits for so many of one administrator, and no more', async () => {
    const third = await server().givenBy(world.ask).administrator('Admin');
    const own = { ...world, ask: third };
    const parameters = await aScope(own);
    for (let count = 0; count < 50; count += 1) await asked('deleteScope', { parameters }, own);
    expectRefusal(await third.request('deleteScope', { parameters }), 409, 'conflict');
    await asked('deleteScope', { parameters });
  });

  it('is no way for an API client, also not by a document that deletes', async () => {
    const { clientId, secret } = await server()
      .givenBy(world.ask)
      .resourceServer({ scopes: ['onegini_api_config'] });
    const parameters = { grant_type: 'client_credentials' };
    const { access_token: token } = (await tokenOf(server().url, basic(clientId, secret), parameters)).body;
    const { identifier } = await aScope();
    const path = `${server().url}/admin/api/v1`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' };
    const deleted = await fetch(`${path}/scopes/${identifier}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(deleted.status).toBe(403);
    const { configuration } = await world.ask.call('exportConfiguration');
    const scopes = configuration.scopes!.filter((scope) => scope.identifier !== identifier);
    const apply = (prune: boolean) =>
      fetch(`${path}/configuration/apply`, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          configuration: { scopes: [...scopes, { identifier: `new-${identifier}`, description: 'n' }] },
          prune,
        }),
      });
    expect((await apply(true)).status).toBe(409);
    expect(await exists({ identifier })).toBe(true);
    expect(await exists({ identifier: `new-${identifier}` })).toBe(false);
    expect((await apply(false)).status).toBe(200);
    const { id } = await asked('deleteScope', { parameters: { identifier } });
    const approve = await fetch(`${path}/approvals/${id}/approve`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(approve.status).toBe(403);
    expect(await exists({ identifier })).toBe(true);
  });

  it('is nobody’s who only says that the request comes from within', async () => {
    const parameters = await aScope();
    const reply = await fetch(`${server().url}/admin/api/v1/scopes/${parameters.identifier}`, {
      method: 'DELETE',
      headers: {
        cookie: world.ask.cookie,
        [CSRF_HEADER]: world.ask.csrfToken,
        'x-passant-inner': 'a'.repeat(43),
      },
    });
    expect(reply.status).toBe(202);
    const stranger = await fetch(`${server().url}/admin/api/v1/scopes/${parameters.identifier}`, {
      headers: { 'x-passant-inner': 'a'.repeat(43) },
    });
    expect(stranger.status).toBe(401);
    expect(await exists(parameters)).toBe(true);
  });

  it('keeps what was asked for sealed, and only as long as it waits', async () => {
    const { parameters, id } = await deletion();
    const stored = async () => {
      const rows = await server().database.dataSource.query<{ text: string; sealed: Buffer | null }[]>(
        `SELECT admin_approval::text AS text, sealed_request AS sealed FROM admin_approval WHERE id = $1`,
        [id],
      );
      return rows[0]!;
    };
    expect((await stored()).text).not.toContain(parameters.identifier);
    expect((await stored()).sealed!.toString('latin1')).not.toContain(parameters.identifier);
    await decide('withdrawRequest', id, world.ask);
    expect((await stored()).sealed).toBeNull();
  });
});

const server = () => world.server;
