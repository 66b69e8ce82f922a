import { PasskeyCreation } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import type { AdminApi } from '../support/admin-api.js';
import { AuthServer } from '../support/auth-server.js';
import { Authenticator, withSecondFactor } from '../support/authenticator.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { before } from '../support/meanwhile.js';
import { CookieJar, SITE, SoftwarePasskey, addPasskey } from '../support/passkey.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_PUBLIC_URL: SITE });
});
afterAll(() => server.close());

const now = () => server.clock.milliseconds();
const proof = { current_password: PASSWORD };

/** Sends a request before which, once it was admitted and before it changes anything, something else is changed. */
async function changedMeanwhile(
  change: (store: Store) => Promise<unknown>,
  send: () => Promise<Exchange>,
): Promise<Exchange> {
  const store = server.app.get(Store);
  before(store, 'transaction', () => change(store));
  return send();
}

/** What makes whoever found an open session somebody who stays, made ready up to the last request. */
const WHAT_STAYS: Record<string, (api: AdminApi) => Promise<() => Promise<Exchange>>> = {
  'an authenticator app': async (api) => {
    const { secret } = await api.call('startOwnSecondFactor', { body: proof });
    const code = new Authenticator(now, secret).code();
    return () => api.request('confirmOwnSecondFactor', { body: { code } });
  },
  'a passkey': async (api) => {
    const browser = CookieJar.of(server.url, api);
    const creation = PasskeyCreation.parse((await browser.send('startOwnPasskey', proof)).body);
    const passkey = new SoftwarePasskey().create(creation);
    return () => browser.send('addOwnPasskey', { name: 'Phone', passkey });
  },
  'a question for a passkey': async (api) => () => api.request('startOwnPasskey', { body: proof }),
  'recovery codes': async (api) => {
    const { authenticator } = await withSecondFactor(now, api);
    return () => api.request('renewOwnRecoveryCodes', { body: { ...proof, code: authenticator.code(30) } });
  },
  'the removal of a passkey': async (api) => {
    const browser = CookieJar.of(server.url, api);
    const passkey = new SoftwarePasskey();
    const { body } = await addPasskey(browser, passkey);
    const answer = passkey.answer(await browser.ask('startOwnPasskeyProof'));
    const { id } = (body as { passkey: { id: string } }).passkey;
    return () => browser.send('removeOwnPasskey', { passkey: answer }, { id });
  },
  'another password': async (api) => {
    const body = { current_password: PASSWORD, new_password: 'another-horse-battery' };
    return () => api.request('changeOwnPassword', { body });
  },
  'an invitation': async (api) => () =>
    api.request('inviteAdministrator', { body: { email: `invited-by-${api.email}`, role: 'Admin' } }),
};

/** What an account can sign in with, and whom it invited. */
const waysIn = (email: string) =>
  server.database.dataSource.query(
    `SELECT (SELECT password_hash FROM admin_account WHERE email = $1) AS password,
            (SELECT count(*) FROM admin_second_factor WHERE email = $1 AND expires_at IS NULL) AS apps,
            (SELECT count(*) FROM admin_passkey WHERE email = $1) AS passkeys,
            (SELECT string_agg(encode(code_hash, 'hex'), ',' ORDER BY code_hash)
               FROM admin_recovery_code WHERE email = $1) AS codes,
            (SELECT count(*) FROM admin_invitation WHERE invited_by = $1) AS invitations`,
    [email],
  );

describe('A session that is ended while a request in it is under way', () => {
  it.each(Object.entries(WHAT_STAYS))('leaves nothing that stays: %s', async (_, ready) => {
    await server.clock.standing(async () => {
      const api = await server.given.administrator('Admin');
      const send = await ready(api);
      const before = await waysIn(api.email);
      const endSessions = ({ admins }: Store) => admins.deleteSessionsOf(api.email);
      expectRefusal(await changedMeanwhile(endSessions, send), 401, 'unauthorized');
      expect(await waysIn(api.email)).toEqual(before);
    });
  });
});

describe('What is shown for being the owner is judged by what counts when it is used up', () => {
  it('a code of an authenticator app is none of the app that took its place meanwhile', async () => {
    await server.clock.standing(async () => {
      const { api, authenticator } = await withSecondFactor(now, await server.given.administrator('Operator'));
      server.clock.moveOn(60);
      const replace = async () => {
        await api.call('removeOwnSecondFactor', { body: { ...proof, code: authenticator.code(-30) } });
        const { secret } = await api.call('startOwnSecondFactor', { body: proof });
        await api.call('confirmOwnSecondFactor', { body: { code: new Authenticator(now, secret).code() } });
      };
      const renew = () => api.request('renewOwnRecoveryCodes', { body: { ...proof, code: authenticator.code(30) } });
      const reply = await changedMeanwhile(replace, renew);
      expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({ code: 'is wrong' });
    });
  });

  it('a passkey is none of another key or another account that took its identifier meanwhile', async () => {
    const api = await server.given.administrator('Operator');
    const browser = CookieJar.of(server.url, api);
    const passkey = new SoftwarePasskey();
    await addPasskey(browser, passkey);
    const other = await server.given.administrator('Operator');
    const { passkeys } = server.app.get(Store);
    const answer = passkey.answer(await browser.ask('startOwnPasskeyProof'));
    const take = async () => {
      const found = (await passkeys.find(passkey.credentialId))!;
      const { id } = (await passkeys.listOf(api.email))[0]!;
      await passkeys.remove(api.email, id);
      const taken = { ...found, email: other.email, name: 'Theirs', counter: 0, transports: [], createdAt: 0 };
      expect(await passkeys.insert(taken, 20)).toBe(id);
    };
    const renew = () => browser.send('renewOwnRecoveryCodes', { passkey: answer });
    const reply = await changedMeanwhile(take, renew);
    expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({ passkey: 'was not accepted' });
  });
});
