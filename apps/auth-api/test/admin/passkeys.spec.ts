import {
  AddedPasskey,
  AdminSession,
  OwnPasskeys,
  PasskeyCreation,
  PendingSignIn,
  RecoveryCodes,
  StartedSecondFactor,
} from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { AdminApi } from '../support/admin-api.js';
import { AuthServer } from '../support/auth-server.js';
import { Authenticator, beginSignIn } from '../support/authenticator.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { CookieJar, type Mood, SITE, SoftwarePasskey, addPasskey } from '../support/passkey.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_PUBLIC_URL: SITE });
});
afterAll(() => server.close());

const proof = { current_password: PASSWORD };

/** Somebody with a passkey, in the browser where it was added. */
async function somebody(passkey = new SoftwarePasskey(), mood: Mood = {}) {
  const api = await server.given.administrator('Operator');
  const browser = CookieJar.of(server.url, api);
  const added = AddedPasskey.parse((await addPasskey(browser, passkey, { mood })).body);
  return { api, email: api.email, browser, passkey, id: added.passkey.id, recoveryCodes: added.recovery_codes! };
}

const newBrowser = () => new CookieJar(server.url);

/** Signs in with a passkey alone. */
async function signIn(passkey: SoftwarePasskey, mood: Mood = {}, browser = newBrowser()): Promise<Exchange> {
  return browser.send('signInWithPasskey', { passkey: passkey.answer(await browser.ask('startPasskeySignIn'), mood) });
}

/** A browser in which the password was given. */
const withPassword = async (email: string) => {
  const { reply, cookie } = await beginSignIn(server.url, email);
  return { pending: reply.body, browser: new CookieJar(server.url, cookie) };
};

/** Refused alone with the one sentence of all such refusals. @returns why, as the log has it */
function expectNobody(reply: Exchange): unknown {
  const refusal = expectRefusal(reply, 401, 'unauthorized');
  expect(refusal.error_description).toContain('This passkey was not accepted.');
  return server.log.findLast(({ error_id }) => error_id === refusal.error_id)?.['cause'];
}

const expectNotAccepted = (reply: Exchange) =>
  expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({ passkey: 'was not accepted' });

async function eventsOf(email: string): Promise<{ name: string; details: unknown }[]> {
  await server.noted();
  return server.database.dataSource.query(
    `SELECT name, details FROM event WHERE admin = $1 AND name ~ 'PASSKEY|SUCCESS|SECOND_FACTOR' ORDER BY id`,
    [email],
  );
}

