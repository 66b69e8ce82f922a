import { ADMIN_ENDPOINTS, type AcceptedInvitation, type AdminRole, adminPath } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { PasswordQueue } from '../../src/admin-access/password-queue.js';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** For what ends the sessions of the usual server, or its other administrators. */
async function alone(story: (server: AuthServer) => Promise<void>): Promise<void> {
  const own = await AuthServer.start();
  try {
    await story(own);
  } finally {
    await own.close();
  }
}

let counter = 0;
const anAddress = () => `somebody-${(counter += 1)}@example.com`;

const invite = (email: string, role: AdminRole = 'Operator', by = server.admin) =>
  by.call('inviteAdministrator', { body: { email, role } });
/** Accepts without a session or a CSRF token, as whoever was invited does. */
const accept = (token: string, password = PASSWORD, to = server): Promise<Exchange<AcceptedInvitation>> =>
  send('POST', to.url + adminPath(ADMIN_ENDPOINTS.acceptInvitation), { json: { token, password } });
const find = async (email: string) =>
  (await server.admin.call('listAdministrators')).items.find((account) => account.email === email);
const signsIn = async (email: string, password = PASSWORD) =>
  (await send('POST', server.url + adminPath(ADMIN_ENDPOINTS.signIn), { json: { email, password } })).status === 200;

describe('An invitation', () => {
  it('makes an administrator of the role that was given, in small letters', async () => {
    const invited = await invite('New.Person@Example.com', 'Auditor');
    expect(invited).toMatchObject({ email: 'new.person@example.com', role: 'Auditor' });
    expect(invited.token).toMatch(/^[\w-]{43}$/);
    expect(await find('new.person@example.com')).toMatchObject({ state: 'INVITED', role: 'Auditor', sessions: 0 });
    expect(await signsIn('new.person@example.com')).toBe(false);
    const reply = await accept(invited.token);
    expect([reply.status, reply.body]).toEqual([200, { email: 'new.person@example.com', role: 'Auditor' }]);
    const account = await AdminApi.signIn(server.url, { email: 'NEW.PERSON@example.com', password: PASSWORD });
    expect((await account.call('readSession')).role).toBe('Auditor');
    expect(await find('new.person@example.com')).toMatchObject({ state: 'ACTIVE', sessions: 1 });
  });

  it('is good once, however many accept it at the same time', async () => {
    const { token } = await invite(anAddress());
    const replies = await Promise.all(Array.from({ length: 5 }, (_, n) => accept(token, `${PASSWORD}-${n}`)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) expectRefusal(reply, 404, 'not_found');
    expectRefusal(await accept(token), 404, 'not_found');
  });

  it('waits among the passwords that are checked, where a crowd of one network finds no place', async () => {
    const { token } = await invite(anAddress());
    let leave = () => {};
    const busy = new Promise<true>((done) => (leave = () => done(true)));
    const ahead = server.app.get(PasswordQueue).run('known browser', 'somewhere else', () => busy);
    const answered: Exchange<unknown>[] = [];
    const replies = Array.from({ length: 6 }, () => accept(token));
    await new Promise<void>((resolve) => {
      for (const reply of replies) {
        void reply.then((one) => {
          if (answered.push(one) === 2) resolve();
        });
      }
    });
    for (const refused of answered) expectRefusal(refused, 429, 'temporarily_unavailable');
    leave();
    await ahead;
    const statuses = (await Promise.all(replies)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 404, 404, 404, 429, 429]);
  });

  it('is good for three days, and then swept away', () =>
    alone(async (server) => {
      await server.clock.standing(async () => {
        const [early, late] = [
          await invite(anAddress(), 'Operator', server.admin),
          await invite(anAddress(), 'Operator', server.admin),
        ];
        await server.clock.later(3 * 86_400 - 1, async () => {
          expect((await accept(early.token, PASSWORD, server)).status).toBe(200);
        });
        await server.clock.later(3 * 86_400, async () => {
          expectRefusal(await accept(late.token, PASSWORD, server), 404, 'not_found');
        });
      });
      await server.store.expiry.sweep(server.clock.now() + 3 * 86_400);
      expect(await server.database.dataSource.query('SELECT 1 FROM admin_invitation')).toEqual([]);
    }));

  it('of the same address replaces the one before it', async () => {
    const email = anAddress();
    const [first, second] = [await invite(email, 'Admin'), await invite(email, 'Helpdesk')];
    expectRefusal(await accept(first.token), 404, 'not_found');
    expect((await accept(second.token)).body).toEqual({ email, role: 'Helpdesk' });
  });

  it('can be withdrawn', async () => {
    const { email, token } = await invite(anAddress());
    await server.admin.call('deleteAdministrator', { parameters: { email } });
    expectRefusal(await accept(token), 404, 'not_found');
    expect(await find(email)).toBeUndefined();
  });

  it('is refused to an address that has an account', async () => {
    const body = { email: ADMIN.email.toUpperCase(), role: 'Operator' };
    expectRefusal(await server.admin.request('inviteAdministrator', { body }), 409, 'conflict');
  });

  it('ends with the right of its maker to invite', async () => {
    const [removed, demoted] = [await server.given.administrator('Admin'), await server.given.administrator('Admin')];
    const [ofRemoved, ofDemoted] = [
      await invite(anAddress(), 'Admin', removed),
      await invite(anAddress(), 'Admin', demoted),
    ];
    await server.admin.call('deleteAdministrator', { parameters: { email: removed.email } });
    await server.admin.call('updateAdministrator', { parameters: { email: demoted.email }, body: { role: 'Auditor' } });
    expectRefusal(await accept(ofRemoved.token), 404, 'not_found');
    expectRefusal(await accept(ofDemoted.token), 404, 'not_found');
  });

  it.each([
    ['no address', { email: 'nobody', role: 'Admin' }, 'email'],
    ['an address with a line break', { email: 'a@b.example\nBcc: c@d.example', role: 'Admin' }, 'email'],
    ['an unknown role', { email: 'a@b.example', role: 'Root' }, 'role'],
    ['no role', { email: 'a@b.example' }, 'role'],
    ['a member that nobody knows', { email: 'a@b.example', role: 'Admin', password: 'x' }, undefined],
  ])('is refused with %s', async (_, body, field) => {
    const refusal = expectRefusal(await server.admin.request('inviteAdministrator', { body }), 400, 'invalid_request');
    if (field !== undefined) expect(Object.keys(refusal.fields ?? {})).toEqual([field]);
  });

  it.each([
    ['too short', 'eleven-char'],
    ['unspeakable', 'twelve-and-\u0007-more'],
    ['endless', 'x'.repeat(1025)],
  ])('is not spent by a password that is %s', async (_, password) => {
    const { token } = await invite(anAddress());
    const refusal = expectRefusal(await accept(token, password), 400, 'invalid_request');
    expect(Object.keys(refusal.fields ?? {})).toEqual(['password']);
    expect((await accept(token)).status).toBe(200);
  });

  it('is stored as a hash, and is in no log and no event', async () => {
    const { token } = await invite(anAddress());
    expectRefusal(await accept(`${token.slice(1)}A`), 404, 'not_found');
    await accept(token);
    await server.noted();
    expect(JSON.stringify(server.log)).not.toContain(token);
    for (const table of ['admin_invitation', 'admin_account', 'event', 'refusal_trace']) {
      const rows = await server.database.dataSource.query<unknown[]>(`SELECT ${table}::text FROM ${table}`);
      expect(JSON.stringify(rows)).not.toContain(token);
      expect(JSON.stringify(rows)).not.toContain(PASSWORD);
    }
  });
});

