import { ADMIN_ENDPOINTS, type AdminEndpointName, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { FakeScheme, type PersonaName, type SchemeMood } from '@passant/mobile-client/testing';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { CompanyVisitor, companySettings, sessionOf } from '../support/company.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
let scheme: FakeScheme;
beforeAll(async () => {
  scheme = await FakeScheme.start(() => server.clock.now());
  server = await AuthServer.start(companySettings(scheme));
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});

const visitor = () => new CompanyVisitor(server.url, scheme);
const signIn = (persona: PersonaName) => visitor().signIn(persona);

/** Somebody of those groups, with an identifier and an address that nobody had before. */
let counter = 0;
function fresh(groups: unknown, claims: Record<string, unknown> = {}): { sub: string; email: string } {
  counter += 1;
  const who = { sub: `staff-${counter}`, email: `staff-${counter}@example.com` };
  scheme.says('jane', { ...who, groups, ...claims });
  return who;
}

/** Calls an endpoint in a session. */
function callIn(
  session: { cookie: string; csrf_token: string },
  name: AdminEndpointName,
  parameters = {},
  json?: unknown,
) {
  const endpoint = ADMIN_ENDPOINTS[name];
  return send(endpoint.method, server.url + adminPath(endpoint, parameters), {
    headers: { cookie: session.cookie, 'x-csrf-token': session.csrf_token },
    ...(json === undefined ? {} : { json }),
  });
}

const accountOf = async (email: string) =>
  (await server.admin.call('listAdministrators')).items.find((account) => account.email === email);

async function eventsOf(email: string): Promise<object[]> {
  await server.noted();
  return server.database.dataSource.query<object[]>(
    `SELECT name, admin, details FROM event WHERE admin = $1 OR details->>'administrator' = $1 ORDER BY id`,
    [email],
  );
}

async function inMood<Result>(mood: SchemeMood, work: () => Promise<Result>): Promise<Result> {
  scheme.mood = mood;
  try {
    return await work();
  } finally {
    scheme.mood = 'up';
  }
}

describe('The page to sign in at', () => {
  it('is told that passwords and the company sign in', async () => {
    const { body } = await visitor().call('readSignInWays');
    expect(body).toEqual({ passwords: true, company: { label: 'Example Ltd' } });
  });

  it('is sent to the provider with a state, a nonce and a challenge that no other sign-in has', async () => {
    const [one, other] = [await visitor().begin(), await visitor().begin()];
    expect(one.origin + one.pathname).toBe(`${scheme.url}/openid/authorize`);
    expect(Object.fromEntries(one.searchParams)).toEqual({
      client_id: 'relying-party',
      response_type: 'code',
      redirect_uri: `${server.url}/admin/sign-in/company`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)).not.toBe(other.searchParams.get(name));
    }
  });

  it('keeps the sign-in in a cookie that no script and no other site reaches', async () => {
    const reply = await visitor().call('startCompanySignIn');
    expect(reply.headers.get('set-cookie')).toMatch(
      /^passant_company_sign_in=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=600$/,
    );
  });
});