describe('A passkey', () => {
  it('is added with the password, is the second factor from then on, and comes with recovery codes', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Helpdesk');
      const elsewhere = await AdminApi.signIn(server.url, { email: api.email, password: PASSWORD });
      const browser = CookieJar.of(server.url, api);
      expect(await api.call('listOwnPasskeys')).toEqual({ items: [], origin: SITE });
      const passkey = new SoftwarePasskey();
      const reply = await addPasskey(browser, passkey, { name: '  Security key ' });
      const added = AddedPasskey.parse(reply.body);
      expect(added.passkey).toEqual({
        ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, name: 'Security key', synced: false },
        created_at: server.clock.now(),
      });
      expect(new Set(added.recovery_codes).size).toBe(10);
      expect((await api.call('listOwnPasskeys')).items).toEqual([added.passkey]);
      expect((await api.call('readSession')).second_factor).toBe('ON');
      expect(await api.call('readOwnSecondFactor')).toMatchObject({ state: 'OFF', passkeys: 1, recovery_codes: 10 });
      expectRefusal(await elsewhere.request('readSession'), 401, 'unauthorized');
      const { pending } = await withPassword(api.email);
      expect(pending).toEqual({ second_factor: 'WANTED', accepts: ['PASSKEY'], expires_at: server.clock.now() + 300 });
      expect(await eventsOf(api.email)).toContainEqual({
        name: 'ADMIN_PASSKEY_ADDED',
        details: { passkey: 'Security key' },
      });
    }));

  it('is made without attestation, with user verification, under a random name that stays the same', async () => {
    const api = await server.given.administrator('Operator');
    const browser = CookieJar.of(server.url, api);
    const ask = async () => PasskeyCreation.parse((await browser.send('startOwnPasskey', proof)).body);
    const [first, second] = [await ask(), await ask()];
    expect(first).toMatchObject({
      rp: { id: 'login.example.com' },
      attestation: 'none',
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(second.user.id).toBe(first.user.id);
    expect(Buffer.from(first.user.id, 'base64url')).toHaveLength(64);
    expect(second.challenge).not.toBe(first.challenge);
    const other = CookieJar.of(server.url, await server.given.administrator('Operator'));
    const theirs = PasskeyCreation.parse((await other.send('startOwnPasskey', proof)).body);
    expect(theirs.user.id).not.toBe(first.user.id);
  });

  it('is one of several, of which none is there twice', async () => {
    const { browser, passkey, recoveryCodes, api } = await somebody();
    const withCode = (index: number) => ({ current_password: PASSWORD, code: recoveryCodes[index]! });
    const second = new SoftwarePasskey();
    const reply = await addPasskey(browser, second, { proof: withCode(0), name: 'Laptop' });
    expect(AddedPasskey.parse(reply.body).recovery_codes).toBeUndefined();
    const asked = PasskeyCreation.parse((await browser.send('startOwnPasskey', withCode(1))).body);
    expect(asked.excludeCredentials.map(({ id }) => id).sort()).toEqual([passkey.id, second.id].sort());
    expectRefusal(
      await browser.send('addOwnPasskey', { name: 'Again', passkey: passkey.create(asked) }),
      409,
      'conflict',
    );
    expect((await api.call('listOwnPasskeys')).items.map(({ name }) => name).sort()).toEqual(['Laptop', 'Phone']);
  });

  it.each<[string, Mood]>([
    ['from another origin', { origin: 'https://login.example.com.evil.example' }],
    ['for another RP ID', { rpId: 'example.com' }],
    ['without user verification', { verified: false }],
    ['without anybody present', { present: false }],
    ['for another challenge', { challenge: 'AAAA' }],
    ['that is an answer', { type: 'webauthn.get' }],
    ['within a page of another origin', { within: { topOrigin: 'https://evil.example' } }],
    ['within a page of another origin that the browser does not name', { within: {} }],
    ['with certificates that nobody asked for', { certificates: [Buffer.from('3003020101', 'hex')] }],
  ])('is not added %s', async (_, mood) => {
    const api = await server.given.administrator('Operator');
    expectNotAccepted(await addPasskey(CookieJar.of(server.url, api), new SoftwarePasskey(), { mood }));
    expect((await api.call('listOwnPasskeys')).items).toEqual([]);
  });

  it('is not added without the password, in another session, or too late', () =>
    server.clock.standing(async () => {
      const api = await server.given.administrator('Operator');
      const browser = CookieJar.of(server.url, api);
      const wrong = await browser.send('startOwnPasskey', { current_password: 'guessed' });
      expect(expectRefusal(wrong, 400, 'invalid_request').fields).toEqual({ current_password: 'is wrong' });
      expectRefusal(await browser.send('startOwnPasskey', {}), 400, 'invalid_request');

      const ask = async () => PasskeyCreation.parse((await browser.send('startOwnPasskey', proof)).body);
      const add = async (by: CookieJar, creation: PasskeyCreation) =>
        by.send('addOwnPasskey', { name: 'Phone', passkey: new SoftwarePasskey().create(creation) });
      const creation = await ask();
      const found = await AdminApi.signIn(server.url, { email: api.email, password: PASSWORD });
      const pocketed = browser.cookie.split('; ').filter((pair) => pair.includes('passkey'));
      const there = new CookieJar(server.url, [found.cookie, ...pocketed].join('; '), found.csrfToken);
      expectNotAccepted(await add(there, creation));
      await server.clock.later(300, async () => expectNotAccepted(await add(browser, creation)));
      await server.clock.later(299, async () => expect((await add(browser, creation)).status).toBe(201));
      expectNotAccepted(await add(browser, creation));
    }));

  it('asks for a code, too, where there is a second factor, also of whoever adds an authenticator app', async () => {
    const { browser } = await somebody();
    for (const name of ['startOwnPasskey', 'startOwnSecondFactor'] as const) {
      const reply = await browser.send(name, proof);
      expect(expectRefusal(reply, 400, 'invalid_request').fields).toEqual({ code: 'is required' });
    }
  });
});

