import { ADMIN_ENDPOINTS, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { FakeScheme } from '@passant/mobile-client/testing';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { CompanyVisitor, companySettings, sessionOf } from '../support/company.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';

let scheme: FakeScheme;
beforeAll(async () => {
  scheme = await FakeScheme.start();
});
afterAll(() => scheme.close());

const LEVELS = { high: 'urn:fake-scheme:level:high', low: 'urn:fake-scheme:level:low' };
const STAFF = { sub: 'staff', email: 'staff@example.com', groups: 'passant-admins' };

/** Runs `work` with a server of other settings, at which somebody of the company signs in. */
async function withServer(
  settings: Record<string, string>,
  work: (visitor: CompanyVisitor, server: AuthServer) => Promise<void>,
): Promise<void> {
  const server = await AuthServer.start({ ...companySettings(scheme), ...settings });
  try {
    scheme.says('jane', STAFF);
    await work(new CompanyVisitor(server.url, scheme), server);
  } finally {
    await server.close();
  }
}

describe('A server that asks for a second factor', () => {
  const settings = { PASSANT_REQUIRE_SECOND_FACTOR: 'on', PASSANT_CONSOLE_SIGN_IN_AMR: 'mfa hwk' };

  it('takes the word of the company for it, and no sign-in without', () =>
    withServer({ ...settings, PASSANT_CONSOLE_SIGN_IN_ACR: LEVELS.high }, async (visitor, server) => {
      expect((await visitor.begin()).searchParams.get('acr_values')).toBe(LEVELS.high);
      for (const amr of [undefined, 'pwd', ['pwd', 'otp'], 7]) {
        scheme.says('jane', { ...STAFF, amr });
        const { error_description } = expectRefusal(await visitor.signIn('jane'), 403, 'forbidden');
        expect(error_description).toMatch(/second factor/);
      }
      scheme.says('jane', { ...STAFF, amr: ['pwd', 'mfa'], acr: LEVELS.low });
      expectRefusal(await visitor.signIn('jane'), 403, 'forbidden');
      scheme.says('jane', { ...STAFF, amr: ['pwd', 'mfa'] });
      const session = sessionOf(await visitor.signIn('jane'));
      expect(session).toMatchObject({ second_factor: 'OFF', company: true, role: 'Admin' });
      // Whoever has a password still has to set one up.
      expectRefusal(await server.admin.request('listApplications'), 403, 'forbidden');
    }));
});

describe('A server', () => {
  it('that takes no passwords says so, takes no passkeys either, and invites nobody to choose one', () =>
    withServer({}, async (_, server) => {
      const url = await server.startBeside(undefined, { PASSANT_CONSOLE_PASSWORDS: 'off' });
      const visitor = new CompanyVisitor(url, scheme);
      expect((await visitor.call('readSignInWays')).body).toMatchObject({ passwords: false });
      expectRefusal(await visitor.call('signIn', ADMIN), 403, 'forbidden');
      expectRefusal(await visitor.call('completeSignIn', { code: '123456' }), 403, 'forbidden');
      expectRefusal(await visitor.call('startPasskeySignIn'), 403, 'forbidden');
      const { cookie, csrf_token, role } = sessionOf(await visitor.signIn('jane'));
      expect(role).toBe('Admin');
      const invitation = await send('POST', url + adminPath(ADMIN_ENDPOINTS.inviteAdministrator), {
        headers: { cookie, 'x-csrf-token': csrf_token },
        json: { email: 'invited@example.com', role: 'Admin' },
      });
      expectRefusal(invitation, 403, 'forbidden');
    }));

  it('that takes no passwords any more lets nobody go on who came by one, and takes no invitation from before', () =>
    withServer({}, async (_, server) => {
      const { token } = await server.admin.call('inviteAdministrator', {
        body: { email: 'invited@example.com', role: 'Admin' },
      });
      const url = await server.startBeside(undefined, { PASSANT_CONSOLE_PASSWORDS: 'off' });
      const visitor = new CompanyVisitor(url, scheme);
      expectRefusal(await visitor.call('readSession', undefined, server.admin.cookie), 401, 'unauthorized');
      expectRefusal(await visitor.call('acceptInvitation', { token, password: PASSWORD }), 403, 'forbidden');
      expect(
        (await new CompanyVisitor(server.url, scheme).call('acceptInvitation', { token, password: PASSWORD })).status,
      ).toBe(200);
    }));

  it('that has another provider now lets nobody go on who came by the former one', () =>
    withServer({}, async (visitor, server) => {
      const { cookie } = sessionOf(await visitor.signIn('jane'));
      expect((await visitor.call('readSession', undefined, cookie)).status).toBe(200);
      for (const issuer of ['https://other.example', '']) {
        const other =
          issuer === '' ? Object.fromEntries(Object.keys(companySettings(scheme)).map((name) => [name, ''])) : {};
        const url = await server.startBeside(undefined, { ...other, PASSANT_CONSOLE_SIGN_IN_ISSUER: issuer });
        const beside = new CompanyVisitor(url, scheme);
        expectRefusal(await beside.call('readSession', undefined, cookie), 401, 'unauthorized');
      }
    }));

  it('that has another provider now makes nobody an administrator whom people of the former one invited', () =>
    withServer({}, async (visitor, server) => {
      const { cookie, csrf_token } = sessionOf(await visitor.signIn('jane'));
      const { body } = await send('POST', server.url + adminPath(ADMIN_ENDPOINTS.inviteAdministrator), {
        headers: { cookie, 'x-csrf-token': csrf_token },
        json: { email: 'friend@example.com', role: 'Admin' },
      });
      const accepted = { token: (body as { token: string }).token, password: PASSWORD };
      const url = await server.startBeside(undefined, { PASSANT_CONSOLE_SIGN_IN_ISSUER: 'https://other.example' });
      const beside = new CompanyVisitor(url, scheme);
      expectRefusal(await beside.call('acceptInvitation', accepted), 404, 'not_found');
      expect((await visitor.call('acceptInvitation', accepted)).status).toBe(200);
    }));

  it.each<[string, Record<string, string>, boolean]>([
    ['by a former provider', { PASSANT_CONSOLE_SIGN_IN_ISSUER: 'https://other.example' }, false],
    ['with a password, where passwords are off', { PASSANT_CONSOLE_PASSWORDS: 'off' }, true],
  ])('has an Admin left who signs in: one %s is none', (_, settings, isOfCompany) =>
    withServer({}, async (visitor, server) => {
      const ofCompany = sessionOf(await visitor.signIn('jane'));
      const url = await server.startBeside(undefined, settings);
      const { email } = isOfCompany ? ofCompany : ADMIN;
      const headers = isOfCompany
        ? { cookie: ofCompany.cookie, 'x-csrf-token': ofCompany.csrf_token }
        : { cookie: server.admin.cookie, 'x-csrf-token': server.admin.csrfToken };
      const [update, remove] = [ADMIN_ENDPOINTS.updateAdministrator, ADMIN_ENDPOINTS.deleteAdministrator];
      const disabled = { headers, json: { enabled: false } };
      expectRefusal(await send('PATCH', url + adminPath(update, { email }), disabled), 409, 'conflict');
      expectRefusal(await send('DELETE', url + adminPath(remove, { email }), { headers }), 409, 'conflict');
      // Where both sign in, the other one is left.
      expect((await send('PATCH', server.url + adminPath(update, { email }), disabled)).status).toBe(200);
    }),
  );

  it.each([['whose secret the provider does not know', { PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET: 'another secret' }]])(
    '%s lets nobody in, and blames no person',
    (_, settings) =>
      withServer(settings, async (visitor) => {
        expectRefusal(await visitor.signIn('jane'), 503, 'temporarily_unavailable');
      }),
  );

  it('whose provider calls itself otherwise sends nobody there', () =>
    withServer({ PASSANT_CONSOLE_SIGN_IN_ISSUER: `${scheme.url}/` }, async (visitor) => {
      expectRefusal(await visitor.call('startCompanySignIn'), 503, 'temporarily_unavailable');
    }));

  it('without a provider offers passwords alone', async () => {
    const server = await AuthServer.start();
    try {
      const visitor = new CompanyVisitor(server.url, scheme);
      expect((await visitor.call('readSignInWays')).body).toEqual({ passwords: true });
      expectRefusal(await visitor.call('startCompanySignIn'), 404, 'not_found');
      expectRefusal(await visitor.call('completeCompanySignIn', { answer: 'code=any&state=any' }), 404, 'not_found');
    } finally {
      await server.close();
    }
  });
});