describe('Whoever the company vouches for', () => {
  it('becomes an administrator at the first sign-in, with the role of their group and no password', async () => {
    const { email } = fresh(['everybody', 'ops']);
    const session = sessionOf(await signIn('jane'));
    expect(session).toMatchObject({ email, role: 'Operator', second_factor: 'OFF', company: true });
    expect(await accountOf(email)).toMatchObject({ role: 'Operator', state: 'ACTIVE', company: true, sessions: 1 });
    expect((await callIn(session, 'listApplications')).status).toBe(200);
    expectRefusal(await callIn(session, 'listAdministrators'), 403, 'forbidden');
    expect(await eventsOf(email)).toEqual([
      { name: 'ADMIN_CREATED', admin: email, details: { administrator: email, role: 'Operator', company: true } },
      { name: 'ADMIN_AUTHENTICATION_SUCCESS', admin: email, details: { role: 'Operator', company: true } },
      { name: 'ADMIN_ACTION_UNAUTHORIZED', admin: email, details: expect.anything() },
    ]);
    const body = { email, password: 'no password of theirs' };
    expectRefusal(await visitor().call('signIn', body), 401, 'unauthorized');
  });

  it('leaves a record of what their groups changed, and none of a sign-in that changed nothing', async () => {
    const { sub, email } = fresh(['ops']);
    await signIn('jane');
    const { role } = sessionOf(await signIn('jane'));
    scheme.says('jane', { sub, email, groups: ['auditors'] });
    await signIn('jane');
    const { items } = await server.admin.call('listAuditRecords', { query: { subject: email } });
    const by = { endpoint: 'completeCompanySignIn', actor: email };
    expect(items).toMatchObject([
      { ...by, name: 'ADMIN_ROLE_CHANGED', before: { role }, after: { role: 'Auditor' } },
      { ...by, name: 'ADMIN_CREATED' },
    ]);
  });

  it.each([
    ['startOwnPasskey', {}],
    ['startOwnSecondFactor', {}],
    ['renewOwnRecoveryCodes', {}],
    ['changeOwnPassword', { new_password: 'one-that-is-long-enough' }],
  ] as const)('gets nothing to sign in with here: %s', async (name, more) => {
    fresh(['everybody', 'ops']);
    const session = sessionOf(await signIn('jane'));
    expectRefusal(
      await callIn(session, name, {}, { current_password: 'no password of theirs', ...more }),
      403,
      'forbidden',
    );
  });

  it.each([
    ['one group as text', 'desk', 'Helpdesk'],
    ['two groups', ['desk', 'passant-admins'], 'Admin'],
    ['two groups, of which one may look at more', ['ops', 'auditors'], 'Auditor'],
    ['groups and what is none', [7, null, 'ops'], 'Operator'],
  ])('has the role that may do most: %s', async (_, groups, role) => {
    fresh(groups);
    expect(sessionOf(await signIn('jane')).role).toBe(role);
  });

  it('is asked for at UserInfo where the ID token does not say enough', async () => {
    scheme.says('zoe', { groups: ['ops'] });
    expect(sessionOf(await signIn('zoe')).email).toBe('zoe@example.com');
  });

  it('is known by issuer and subject: a new address is the same account, and ends its sessions', async () => {
    const { sub, email } = fresh('ops');
    const before = sessionOf(await signIn('jane'));
    scheme.says('jane', { sub, email: `New-${email}`, groups: 'ops' });
    expect(sessionOf(await signIn('jane')).email).toBe(`new-${email}`);
    expect(await accountOf(email)).toBeUndefined();
    expectRefusal(await callIn(before, 'readSession'), 401, 'unauthorized');
    expect(await eventsOf(`new-${email}`)).toContainEqual({
      name: 'ADMIN_ADDRESS_CHANGED',
      admin: `new-${email}`,
      details: expect.objectContaining({ administrator: `new-${email}` }),
    });
  });

  it('never takes over an account of the same address, neither one with a password nor one of the company', async () => {
    fresh('passant-admins', { email: ADMIN.email });
    expectRefusal(await signIn('jane'), 409, 'conflict');
    const { email } = fresh('ops');
    sessionOf(await signIn('jane'));
    fresh('passant-admins', { email });
    expectRefusal(await signIn('jane'), 409, 'conflict');
    const { sub } = fresh('ops');
    sessionOf(await signIn('jane'));
    scheme.says('jane', { sub, email, groups: 'ops' });
    expectRefusal(await signIn('jane'), 409, 'conflict');
    expect(await accountOf(email)).toMatchObject({ role: 'Operator' });
    expect(await accountOf(ADMIN.email)).not.toHaveProperty('company');
  });

  it('signs in in two browsers at once, and has one account', async () => {
    const { email } = fresh('ops');
    const browsers = [visitor(), visitor(), visitor()];
    const answers = await Promise.all(browsers.map((browser) => browser.visit('jane')));
    const replies = await Promise.all(browsers.map((browser, index) => browser.complete(answers[index]!)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await accountOf(email)).toMatchObject({ sessions: 3 });
  });

  it('signs out here', async () => {
    fresh('ops');
    const session = sessionOf(await signIn('jane'));
    expect((await callIn(session, 'signOut')).status).toBe(204);
    expectRefusal(await callIn(session, 'readSession'), 401, 'unauthorized');
  });
});

describe('Groups', () => {
  it('decide the role at each sign-in, at once also in sessions that are open, and nobody else does', async () => {
    const { sub, email } = fresh('passant-admins');
    const before = sessionOf(await signIn('jane'));
    const body = { role: 'Helpdesk' };
    expectRefusal(await server.admin.request('updateAdministrator', { parameters: { email }, body }), 409, 'conflict');
    scheme.says('jane', { sub, email, groups: 'desk' });
    expect(sessionOf(await signIn('jane')).role).toBe('Helpdesk');
    expectRefusal(await callIn(before, 'listApplications'), 403, 'forbidden');
    expect(await eventsOf(email)).toContainEqual({
      name: 'ADMIN_ROLE_CHANGED',
      admin: email,
      details: expect.objectContaining({ administrator: email, role: 'Helpdesk', company: true }),
    });
  });

  it.each([
    ['none that gives a role', ['everybody']],
    ['none', []],
    ['a list in a list', [['passant-admins']]],
    ['the name of one in other letters', ['Passant-Admins']],
  ])('keep out whoever has %s, with an event', async (_, groups) => {
    await server.seesAnotherMinute();
    const { email } = fresh(groups);
    expect(expectRefusal(await signIn('jane'), 403, 'forbidden').error_description).toMatch(/groups gives you a role/);
    expect(await accountOf(email)).toBeUndefined();
    expect(await eventsOf(email)).toEqual([
      { name: 'ADMIN_COMPANY_SIGN_IN_REFUSED', admin: email, details: { reason: 'no_role' } },
    ]);
  });

  it('keep out whoever has none in the ID token and none at UserInfo', async () => {
    expect(expectRefusal(await signIn('foreigner'), 403, 'forbidden').error_description).toMatch(
      /groups gives you a role/,
    );
    expect(await accountOf('soeren@example.com')).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['are said to be elsewhere', { groups: undefined, _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } }],
    ['are said in members', { groups: { admins: true } }],
    ['are a number', { groups: 7 }],
  ])('that cannot be read let nobody in, and take nothing from anybody: they %s', async (_, claims) => {
    // Whom UserInfo knows as well.
    scheme.says('adult', { groups: 'passant-admins' });
    const before = sessionOf(await signIn('adult'));
    scheme.says('adult', claims);
    expect(expectRefusal(await signIn('adult'), 403, 'forbidden').error_description).toMatch(
      /does not say your groups/,
    );
    const { status, body } = await callIn(before, 'readSession');
    expect(status).toBe(200);
    const { email } = body as { email: string };
    expect(await accountOf(email)).toMatchObject({ role: 'Admin' });
    expect(await eventsOf(email)).toContainEqual({
      ...{ name: 'ADMIN_COMPANY_SIGN_IN_REFUSED', admin: email, details: { reason: 'groups_unread' } },
    });
  });

  it('that give no role any more end account, sessions and invitations', async () => {
    const { sub, email } = fresh('passant-admins');
    const before = sessionOf(await signIn('jane'));
    const invited = await send('POST', server.url + adminPath(ADMIN_ENDPOINTS.inviteAdministrator), {
      headers: { cookie: before.cookie, 'x-csrf-token': before.csrf_token },
      json: { email: `invited-by-${email}`, role: 'Admin' },
    });
    expect(invited.status).toBe(201);
    scheme.says('jane', { sub, email, groups: [] });
    expectRefusal(await signIn('jane'), 403, 'forbidden');
    expectRefusal(await callIn(before, 'readSession'), 401, 'unauthorized');
    expect(await accountOf(email)).toBeUndefined();
    expect(await accountOf(`invited-by-${email}`)).toBeUndefined();
  });
});

