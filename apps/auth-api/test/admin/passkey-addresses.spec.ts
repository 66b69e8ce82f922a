import { AddedPasskey, AdminSession } from '@passant/contracts';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { AdminApi } from '../support/admin-api.js';
import { expectRefusal } from '../support/expectations.js';
import { CookieJar, SITE, SoftwarePasskey, addPasskey } from '../support/passkey.js';

/** Runs a story at a server with these settings. */
const at = (settings: Record<string, string>, tell: (server: AuthServer) => Promise<void>) => async () => {
  const server = await AuthServer.start(settings);
  try {
    await tell(server);
  } finally {
    await server.close();
  }
};

describe('Where browsers take no passkeys', () => {
  it(
    'the server says so, as at an IP address',
    at({}, async ({ url, admin }) => {
      expect(await admin.call('listOwnPasskeys')).toEqual({ items: [], origin: url, unavailable: 'IP_ADDRESS' });
      const reply = await new CookieJar(url).send('startPasskeySignIn');
      expect(expectRefusal(reply, 409, 'conflict').error_description).toMatch(/IP address/);
      const proof = { current_password: ADMIN.password };
      expectRefusal(await admin.request('startOwnPasskey', { body: proof }), 409, 'conflict');
    }),
  );
});

describe('Where a second factor is required', () => {
  it(
    'a passkey is one, and without the last one nothing is there any more',
    at({ PASSANT_PUBLIC_URL: SITE, PASSANT_REQUIRE_SECOND_FACTOR: 'on' }, async ({ url }) => {
      const admin = await AdminApi.signIn(url, ADMIN);
      expectRefusal(await admin.request('listScopes'), 403, 'forbidden');
      const passkey = new SoftwarePasskey();
      const added = await addPasskey(CookieJar.of(url, admin), passkey, {
        proof: { current_password: ADMIN.password },
      });
      expect(added.status).toBe(201);
      const browser = new CookieJar(url);
      const answer = { passkey: passkey.answer(await browser.ask('startPasskeySignIn')) };
      const session = AdminSession.parse((await browser.send('signInWithPasskey', answer)).body);
      expect(session.second_factor).toBe('ON');
      expect((await browser.send('listScopes')).status).toBe(200);
      const there = new CookieJar(url, browser.cookie, session.csrf_token);
      const proof = { passkey: passkey.answer(await there.ask('startOwnPasskeyProof')) };
      const { id } = AddedPasskey.parse(added.body).passkey;
      expect((await there.send('removeOwnPasskey', proof, { id })).status).toBe(204);
      expectRefusal(await there.send('listScopes'), 403, 'forbidden');
    }),
  );
});