describe('Signing in with a passkey alone', () => {
  it('takes no name and no password, and says of the session how it was opened', () =>
    server.clock.standing(async () => {
      const { email, passkey, api } = await somebody();
      const browser = newBrowser();
      const question = await browser.ask('startPasskeySignIn');
      expect(question).toMatchObject({ rpId: 'login.example.com', userVerification: 'required' });
      expect(question.allowCredentials).toBeUndefined();
      const reply = await browser.send('signInWithPasskey', { passkey: passkey.answer(question) });
      expect(AdminSession.parse(reply.body)).toMatchObject({ email, second_factor: 'ON' });
      expect((await browser.send('readSession')).status).toBe(200);
      const { items } = await api.call('listOwnSessions');
      expect(items.map(({ signed_in_with }) => signed_in_with).sort()).toEqual(['PASSKEY', 'PASSWORD']);
      expect((await api.call('listOwnPasskeys')).items[0]!.last_used_at).toBe(server.clock.now());
      expect(await eventsOf(email)).toContainEqual({
        name: 'ADMIN_AUTHENTICATION_SUCCESS',
        details: { role: 'Operator', passkey: true },
      });
    }));

  it.each<[string, Mood, RegExp]>([
    ['from another origin', { origin: 'https://evil.example' }, /origin/],
    ['for another RP ID', { rpId: 'evil.example' }, /RP ID/],
    ['without user verification', { verified: false }, /verifi/i],
    ['without anybody present', { present: false }, /present/],
    ['for another challenge', { challenge: 'AAAA' }, /challenge/],
    ['with the type of a new passkey', { type: 'webauthn.create' }, /type/],
    ['with a signature of another key', { forged: true }, /signature/],
    ['for another account', { userHandle: 'AAAA' }, /another account/],
    ['within a page of another origin', { within: { topOrigin: 'https://evil.example' } }, /within a page/],
    ['within a page that the browser does not name', { within: {} }, /within a page/],
    ['without a word of whose it is', { userHandle: undefined }, /another account/],
    ['of an authenticator that has become another kind', { backupEligible: true }, /devices/],
  ])('is refused %s', async (_, mood, cause) => {
    const { passkey } = await somebody();
    await server.seesAnotherMinute();
    expect(expectNobody(await signIn(passkey, mood))).toMatch(cause);
    expect((await signIn(passkey)).status).toBe(200);
  });

  it('takes an answer once, however many come at the same time', async () => {
    const { passkey } = await somebody();
    const browser = newBrowser();
    const answer = { passkey: passkey.answer(await browser.ask('startPasskeySignIn')) };
    const kept = browser.cookie;
    const give = () => new CookieJar(server.url, kept).send('signInWithPasskey', answer);
    const all = await Promise.all(Array.from({ length: 4 }, give));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expectNobody(await give());
  });

  it('takes an answer only in the browser that was asked', async () => {
    const { passkey } = await somebody();
    const browser = newBrowser();
    const answer = { passkey: passkey.answer(await browser.ask('startPasskeySignIn')) };
    const other = newBrowser();
    expectNobody(await other.send('signInWithPasskey', answer));
    await other.ask('startPasskeySignIn');
    expectNobody(await other.send('signInWithPasskey', answer));
    expect((await browser.send('signInWithPasskey', answer)).status).toBe(200);
  });

  it('waits five minutes for an answer', () =>
    server.clock.standing(async () => {
      const { passkey } = await somebody();
      const asked = async () => {
        const browser = newBrowser();
        return { browser, answer: { passkey: passkey.answer(await browser.ask('startPasskeySignIn')) } };
      };
      const [early, late] = [await asked(), await asked()];
      server.clock.moveOn(299);
      expect((await early.browser.send('signInWithPasskey', early.answer)).status).toBe(200);
      server.clock.moveOn(1);
      expectNobody(await late.browser.send('signInWithPasskey', late.answer));
    }));

  it('works at another process than the one that asked', async () => {
    const { passkey } = await somebody();
    const beside = await server.startBeside();
    const browser = newBrowser();
    const answer = { passkey: passkey.answer(await browser.ask('startPasskeySignIn')) };
    expect((await new CookieJar(beside, browser.cookie).send('signInWithPasskey', answer)).status).toBe(200);
    expect((await browser.send('signInWithPasskey', answer)).status).toBe(401);
  });

  it('is refused to a passkey that nobody has, that was removed, or whose owner was, all alike', async () => {
    await server.seesAnotherMinute();
    const unknown = expectNobody(await signIn(new SoftwarePasskey()));
    expect(unknown).toEqual(expect.any(String));
    const one = await somebody();
    const removal = { current_password: PASSWORD, code: one.recoveryCodes[0]! };
    expect((await one.browser.send('removeOwnPasskey', removal, { id: one.id })).status).toBe(204);
    expect(expectNobody(await signIn(one.passkey))).toBe(unknown);
    const gone = await somebody();
    await server.admin.call('deleteAdministrator', { parameters: { email: gone.email } });
    expect(expectNobody(await signIn(gone.passkey))).toBe(unknown);
  });

  it('is refused when the counter did not go on, since somebody may have a copy, which is noted', async () => {
    const { passkey, email } = await somebody(new SoftwarePasskey(true));
    expect((await signIn(passkey)).status).toBe(200);
    const { counter } = passkey;
    for (const behind of [counter, counter - 1, 0]) {
      await server.seesAnotherMinute();
      expect(expectNobody(await signIn(passkey, { counter: behind }))).toMatch(/copy/);
    }
    expect((await signIn(passkey, { counter: counter + 100 })).status).toBe(200);
    expect(await eventsOf(email)).toContainEqual({
      name: 'ADMIN_PASSKEY_COPY_SUSPECTED',
      details: { counter },
    });
  });

  it('slows down whoever tries, and notes it', async () => {
    const passkey = new SoftwarePasskey();
    let reply = await signIn(passkey);
    for (let tries = 0; reply.status === 401 && tries < 15; tries += 1) reply = await signIn(passkey);
    expectRefusal(reply, 429, 'temporarily_unavailable');
    await server.noted();
    const noted = await server.database.dataSource.query<unknown[]>(
      `SELECT 1 FROM event WHERE name = 'ADMIN_AUTHENTICATION_FAILURE'`,
    );
    expect(noted.length).toBeGreaterThan(0);
    const honest = await somebody();
    expect((await signIn(honest.passkey)).status).toBe(200);
  });
});