describe('A disabled administrator', () => {
  const enable = (email: string, enabled: boolean) =>
    server.admin.call('updateAdministrator', { parameters: { email }, body: { enabled } });

  it('of the company is out at once, stays out whatever the groups say, and comes back when enabled', async () => {
    const { sub, email } = fresh('ops');
    const before = sessionOf(await signIn('jane'));
    expect(await enable(email, false)).toMatchObject({ email, disabled: true, sessions: 0 });
    expectRefusal(await callIn(before, 'readSession'), 401, 'unauthorized');
    expect(expectRefusal(await signIn('jane'), 403, 'forbidden').error_description).toMatch(/disabled/);
    scheme.says('jane', { sub, email, groups: [] });
    expectRefusal(await signIn('jane'), 403, 'forbidden');
    expect(await accountOf(email)).toMatchObject({ disabled: true });
    scheme.says('jane', { sub, email, groups: 'ops' });
    expect(await enable(email, true)).not.toHaveProperty('disabled');
    expect(sessionOf(await signIn('jane')).email).toBe(email);
  });

  it('with a password is out as well', async () => {
    const api = await server.given.administrator('Auditor');
    await enable(api.email, false);
    expectRefusal(await api.request('readSession'), 401, 'unauthorized');
    const body = { email: api.email, password: 'correct-horse-battery' };
    expectRefusal(await visitor().call('signIn', body), 403, 'forbidden');
    await enable(api.email, true);
    expect((await visitor().call('signIn', body)).status).toBe(200);
  });

  it('is not the last who may make changes', async () => {
    const admins = (await server.admin.call('listAdministrators')).items.filter(
      ({ role, email }) => role === 'Admin' && email !== ADMIN.email,
    );
    for (const { email } of admins) await enable(email, false);
    const parameters = { email: ADMIN.email };
    for (const [name, options] of [
      ['updateAdministrator', { parameters, body: { enabled: false } }],
      ['deleteAdministrator', { parameters }],
    ] as const) {
      expectRefusal(await server.admin.request(name, options), 409, 'conflict');
    }
  });

  it.each([[{}], [{ role: 'Admin', enabled: true }]])('is not made by %j', async (body) => {
    const parameters = { email: ADMIN.email };
    expectRefusal(await server.admin.request('updateAdministrator', { parameters, body }), 400, 'invalid_request');
  });
});