describe('An administrator', () => {
  it('who is removed is out at once', async () => {
    const leaving = await server.given.administrator('Operator');
    expect((await leaving.request('listScopes')).status).toBe(200);
    await server.admin.call('deleteAdministrator', { parameters: { email: leaving.email.toUpperCase() } });
    expectRefusal(await leaving.request('listScopes'), 401, 'unauthorized');
    expect(await signsIn(leaving.email)).toBe(false);
    const again = await server.admin.request('deleteAdministrator', { parameters: { email: leaving.email } });
    expectRefusal(again, 404, 'not_found');
  });

  it('whose sessions are ended signs in again', async () => {
    const busy = await server.given.administrator('Operator');
    await AdminApi.signIn(server.url, { email: busy.email, password: PASSWORD });
    const parameters = { email: busy.email };
    expect(await server.admin.call('endAdministratorSessions', { parameters })).toEqual({ sessions: 2 });
    expectRefusal(await busy.request('readSession'), 401, 'unauthorized');
    expect(await signsIn(busy.email)).toBe(true);
    const nobody = await server.admin.request('endAdministratorSessions', {
      parameters: { email: 'nobody@example.com' },
    });
    expectRefusal(nobody, 404, 'not_found');
  });

  it('stays if nobody else may change anything', () =>
    alone(async (server) => {
      await server.given.administrator('Auditor');
      const parameters = { email: ADMIN.email };
      expectRefusal(await server.admin.request('deleteAdministrator', { parameters }), 409, 'conflict');
      const demote = { parameters, body: { role: 'Operator' } };
      expectRefusal(await server.admin.request('updateAdministrator', demote), 409, 'conflict');
      expect((await server.admin.call('updateAdministrator', { parameters, body: { role: 'Admin' } })).role).toBe(
        'Admin',
      );
      await server.given.administrator('Admin');
      expect((await server.admin.call('updateAdministrator', demote)).role).toBe('Operator');
    }));

  it('remains, whoever removes whom at the same time', () =>
    alone(async (server) => {
      const other = await server.given.administrator('Admin');
      const replies = await Promise.all([
        server.admin.request('deleteAdministrator', { parameters: { email: other.email } }),
        other.request('deleteAdministrator', { parameters: { email: ADMIN.email } }),
      ]);
      expect(replies.map(({ status }) => status)).toContain(204);
      const [row] = await server.database.dataSource.query<{ left: number }[]>(
        `SELECT count(*)::int AS left FROM admin_account WHERE role = 'Admin'`,
      );
      expect(row!.left).toBe(1);
    }));

  it('leaves events that name who did it and to whom', async () => {
    const { email } = await server.given.administrator('Operator');
    await server.admin.call('updateAdministrator', { parameters: { email }, body: { role: 'Auditor' } });
    await server.admin.call('deleteAdministrator', { parameters: { email } });
    const events = await server.database.dataSource.query<unknown[]>(
      `SELECT name, admin, details FROM event WHERE details->>'administrator' = $1 OR admin = $1 ORDER BY occurred, id`,
      [email],
    );
    const by = { admin: ADMIN.email };
    expect(events).toEqual([
      { name: 'ADMIN_INVITED', ...by, details: { administrator: email, role: 'Operator' } },
      { name: 'ADMIN_INVITATION_ACCEPTED', admin: email, details: { role: 'Operator' } },
      expect.objectContaining({ name: 'ADMIN_AUTHENTICATION_SUCCESS', admin: email }),
      { name: 'ADMIN_ROLE_CHANGED', ...by, details: { administrator: email, role: 'Auditor' } },
      { name: 'ADMIN_REMOVED', ...by, details: { administrator: email } },
    ]);
  });
});