describe('A passkey after the password', () => {
  it('ends the sign-in, which says so', async () => {
    const { email, passkey, api } = await somebody();
    const { browser, pending } = await withPassword(email);
    expect(PendingSignIn.parse(pending).accepts).toEqual(['PASSKEY']);
    const question = await browser.ask('startPasskeySecondFactor');
    expect(question.allowCredentials).toEqual([
      { id: passkey.id, type: 'public-key', transports: ['internal', 'hybrid'] },
    ]);
    // A passkey that was named need not say whose it is.
    const answer = passkey.answer(question, { userHandle: undefined });
    const reply = await browser.send('completeSignInWithPasskey', { passkey: answer });
    expect(AdminSession.parse(reply.body).email).toBe(email);
    const { items } = await api.call('listOwnSessions');
    expect(items.map(({ signed_in_with }) => signed_in_with)).toContain('PASSWORD_AND_PASSKEY');
  });

  it.each<[string, Mood]>([
    ['without user verification', { verified: false }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['within a page that the browser does not name', { within: {} }],
    ['with a signature of another key', { forged: true }],
  ])('is refused %s', async (_, mood) => {
    const { email, passkey } = await somebody();
    const { browser } = await withPassword(email);
    const question = await browser.ask('startPasskeySecondFactor');
    expectNotAccepted(await browser.send('completeSignInWithPasskey', { passkey: passkey.answer(question, mood) }));
    expect(await eventsOf(email)).toContainEqual({ name: 'ADMIN_SECOND_FACTOR_FAILURE', details: null });
  });

  it('is no passkey of another administrator, and no answer of another sign-in or for another purpose', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const [first, second] = [await withPassword(one.email), await withPassword(one.email)];
    const ask = () => first.browser.ask('startPasskeySecondFactor');
    const give = (passkey: object) => first.browser.send('completeSignInWithPasskey', { passkey });
    expectNotAccepted(await give(other.passkey.answer(await ask())));
    const elsewhere = await second.browser.ask('startPasskeySecondFactor');
    expectNotAccepted(await give(one.passkey.answer(elsewhere)));
    expectNotAccepted(await give(one.passkey.answer(await first.browser.ask('startPasskeySignIn'))));
    expect((await give(one.passkey.answer(await ask()))).status).toBe(200);
  });

  it('is asked for nowhere but where the password was given', async () => {
    expectRefusal(await newBrowser().send('startPasskeySecondFactor'), 401, 'unauthorized');
    const { passkey } = await somebody();
    const browser = newBrowser();
    const answer = passkey.answer(await browser.ask('startPasskeySignIn'));
    expectRefusal(await browser.send('completeSignInWithPasskey', { passkey: answer }), 401, 'unauthorized');
  });

  it('has a recovery code in its place, once', async () => {
    const { email, recoveryCodes } = await somebody();
    const give = async () => (await withPassword(email)).browser.send('completeSignIn', { code: recoveryCodes[0]! });
    expect((await give()).status).toBe(200);
    expectRefusal(await give(), 400, 'invalid_request');
  });
});