describe('An answer', () => {
  // Whoever succeeds has all earlier failures forgiven.
  afterEach(async () => {
    fresh('ops');
    sessionOf(await signIn('jane'));
  });

  const without = (name: string) => (answer: URLSearchParams) => answer.delete(name);
  const becoming = (name: string, value: string) => (answer: URLSearchParams) => answer.set(name, value);
  const twice = (name: string) => (answer: URLSearchParams) => answer.append(name, answer.get(name)!);

  it.each([
    ['without a state', without('state')],
    ['with another state', becoming('state', 'A'.repeat(43))],
    ['with two states', twice('state')],
    ['without an issuer, which the provider promises', without('iss')],
    ['of another issuer', becoming('iss', 'https://other.example')],
    ['of two issuers', twice('iss')],
    ['without a code', without('code')],
    ['with another code', becoming('code', 'made-up')],
    ['with two codes', twice('code')],
    [
      'that is an error of the person',
      (answer: URLSearchParams) => {
        answer.delete('code');
        answer.set('error', 'access_denied');
      },
    ],
  ])('%s lets nobody in', async (_, change) => {
    const { email } = fresh('passant-admins');
    const browser = visitor();
    const answer = await browser.visit('jane');
    change(answer);
    expectRefusal(await browser.complete(answer), 401, 'unauthorized');
    expect(await accountOf(email)).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://other.example' }],
    ['for another client', { aud: 'another-client' }],
    ['for several clients, issued to another', { aud: ['relying-party', 'another'], azp: 'another' }],
    ['for this client, issued to another', { azp: 'another' }],
    ['for several clients, issued to nobody', { aud: ['relying-party', 'another'] }],
    ['of another sign-in', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['without a subject', { sub: undefined }],
    ['without an end', { exp: undefined }],
    ['of an hour ago', { exp: 1, iat: 1 }],
  ])('with an ID token %s lets nobody in', async (_, claims) => {
    fresh('passant-admins', claims);
    expectRefusal(await signIn('jane'), 401, 'unauthorized');
  });

  it.each<[SchemeMood]>([['wrong-signature'], ['unsigned'], ['replayed-answer'], ['clock-off'], ['user-says-no']])(
    'of a provider in the mood %s lets nobody in',
    async (mood) => {
      fresh('passant-admins');
      const refused = await inMood(mood, () => signIn('jane'));
      expectRefusal(refused, 401, 'unauthorized');
    },
  );

  it.each([
    ['no address', { email: undefined, sub: 'without-address' }],
    ['an address that is none', { email: 'nobody' }],
    ['an address that it says is not verified', { email_verified: false }],
  ])('that names %s is explained', async (_, claims) => {
    fresh('ops', claims);
    // UserInfo is about another subject than such an ID token, so the address has to be in the token.
    const reply = await signIn('jane');
    expect([401, 403]).toContain(reply.status);
    if (reply.status === 403) expect(expectRefusal(reply, 403, 'forbidden').error_description).toMatch(/address/);
  });
});

describe('An address', () => {
  it('that the ID token calls unverified is none, also where UserInfo names it', async () => {
    scheme.says('zoe', { groups: ['ops'], email_verified: false });
    expect(expectRefusal(await signIn('zoe'), 403, 'forbidden').error_description).toMatch(/address/);
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['is taken', { email: ADMIN.email }, 409],
    ['is not verified', { email_verified: false }, 403],
  ])('that %s keeps nobody a role that the groups give no more', async (_, wrong, status) => {
    const { sub, email } = fresh('passant-admins');
    const before = sessionOf(await signIn('jane'));
    scheme.says('jane', { sub, email, groups: 'desk', ...wrong });
    expect((await signIn('jane')).status).toBe(status);
    expectRefusal(await callIn(before, 'listApplications'), 403, 'forbidden');
    expect(await accountOf(email)).toMatchObject({ role: 'Helpdesk', sessions: 1 });
    scheme.says('jane', { sub, email, groups: [], ...wrong });
    expectRefusal(await signIn('jane'), 403, 'forbidden');
    expectRefusal(await callIn(before, 'readSession'), 401, 'unauthorized');
    expect(await accountOf(email)).toBeUndefined();
  });
});

describe('A sign-in', () => {
  it('is ended once, however many ask at the same time', async () => {
    fresh('ops');
    const browser = visitor();
    const answer = await browser.visit('jane');
    const beside = new CompanyVisitor(await server.startBeside(), scheme);
    const asked = [browser, beside, browser, beside].map((one) => one.complete(answer, browser.cookie));
    const statuses = (await Promise.all(asked)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 401, 401, 401]);
    expectRefusal(await browser.complete(answer), 401, 'unauthorized');
  });

  it('is ended in another process than it began in', async () => {
    fresh('ops');
    const browser = visitor();
    const answer = await browser.visit('jane');
    const beside = new CompanyVisitor(await server.startBeside(), scheme);
    expect((await beside.complete(answer, browser.cookie)).status).toBe(200);
  });

  it('is ended in no other browser', async () => {
    fresh('ops');
    const [browser, other] = [visitor(), visitor()];
    const answer = await browser.visit('jane');
    await other.begin();
    expectRefusal(await other.complete(answer), 401, 'unauthorized');
    expectRefusal(await other.complete(answer, ''), 401, 'unauthorized');
    expect((await browser.complete(answer)).status).toBe(200);
  });

  it.each([
    ['the end of', 0, '9999999999'],
    ['the secret of', 1, 'A'.repeat(43)],
    ['the seal of', 2, 'A'.repeat(43)],
  ])('is not ended with %s its cookie changed', async (_, part, value) => {
    fresh('ops');
    const browser = visitor();
    const answer = await browser.visit('jane');
    const [name, held] = browser.cookie.split('=') as [string, string];
    const parts = held.split('.');
    parts[part] = value;
    expectRefusal(await browser.complete(answer, `${name}=${parts.join('.')}`), 401, 'unauthorized');
  });

  it('is over after ten minutes', () =>
    server.clock.standing(async () => {
      fresh('ops');
      const browser = visitor();
      await browser.begin();
      server.clock.moveOn(600);
      expectRefusal(await browser.complete(new URLSearchParams({ code: 'any', state: 'any' })), 401, 'unauthorized');
    }));

  it('leaves nothing of the company behind but issuer, subject and address', async () => {
    const { sub, email } = fresh('ops', { given_name: 'Canary-Jane' });
    const browser = visitor();
    const answer = await browser.visit('jane');
    sessionOf(await browser.complete(answer));
    await server.noted();
    const texts = [JSON.stringify(server.log)];
    for (const table of ['admin_account', 'admin_spent_sign_in', 'event', 'refusal_trace', 'audit_record']) {
      texts.push(JSON.stringify(await server.database.dataSource.query(`SELECT * FROM ${table}`)));
    }
    const all = texts.join();
    expect(all).toContain(sub);
    expect(all).toContain(email);
    for (const secret of ['Canary-Jane', answer.get('code')!, answer.get('state')!, browser.cookie.split('.')[1]!]) {
      expect(all).not.toContain(secret);
    }
  });
});

describe('An outage of the provider', () => {
  it.each<[SchemeMood]>([['down'], ['failing'], ['garbled']])(
    'that is %s lets nobody in, and is no refusal of the person',
    async (mood) => {
      fresh('ops');
      const browser = visitor();
      const answer = await browser.visit('jane');
      for (let times = 0; times < 8; times += 1) {
        // Each is a sign-in of its own, and far fewer than those a network may fail with.
        const other = visitor();
        const back = await other.visit('jane');
        expectRefusal(await inMood(mood, () => other.complete(back)), 503, 'temporarily_unavailable');
      }
      expect((await browser.complete(answer)).status).toBe(200);
    },
  );

  it('at its beginning is said, and passwords go on', async () => {
    await server.clock.later(3600, async () => {
      const reply = await inMood('down', () => visitor().call('startCompanySignIn'));
      expectRefusal(reply, 503, 'temporarily_unavailable');
      expect((await visitor().call('signIn', ADMIN)).status).toBe(200);
    });
    await server.clock.later(3605, async () => expect((await visitor().begin()).href).toContain(scheme.url));
  });
});
