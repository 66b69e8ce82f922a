import { ADMIN_ENDPOINTS, AdminSession, PendingSignIn, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import {
  Authenticator,
  type TwoFactorAdmin,
  beginSignIn,
  cookieOf,
  giveCode,
  withSecondFactor,
} from '../support/authenticator.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { basic, tokenOf } from '../support/token-client.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const STEP = 30;
const now = () => server.clock.milliseconds();
const proof = { current_password: PASSWORD };

/** Runs a story about somebody with a second factor, in which time goes on only where the story says so. */
const story = (tell: (who: TwoFactorAdmin) => Promise<void>) => () =>
  server.clock.standing(async () => {
    const who = await withSecondFactor(now, await server.given.administrator('Operator'));
    // The code of the set-up is used up.
    server.clock.moveOn(STEP);
    await tell(who);
  });

const begin = async (email: string) => (await beginSignIn(server.url, email)).cookie;
const give = (cookie: string, code: string) => giveCode(server.url, cookie, code);
const expectWrong = (reply: Awaited<ReturnType<typeof give>>) =>
  expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({ code: 'is wrong' });
const expectOver = (reply: Awaited<ReturnType<typeof give>>) => expectRefusal(reply, 401, 'unauthorized');

async function eventsOf(email: string): Promise<object[]> {
  await server.noted();
  return server.database.dataSource.query<object[]>(
    `SELECT name, admin, details FROM event
      WHERE (admin = $1 OR details->>'administrator' = $1) AND name ~ 'SECOND_FACTOR|RECOVERY|SUCCESS' ORDER BY id`,
    [email],
  );
}

describe('Setting up a second factor', () => {
  it('takes the password, shows the secret once, and counts from a code on', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Helpdesk');
      expect(await api.call('readOwnSecondFactor')).toEqual({
        ...{ state: 'OFF', required: false },
        ...{ passkeys: 0, recovery_codes: 0 },
      });
      const started = await api.call('startOwnSecondFactor', { body: proof });
      expect(started.secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(started.expires_at).toBe(server.clock.now() + 600);
      expect(new URL(started.uri).searchParams.get('secret')).toBe(started.secret);
      expect(decodeURIComponent(new URL(started.uri).pathname)).toBe(`/Passant 127.0.0.1:${api.email}`);
      expect(started.qr_code).toMatch(/^<svg .*<\/svg>$/);
      expect((await api.call('readOwnSecondFactor')).state).toBe('OFF');
      expect(PendingSignIn.safeParse((await beginSignIn(server.url, api.email)).reply.body).success).toBe(false);

      const authenticator = new Authenticator(now, started.secret);
      expectWrong(await api.request('confirmOwnSecondFactor', { body: { code: authenticator.wrongCode() } }));
      const { recovery_codes } = await api.call('confirmOwnSecondFactor', { body: { code: authenticator.code() } });
      expect(new Set(recovery_codes).size).toBe(10);
      expect(await api.call('readOwnSecondFactor')).toEqual({
        state: 'ON',
        required: false,
        passkeys: 0,
        since: server.clock.now(),
        recovery_codes: 10,
      });
      expect((await api.call('readSession')).second_factor).toBe('ON');
      const { items } = await server.admin.call('listAdministrators');
      expect(items.filter(({ second_factor }) => second_factor).map(({ email }) => email)).toContain(api.email);
    }));

  it('ends the sessions that were opened without it, except the one it was set up in', () =>
    server.clock.standing(async () => {
      const here = await server.given.administrator('Operator');
      const elsewhere = await AdminApi.signIn(server.url, { email: here.email, password: PASSWORD });
      await withSecondFactor(now, here);
      expect((await here.request('readSession')).status).toBe(200);
      expectRefusal(await elsewhere.request('readSession'), 401, 'unauthorized');
    }));

  it('is refused with a wrong password, which slows down whoever guesses it', async () => {
    const api = await server.given.administrator('Operator');
    const guess = () => api.request('startOwnSecondFactor', { body: { current_password: 'guessed' } });
    let reply = await guess();
    expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({ current_password: 'is wrong' });
    for (let guesses = 0; reply.status === 400 && guesses < 15; guesses += 1) reply = await guess();
    expectRefusal(reply, 429, 'temporarily_unavailable');
  });

  it('is confirmed only in the session that it was begun in, whatever code another one shows', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Operator');
      const { secret } = await api.call('startOwnSecondFactor', { body: proof });
      const body = { code: new Authenticator(now, secret).code() };
      const found = await AdminApi.signIn(server.url, { email: api.email, password: PASSWORD });
      expectRefusal(await found.request('confirmOwnSecondFactor', { body }), 404, 'not_found');
      expect((await api.request('confirmOwnSecondFactor', { body })).status).toBe(200);
    }));

  it('is not guessed in a session that was found open, and what was tried is noted', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Operator');
      const { secret } = await api.call('startOwnSecondFactor', { body: proof });
      const authenticator = new Authenticator(now, secret);
      const guess = () => api.request('confirmOwnSecondFactor', { body: { code: authenticator.wrongCode() } });
      let guesses = 1;
      let reply = await guess();
      for (; reply.status === 400 && guesses < 40; guesses += 1) reply = await guess();
      expectRefusal(reply, 429, 'temporarily_unavailable');
      expect(guesses).toBeLessThan(13);
      expect(await eventsOf(api.email)).toContainEqual(
        expect.objectContaining({ name: 'ADMIN_SECOND_FACTOR_FAILURE' }),
      );
    }));

  it('waits ten minutes for the code', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Operator');
      const { secret } = await api.call('startOwnSecondFactor', { body: proof });
      const authenticator = new Authenticator(now, secret);
      const confirm = () => api.request('confirmOwnSecondFactor', { body: { code: authenticator.code() } });
      await server.clock.later(600, async () => expectRefusal(await confirm(), 404, 'not_found'));
      await server.clock.later(599, async () => expect((await confirm()).status).toBe(200));
    }));

  it('goes by the secret that was shown last', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Operator');
      const [first, second] = [
        await api.call('startOwnSecondFactor', { body: proof }),
        await api.call('startOwnSecondFactor', { body: proof }),
      ].map(({ secret }) => new Authenticator(now, secret));
      expectWrong(await api.request('confirmOwnSecondFactor', { body: { code: first!.code() } }));
      expect((await api.request('confirmOwnSecondFactor', { body: { code: second!.code() } })).status).toBe(200);
    }));

  it(
    'is refused while there is one',
    story(async ({ api, authenticator }) => {
      const passwordAlone = await api.request('startOwnSecondFactor', { body: proof });
      expect(expectRefusal(passwordAlone, 400, 'invalid_request').fields).toEqual({ code: 'is required' });
      const body = { ...proof, code: authenticator.code() };
      expectRefusal(await api.request('startOwnSecondFactor', { body }), 409, 'conflict');
      expectRefusal(await api.request('confirmOwnSecondFactor', { body: { code: '123456' } }), 404, 'not_found');
    }),
  );

  it.each([
    ['startOwnSecondFactor', {}, 'current_password'],
    ['confirmOwnSecondFactor', {}, 'code'],
    ['confirmOwnSecondFactor', { code: 'x'.repeat(65) }, 'code'],
    ['removeOwnSecondFactor', { code: '123456' }, 'current_password'],
  ] as const)('says of %s with %j what is wrong', async (name, body, field) => {
    const refusal = expectRefusal(await server.admin.request(name, { body }), 400, 'invalid_request');
    expect(Object.keys(refusal.fields ?? {})).toEqual([field]);
  });
});