describe('Who owns an account', () => {
  it('changes the password with a passkey in place of password and code, once', async () => {
    const { browser, passkey, email } = await somebody();
    const new_password = 'another-good-one';
    const asked = await browser.send('changeOwnPassword', { ...proof, new_password });
    expect(expectRefusal(asked, 400, 'invalid_request').fields).toEqual({ code: 'is required' });
    const question = await browser.ask('startOwnPasskeyProof');
    const unverified = { passkey: passkey.answer(question, { verified: false }), new_password };
    expectNotAccepted(await browser.send('changeOwnPassword', unverified));
    const change = { passkey: passkey.answer(question), new_password };
    const short = expectRefusal(
      await browser.send('changeOwnPassword', { ...change, new_password: 'short' }),
      400,
      'invalid_request',
    );
    expect(Object.keys(short.fields ?? {})).toEqual(['new_password']);
    expect((await browser.send('changeOwnPassword', change)).status).toBe(204);
    expectNotAccepted(await browser.send('changeOwnPassword', change));
    expect((await browser.send('readSession')).status).toBe(200);
    expect((await newBrowser().send('signIn', { email, password: PASSWORD })).status).toBe(401);
    expect((await newBrowser().send('signIn', { email, password: new_password })).status).toBe(200);
  });

  it('is proved with a passkey alone, which takes no password', async () => {
    const { browser, passkey, id, api } = await somebody();
    const proved = async (mood: Mood = {}) => ({
      passkey: passkey.answer(await browser.ask('startOwnPasskeyProof'), mood),
    });
    expectNotAccepted(await browser.send('removeOwnPasskey', await proved({ verified: false }), { id }));
    const renewed = await browser.send('renewOwnRecoveryCodes', await proved());
    expect(RecoveryCodes.parse(renewed.body).recovery_codes).toHaveLength(10);
    const used = await proved();
    expectRefusal(
      await browser.send('removeOwnPasskey', { ...used, current_password: PASSWORD }, { id }),
      400,
      'invalid_request',
    );
    expectRefusal(await browser.send('removeOwnPasskey', used, { id: 'f'.repeat(32) }), 404, 'not_found');
    // What was asked for did not happen, so the answer is still good.
    expect((await browser.send('removeOwnPasskey', used, { id })).status).toBe(204);
    expect(OwnPasskeys.parse((await browser.send('listOwnPasskeys')).body).items).toEqual([]);
    expect((await api.call('readOwnSecondFactor')).recovery_codes).toBe(0);
    expect((await api.call('readSession')).second_factor).toBe('OFF');
  });

  it('is not proved with a passkey of somebody else, and nothing of theirs is removed', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const passkey = other.passkey.answer(await one.browser.ask('startOwnPasskeyProof'));
    expectNotAccepted(await one.browser.send('removeOwnPasskey', { passkey }, { id: one.id }));
    const own = one.passkey.answer(await one.browser.ask('startOwnPasskeyProof'));
    expectRefusal(await one.browser.send('removeOwnPasskey', { passkey: own }, { id: other.id }), 404, 'not_found');
  });
});