describe('The own account', () => {
  it('shows its sessions, and ends any of them', async () => {
    const here = await server.given.administrator('Helpdesk');
    const elsewhere = await AdminApi.signIn(server.url, { email: here.email, password: PASSWORD });
    const { items } = await here.call('listOwnSessions');
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = items.find(({ current }) => !current)!;
    await here.call('endOwnSession', { parameters: { id: other.id } });
    expectRefusal(await elsewhere.request('readSession'), 401, 'unauthorized');
    expect((await here.call('listOwnSessions')).items).toHaveLength(1);
  });

  it('ends no session of others', async () => {
    const [one, other] = [await server.given.administrator('Admin'), await server.given.administrator('Helpdesk')];
    const [session] = (await other.call('listOwnSessions')).items;
    expectRefusal(await one.request('endOwnSession', { parameters: { id: session!.id } }), 404, 'not_found');
    for (const id of [session!.id.slice(1), `${session!.id}0`, '%'])
      expectRefusal(await other.request('endOwnSession', { parameters: { id } }), 404, 'not_found');
    expect((await other.request('readSession')).status).toBe(200);
  });

  it('changes its password, and ends its other sessions', async () => {
    const here = await server.given.administrator('Operator');
    const elsewhere = await AdminApi.signIn(server.url, { email: here.email, password: PASSWORD });
    const body = { current_password: PASSWORD, new_password: 'another-good-one' };
    expect((await here.request('changeOwnPassword', { body })).status).toBe(204);
    expect((await here.request('readSession')).status).toBe(200);
    expectRefusal(await elsewhere.request('readSession'), 401, 'unauthorized');
    expect([await signsIn(here.email), await signsIn(here.email, 'another-good-one')]).toEqual([false, true]);
  });

  it('keeps its password if the current one is wrong, and slows down whoever guesses it', async () => {
    const account = await server.given.administrator('Operator');
    const guess = () =>
      account.request('changeOwnPassword', { body: { current_password: 'guessed', new_password: 'another-good-one' } });
    const refusal = expectRefusal(await guess(), 400, 'invalid_request');
    expect(refusal.fields).toEqual({ current_password: 'is wrong' });
    let reply = await guess();
    for (let guesses = 0; reply.status === 400 && guesses < 15; guesses += 1) reply = await guess();
    expectRefusal(reply, 429, 'temporarily_unavailable');
    expect((await account.request('readSession')).status).toBe(200);
  });

  it('takes a new password only if it is a good one', async () => {
    const account = await server.given.administrator('Operator');
    const body = { current_password: PASSWORD, new_password: 'short' };
    const refusal = expectRefusal(await account.request('changeOwnPassword', { body }), 400, 'invalid_request');
    expect(Object.keys(refusal.fields ?? {})).toEqual(['new_password']);
  });
});