describe('Signing in with a second factor', () => {
  it(
    'takes the password first, and opens a session for the code',
    story(async ({ email, authenticator }) => {
      const { reply, cookie } = await beginSignIn(server.url, email);
      expect([reply.status, reply.body]).toEqual([
        200,
        { second_factor: 'WANTED', accepts: ['CODE'], expires_at: server.clock.now() + 300 },
      ]);
      expect(reply.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^passant_sign_in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=300$/),
      ]);
      const done = await give(cookie, authenticator.code());
      expect(done.status).toBe(200);
      expect(AdminSession.parse(done.body)).toMatchObject({ email, role: 'Operator', second_factor: 'ON' });
      expect(done.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^passant_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
        expect.stringMatching(/^passant_sign_in=; .*Max-Age=0$/),
      ]);
      const session = await send('GET', server.url + adminPath(ADMIN_ENDPOINTS.readSession), {
        headers: { cookie: cookieOf(done) },
      });
      expect(session.status).toBe(200);
      expectOver(await give(cookie, authenticator.code()));
    }),
  );

  it(
    'gives nothing for the password alone',
    story(async ({ email }) => {
      const cookie = await begin(email);
      const token = cookie.split('=')[1]!;
      for (const shown of [cookie, `passant_session=${token}`]) {
        const url = server.url + adminPath(ADMIN_ENDPOINTS.readSession);
        expectRefusal(await send('GET', url, { headers: { cookie: shown } }), 401, 'unauthorized');
      }
      await expect(AdminApi.signIn(server.url, { email, password: PASSWORD })).rejects.toThrow(
        /has a second factor.*Use an API client/,
      );
    }),
  );

  it(
    'takes a code only in the browser that has given the password',
    story(async ({ email, authenticator }) => {
      await begin(email);
      for (const cookie of ['', 'passant_sign_in=', `passant_sign_in=${'A'.repeat(43)}`])
        expectOver(await give(cookie, authenticator.code()));
    }),
  );

  it.each([
    ['a wrong one', ({ authenticator }: TwoFactorAdmin) => authenticator.wrongCode()],
    ['one of two steps ago', ({ authenticator }: TwoFactorAdmin) => authenticator.code(-2 * STEP)],
    ['one that is two steps early', ({ authenticator }: TwoFactorAdmin) => authenticator.code(2 * STEP)],
    ['the one that confirmed the set-up', ({ authenticator }: TwoFactorAdmin) => authenticator.code(-STEP)],
    ['six digits of another script', () => '٢٨٧٠٨٢'],
    ['a recovery code that was never given out', () => 'AAAA-BBBB-CCCC-DDDD'],
    ['neither of both', () => 'let me in'],
  ])('is refused with %s', (_, code) =>
    story(async (who) => {
      const cookie = await begin(who.email);
      expectWrong(await give(cookie, code(who)));
      expect((await give(cookie, who.authenticator.code())).status).toBe(200);
    })(),
  );

  it.each([
    ['of now', 0],
    ['of the step before', -STEP],
    ['of the step after', STEP],
  ])('takes the code %s, once', (_, ahead) =>
    story(async ({ email, authenticator }) => {
      server.clock.moveOn(STEP);
      const cookies = await Promise.all(Array.from({ length: 5 }, () => begin(email)));
      const replies = await Promise.all(cookies.map((cookie) => give(cookie, authenticator.code(ahead))));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const reply of replies.filter(({ status }) => status !== 200)) expectWrong(reply);
      expectWrong(await give(await begin(email), authenticator.code(ahead)));
    })(),
  );

  it(
    'takes each recovery code once',
    story(async ({ email, recoveryCodes: [first, second] }) => {
      const cookies = await Promise.all(Array.from({ length: 5 }, () => begin(email)));
      const replies = await Promise.all(cookies.map((cookie) => give(cookie, first!)));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expectWrong(await give(await begin(email), first!));
      expect((await give(await begin(email), second!.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    }),
  );

  it(
    'waits five minutes for the code',
    story(async ({ email, authenticator }) => {
      const cookie = await begin(email);
      await server.clock.later(300, async () => expectOver(await give(cookie, authenticator.code())));
      await server.clock.later(299, async () => expect((await give(cookie, authenticator.code())).status).toBe(200));
    }),
  );

  it(
    'takes five codes for one password',
    story(async ({ email, authenticator }) => {
      const cookie = await begin(email);
      for (let turn = 0; turn < 5; turn += 1) expectWrong(await give(cookie, authenticator.wrongCode()));
      expectOver(await give(cookie, authenticator.code()));
      expect((await give(await begin(email), authenticator.code())).status).toBe(200);
    }),
  );

  it(
    'slows down whoever guesses codes, over all sign-ins to the account, and nobody else',
    story(async ({ api, email, authenticator }) => {
      // The browser of the owner is known: it read the session.
      const known = cookieOf(await api.request('readSession'));
      for (let turn = 0; turn < 2; turn += 1) {
        const cookie = await begin(email);
        for (let guesses = 0; guesses < 5; guesses += 1) expectWrong(await give(cookie, authenticator.wrongCode()));
      }
      const refused = await give(await begin(email), authenticator.wrongCode());
      expectRefusal(refused, 429, 'temporarily_unavailable');
      expect(refused.headers.get('retry-after')).toBe('1');
      expectRefusal(await give(await begin(email), authenticator.code()), 429, 'temporarily_unavailable');
      const { cookie } = await beginSignIn(server.url, email, known);
      expect((await give(cookie, authenticator.code())).status).toBe(200);
    }),
  );

  it(
    'is not in the hands of whoever knows no password',
    story(async ({ email, authenticator }) => {
      for (let turn = 0; turn < 20; turn += 1) expectOver(await give('', authenticator.wrongCode()));
      expect((await give(await begin(email), authenticator.code())).status).toBe(200);
    }),
  );

  it(
    'is over when the password is changed',
    story(async ({ api, email, authenticator, recoveryCodes: [code] }) => {
      const cookie = await begin(email);
      await api.call('changeOwnPassword', { body: { ...proof, code, new_password: 'another-good-one' } });
      expectOver(await give(cookie, authenticator.code()));
    }),
  );
});

describe('The own password of somebody with a second factor', () => {
  it(
    'is changed with password and code, and never with the password alone',
    story(async ({ api, email, authenticator }) => {
      const new_password = 'another-good-one';
      const change = (body: object) => api.request('changeOwnPassword', { body: { ...body, new_password } });
      const alone = expectRefusal(await change(proof), 400, 'invalid_request');
      expect(alone.fields).toEqual({ code: 'is required' });
      expectWrong(await change({ ...proof, code: authenticator.wrongCode() }));
      const guessed = await change({ current_password: 'guessed', code: authenticator.code() });
      expect(expectRefusal(guessed, 400, 'invalid_request').fields).toEqual({ current_password: 'is wrong' });
      expect((await beginSignIn(server.url, email)).reply.status).toBe(200);
      expect((await change({ ...proof, code: authenticator.code() })).status).toBe(204);
      expect((await api.request('readSession')).status).toBe(200);
      expect((await beginSignIn(server.url, email)).reply.status).toBe(401);
      expect((await beginSignIn(server.url, email, '', new_password)).reply.status).toBe(200);
    }),
  );
});

describe('The own second factor', () => {
  it(
    'is removed with password and code, and then the password suffices',
    story(async ({ api, email, authenticator }) => {
      const remove = (body: object) => api.request('removeOwnSecondFactor', { body });
      expectWrong(await remove({ ...proof, code: authenticator.wrongCode() }));
      const refusal = expectRefusal(
        await remove({ current_password: 'guessed', code: authenticator.code() }),
        400,
        'invalid_request',
      );
      expect(refusal.fields).toEqual({ current_password: 'is wrong' });
      expect((await remove({ ...proof, code: authenticator.code() })).status).toBe(204);
      expect(await api.call('readOwnSecondFactor')).toMatchObject({ state: 'OFF', passkeys: 0, recovery_codes: 0 });
      expect(AdminSession.safeParse((await beginSignIn(server.url, email)).reply.body).success).toBe(true);
      expectRefusal(await remove({ ...proof, code: '123456' }), 404, 'not_found');
    }),
  );

  it(
    'is removed with a recovery code as well',
    story(async ({ api, recoveryCodes: [code] }) => {
      await api.call('removeOwnSecondFactor', { body: { ...proof, code } });
      expect((await api.call('readSession')).second_factor).toBe('OFF');
    }),
  );

  it(
    'gets new recovery codes, and the earlier ones are good for nothing',
    story(async ({ api, email, authenticator, recoveryCodes }) => {
      const body = { ...proof, code: authenticator.code() };
      const { recovery_codes } = await api.call('renewOwnRecoveryCodes', { body });
      expect(recovery_codes).toHaveLength(10);
      expectWrong(await give(await begin(email), recoveryCodes[0]!));
      expect((await give(await begin(email), recovery_codes[0]!)).status).toBe(200);
      expect((await api.call('readOwnSecondFactor')).recovery_codes).toBe(9);
      expectWrong(await api.request('renewOwnRecoveryCodes', { body }));
    }),
  );

  it(
    'is stored sealed, its recovery codes as hashes, and nothing of it is in a log or an event',
    story(async ({ api, email, authenticator, secret, recoveryCodes }) => {
      const typed = authenticator.code();
      await give(await begin(email), typed);
      await give(await begin(email), recoveryCodes[0]!);
      await api.request('removeOwnSecondFactor', { body: { ...proof, code: recoveryCodes[1]!.slice(1) } });
      await server.noted();
      const secrets = [recoveryCodes[0]!, recoveryCodes[0]!.replaceAll('-', ''), recoveryCodes[1]!.slice(1), secret];
      const rows: unknown[] = [];
      for (const table of ['admin_second_factor', 'admin_recovery_code', 'admin_sign_in', 'event', 'refusal_trace'])
        rows.push(await server.database.dataSource.query(`SELECT ${table}::text FROM ${table}`));
      const written = JSON.stringify([rows, server.log]);
      for (const shown of secrets) expect(written).not.toContain(shown);
      expect(JSON.stringify(server.log.map(({ time: _, ...line }) => line))).not.toContain(`"${typed}"`);
    }),
  );

  it(
    'leaves events of what happened to it',
    story(async ({ api, email, authenticator, recoveryCodes: [code] }) => {
      await give(await begin(email), authenticator.wrongCode());
      await give(await begin(email), authenticator.code());
      await give(await begin(email), code!);
      await api.call('renewOwnRecoveryCodes', { body: { ...proof, code: authenticator.code(STEP) } });
      server.clock.moveOn(2 * STEP);
      await api.call('removeOwnSecondFactor', { body: { ...proof, code: authenticator.code() } });
      const names = (await eventsOf(email)).map((event) => (event as { name: string }).name);
      expect(names.sort()).toEqual([
        'ADMIN_AUTHENTICATION_SUCCESS',
        'ADMIN_AUTHENTICATION_SUCCESS',
        'ADMIN_AUTHENTICATION_SUCCESS',
        'ADMIN_RECOVERY_CODES_RENEWED',
        'ADMIN_RECOVERY_CODE_USED',
        'ADMIN_SECOND_FACTOR_FAILURE',
        'ADMIN_SECOND_FACTOR_REMOVED',
        'ADMIN_SECOND_FACTOR_SET_UP',
      ]);
      expect(await eventsOf(email)).toContainEqual({
        name: 'ADMIN_AUTHENTICATION_SUCCESS',
        admin: email,
        details: { role: 'Operator', second_factor: 'RECOVERY_CODE' },
      });
    }),
  );

  it('is the business of people, not of API clients', async () => {
    const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_admin'] });
    const { access_token } = (await tokenOf(server.url, basic(clientId, secret), { grant_type: 'client_credentials' }))
      .body;
    const reply = await send('GET', server.url + adminPath(ADMIN_ENDPOINTS.readOwnSecondFactor), {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expectRefusal(reply, 403, 'forbidden');
  });
});

describe('The second factor of somebody else', () => {
  it(
    'is removed by an Admin, which ends the sessions of the other',
    story(async ({ api, email }) => {
      const waiting = await begin(email);
      const parameters = { email: email.toUpperCase() };
      expect((await server.admin.request('removeSecondFactor', { parameters })).status).toBe(204);
      expectRefusal(await api.request('readSession'), 401, 'unauthorized');
      expectOver(await give(waiting, '123456'));
      await AdminApi.signIn(server.url, { email, password: PASSWORD });
      expectRefusal(await server.admin.request('removeSecondFactor', { parameters }), 404, 'not_found');
      expect(await eventsOf(email)).toContainEqual({
        name: 'ADMIN_SECOND_FACTOR_REMOVED',
        admin: ADMIN.email,
        details: { administrator: email },
      });
    }),
  );

  it('is not the own one: whoever found an open session does not remove it like this', () =>
    server.clock.standing(async () => {
      const { api } = await withSecondFactor(now, await server.given.administrator('Admin'));
      const reply = await api.request('removeSecondFactor', { parameters: { email: api.email } });
      expectRefusal(reply, 409, 'conflict');
    }));
});

describe('A server that requires a second factor', () => {
  let strict: AuthServer;
  beforeAll(async () => {
    strict = await AuthServer.start({ PASSANT_REQUIRE_SECOND_FACTOR: 'on' });
  });
  afterAll(() => strict.close());

  it('lets whoever has none do nothing but set one up', () =>
    strict.clock.standing(async () => {
      const { admin } = strict;
      expect((await admin.call('readSession')).second_factor).toBe('MISSING');
      expect(await admin.call('readOwnSecondFactor')).toMatchObject({ state: 'OFF', required: true });
      for (const name of ['listApplications', 'listAdministrators', 'listOwnSessions', 'readOverview'] as const) {
        const refusal = expectRefusal(await admin.request(name), 403, 'forbidden');
        expect(refusal.error_description).toMatch(/second factor/);
      }
      await withSecondFactor(() => strict.clock.milliseconds(), admin);
      expect((await admin.call('readSession')).second_factor).toBe('ON');
      expect((await admin.request('listApplications')).status).toBe(200);
    }));

  it('lets API clients administer it as before', async () => {
    const { clientId, secret } = await strict.given.resourceServer({ scopes: ['onegini_api_config'] });
    const { access_token } = (await tokenOf(strict.url, basic(clientId, secret), { grant_type: 'client_credentials' }))
      .body;
    const reply = await send('GET', strict.url + adminPath(ADMIN_ENDPOINTS.listApplications), {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(reply.status).toBe(200);
  });
});