describe('What is done with passkeys', () => {
  it('leaves a record about the account of whoever did it, without a key', async () => {
    const { email, browser, id, passkey } = await somebody();
    const proved = { passkey: passkey.answer(await browser.ask('startOwnPasskeyProof')) };
    expect((await browser.send('removeOwnPasskey', proved, { id })).status).toBe(204);
    const { items } = await server.admin.call('listAuditRecords', { query: { subject: email } });
    const records = items.filter(({ name }) => name.includes('PASSKEY'));
    expect(records).toMatchObject([
      { name: 'ADMIN_PASSKEY_REMOVED', endpoint: 'removeOwnPasskey', actor: email, details: { passkey: 'Phone' } },
      { name: 'ADMIN_PASSKEY_ADDED', endpoint: 'addOwnPasskey', actor: email, details: { passkey: 'Phone' } },
    ]);
    expect(JSON.stringify(records)).not.toContain(passkey.id);
  });
});

describe('Beside an authenticator app', () => {
  it('a passkey stays when the app is removed, and the recovery codes with it', () =>
    server.clock.standing(async () => {
      const { browser, passkey, api, email } = await somebody();
      const proved = async () => ({ passkey: passkey.answer(await browser.ask('startOwnPasskeyProof')) });
      const started = await browser.send('startOwnSecondFactor', await proved());
      const authenticator = new Authenticator(
        () => server.clock.milliseconds(),
        StartedSecondFactor.parse(started.body).secret,
      );
      expect((await browser.send('confirmOwnSecondFactor', { code: authenticator.code() })).status).toBe(200);
      expect((await withPassword(email)).pending).toMatchObject({ accepts: ['CODE', 'PASSKEY'] });
      expect((await browser.send('removeOwnSecondFactor', await proved())).status).toBe(204);
      expect(await api.call('readOwnSecondFactor')).toMatchObject({ state: 'OFF', passkeys: 1, recovery_codes: 10 });
      expect((await withPassword(email)).pending).toMatchObject({ accepts: ['PASSKEY'] });
    }));

  it('both are removed for somebody who lost them, by an Admin', async () => {
    const { email, passkey, browser } = await somebody();
    const parameters = { email };
    expect((await server.admin.request('removeSecondFactor', { parameters })).status).toBe(204);
    expectNobody(await signIn(passkey));
    expectRefusal(await browser.send('readSession'), 401, 'unauthorized');
    expect((await beginSignIn(server.url, email)).reply.body).toMatchObject({ email, second_factor: 'OFF' });
  });
});
