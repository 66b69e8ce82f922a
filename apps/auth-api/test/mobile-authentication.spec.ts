import { EnrolledDevice, PATHS, PendingTransactions, signedText } from '@passant/contracts';
import { AuthenticationDevice, DeviceKey, send } from '@passant/mobile-client';
import { EventLog } from '../src/platform/event-log.js';
import { AuthServer } from './support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from './support/expectations.js';
import { MobileWorld } from './support/mobile-world.js';

let server: AuthServer;
let world: MobileWorld;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await MobileWorld.create(server);
}, 60_000);
afterAll(() => server.close());

interface EventRow {
  name: string;
  client_id: string | null;
  user_id: string | null;
  details: unknown;
}

async function events(like: string): Promise<EventRow[]> {
  await server.app.get(EventLog).flush();
  return server.database.dataSource.query<EventRow[]>('SELECT * FROM event WHERE name LIKE $1 ORDER BY id', [like]);
}

async function lastEvent(like: string): Promise<EventRow> {
  return (await events(like)).at(-1)!;
}

const QUESTION = { message: 'Pay 12 euro?' };

describe('Enrolment', () => {
  it('keeps the public key of a registered person’s device', async () => {
    const person = await world.person();
    const device = await world.device(person.accessToken);
    const reply = await device.enrol('123EXI', 'My phone');
    expect(reply.status).toBe(201);
    expectTokenHeaders(reply);
    expect(EnrolledDevice.parse(reply.body)).toMatchObject({ device_name: 'My phone', push_enabled: false });
    expect(await lastEvent('KEY_ENROLLMENT%')).toMatchObject({
      name: 'KEY_ENROLLMENT_SUCCESS',
      client_id: person.app.clientId,
    });
  });

  it('is refused to a stateless token, and noted without a word about the person', async () => {
    const device = await world.device(await world.statelessToken());
    expectRefusal(await device.enrol('123EXI', 'My phone'), 403, 'stateless_access_token');
    const event = await lastEvent('KEY_ENROLLMENT%');
    expect(event).toMatchObject({ name: 'KEY_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN', user_id: null });
    expect(JSON.stringify(event)).not.toContain('who-must-not-be-known');
    const [{ count }] = await server.database.dataSource.query<[{ count: number }]>(
      "SELECT count(*) AS count FROM profile WHERE user_id = 'who-must-not-be-known'",
    );
    expect(count).toBe(0);
  });

  it('is refused to a stateless token whatever the body looks like', async () => {
    const headers = { authorization: `Bearer ${await world.statelessToken()}` };
    for (const json of [{}, { profile_id: 7 }, []]) {
      expectRefusal(
        await send('POST', server.url + PATHS.mobileEnrollment, { headers, json }),
        403,
        'stateless_access_token',
      );
    }
    expectRefusal(
      await send('POST', server.url + PATHS.mobileEnrollment, { headers, form: { a: 'b' } }),
      403,
      'stateless_access_token',
    );
  });

  it('needs a bearer token', async () => {
    const reply = await send('POST', server.url + PATHS.mobileEnrollment, { json: {} });
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['unknown', 'A'.repeat(64)],
    ['no token at all', 'nonsense'],
  ])('with a token that is %s is 401', async (_, token) => {
    const reply = await (await world.device(token)).enrol('123EXI', 'Phone');
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect((await lastEvent('KEY_ENROLLMENT%')).name).toBe('KEY_ENROLLMENT_FAILURE_INVALID_TOKEN');
  });

  it('with an expired token is 401', async () => {
    const device = await world.device((await world.person()).accessToken);
    await server.clock.later(901, async () => {
      expectRefusal(await device.enrol('123EXI', 'Phone'), 401, 'invalid_token');
    });
  });

  it.each(['IMPLICIT_AUTHENTICATION', 'CLIENT_CREDENTIALS'])('with a token of type %s is 403', async (type) => {
    const person = await world.person();
    await server.database.dataSource.query('UPDATE access_token SET type = $1 WHERE client_id = $2', [
      type,
      person.app.clientId,
    ]);
    const reply = await (await world.device(person.accessToken)).enrol('123EXI', 'Phone');
    expectRefusal(reply, 403, 'insufficient_scope');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
  });

  it('is refused while the application’s switch is off', async () => {
    const application = await server.given.mobileApplication(world.provider);
    const person = await world.person({ application });
    expectRefusal(await (await world.device(person.accessToken)).enrol('123EXI', 'Phone'), 400, 'unauthorized_client');
    expect((await lastEvent('KEY_ENROLLMENT%')).name).toBe('KEY_ENROLLMENT_FAILURE_DISABLED');
  });

  it.each([
    ['another profile', { profile_id: 'OTHER1' }],
    ['a malformed profile', { profile_id: 'x' }],
    ['no name', { device_name: ' ' }],
    ['no key', { public_key: undefined }],
    ['an RSA key', { public_key: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }],
    ['a point off the curve', { public_key: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }],
    ['a private key', { public_key: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' } }],
  ])('with %s is 400', async (_, changes) => {
    const { accessToken } = await world.person();
    const { publicJwk } = await DeviceKey.generate();
    const reply = await send('POST', server.url + PATHS.mobileEnrollment, {
      headers: { authorization: `Bearer ${accessToken}` },
      json: { profile_id: '123EXI', device_name: 'Phone', public_key: publicJwk, ...changes },
    });
    expectRefusal(reply, 400, 'invalid_request');
    expect((await lastEvent('KEY_ENROLLMENT%')).name).toBe('KEY_ENROLLMENT_FAILURE_INVALID_REQUEST');
  });

  it('a second time replaces the device, and ends what the first was asked', async () => {
    const owner = await world.enrolledPerson();
    const asked = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const [pending] = (await owner.device.pending()).body.transactions;
    const second = new AuthenticationDevice(server.url, await DeviceKey.generate(), owner.accessToken);
    const enrolled = (await second.enrol('123EXI', 'New key')).body;
    expect(enrolled.device_id).not.toBe(owner.enrolled.device_id);
    expect((await second.pending()).body).toEqual({ transactions: [] });
    expectRefusal(await second.answer(pending!, true), 400, 'invalid_transaction');
    expect(await world.portal.result(asked.transaction_id)).toMatchObject({ is_authenticated: false });
    expect((await world.portal.enabled(owner.userId)).enabled[0]!.apps_enrolled_for_push).toHaveLength(1);
  });
});

describe('Push enrolment', () => {
  it('keeps where the device is woken, unreadable in the database', async () => {
    const owner = await world.enrolledPerson();
    const reply = await owner.device.enrolPush(owner.enrolled.device_id, 'the-address-of-this-phone');
    expect(reply.status).toBe(200);
    expect(EnrolledDevice.parse(reply.body)).toEqual({ ...owner.enrolled, push_enabled: true });
    const rows = await server.database.dataSource.query<{ sealed_push_token: Buffer }[]>('SELECT * FROM mobile_device');
    const kept = rows.map((row) => Buffer.from(row.sealed_push_token ?? []).toString('latin1'));
    expect(kept.some((text) => text.length > 20)).toBe(true);
    expect(kept.join()).not.toContain('the-address-of-this-phone');
  });

  it('is refused to a stateless token', async () => {
    const device = await world.device(await world.statelessToken());
    expectRefusal(await device.enrolPush(crypto.randomUUID(), 'token'), 403, 'stateless_access_token');
    expect((await lastEvent('PUSH_ENROLLMENT%')).name).toBe('PUSH_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN');
  });

  it('needs the device key to be enrolled first', async () => {
    const device = await world.device((await world.person()).accessToken);
    expectRefusal(await device.enrolPush(crypto.randomUUID(), 'token'), 404, 'not_found');
    expect((await lastEvent('PUSH_ENROLLMENT%')).name).toBe('PUSH_ENROLLMENT_FAILURE_KEYS_NOT_EXCHANGED');
  });

  it('of somebody else’s device is refused like one that is not there', async () => {
    const [owner, other] = [await world.enrolledPerson(), await world.enrolledPerson()];
    expectRefusal(await other.device.enrolPush(owner.enrolled.device_id, 'mine now'), 404, 'not_found');
  });

  it('with a bad token is 401, and noted', async () => {
    const device = await world.device('A'.repeat(64));
    expectRefusal(await device.enrolPush(crypto.randomUUID(), 'token'), 401, 'invalid_token');
    expect((await lastEvent('PUSH_ENROLLMENT%')).name).toBe('PUSH_ENROLLMENT_FAILURE_INVALID_ACCESS_TOKEN');
  });
});

describe('A question to a person', () => {
  it('is put by a portal, answered on the device and read by the portal', async () => {
    const owner = await world.enrolledPerson();
    const asked = await world.portal.ask({
      user_id: owner.userId,
      message: 'Sign “Vertrag 7”?\nPage 1',
      signing_data: 'sha256:0815',
      callback_uri: 'https://portal.example/callback',
    });
    expect(asked).toMatchObject({
      auth_method: 'PUSH',
      time_to_live: 300_000,
      device: { name: 'Phone', platform: 'ios' },
    });
    expect(await world.portal.result(asked.transaction_id)).toMatchObject({
      is_authenticated: false,
      used_authentication_attempts: 0,
      user_id: owner.userId,
      callback_uri: 'https://portal.example/callback',
    });
    const [pending] = PendingTransactions.parse((await owner.device.pending()).body).transactions;
    expect(pending).toMatchObject({
      transaction_id: asked.transaction_id,
      message: 'Sign “Vertrag 7”?\nPage 1',
      signing_data: 'sha256:0815',
    });
    expect((await owner.device.answer(pending!, true)).body).toEqual({
      transaction_id: asked.transaction_id,
      is_authenticated: true,
    });
    const result = await world.portal.result(asked.transaction_id);
    expect(result).toMatchObject({ is_authenticated: true, signature_verified: true, used_authentication_attempts: 1 });
    expect(result).not.toHaveProperty('not_authenticated_reason');
    await expectProof(result, signedText(pending!, true));
    expect((await owner.device.pending()).body).toEqual({ transactions: [] });
    expect(await lastEvent('MOBILE_AUTH%')).toMatchObject({ name: 'MOBILE_AUTH_AUTHENTICATED', user_id: owner.userId });
  });

  /** Whoever has the result can verify it again, without this server. */
  async function expectProof(result: { signature?: string; user_public_key?: object }, text: string): Promise<void> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('jwk', result.user_public_key!, algorithm, false, ['verify']);
    const signature = Buffer.from(result.signature!, 'base64url');
    expect(await crypto.subtle.verify(algorithm, key, signature, new TextEncoder().encode(text))).toBe(true);
  }

  it('can be refused, which is a signed answer as well', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const [pending] = (await owner.device.pending()).body.transactions;
    expect((await owner.device.answer(pending!, false)).body).toEqual({ transaction_id, is_authenticated: false });
    expect(await world.portal.result(transaction_id)).toMatchObject({
      is_authenticated: false,
      signature_verified: true,
      not_authenticated_reason: { reason: 'not_accepted' },
    });
    expect((await lastEvent('MOBILE_AUTH%')).name).toBe('MOBILE_AUTH_NOT_AUTHENTICATED');
  });

  it('cannot be read in the database, and is forgotten with the answer', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id: id } = await world.portal.ask({
      user_id: owner.userId,
      message: 'a very private question',
    });
    const read = () => server.database.dataSource.query('SELECT * FROM authentication_transaction WHERE id = $1', [id]);
    const [waiting] = await read();
    expect(Buffer.from(waiting.sealed_question as Buffer).toString('latin1')).not.toContain('private');
    const [pending] = (await owner.device.pending()).body.transactions;
    await owner.device.answer(pending!, true);
    expect((await read())[0]).toMatchObject({ sealed_question: null, outcome: 'accepted' });
  });

  it('is answered exactly once, however many answers come at the same time', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id: id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const [pending] = (await owner.device.pending()).body.transactions;
    const answers = await Promise.all([true, false, true, false].map((yes) => owner.device.answer(pending!, yes)));
    const taken = answers.filter(({ status }) => status === 200);
    expect(taken).toHaveLength(1);
    for (const reply of answers) if (reply !== taken[0]) expectRefusal(reply, 400, 'invalid_transaction');
    expect((await world.portal.result(id)).is_authenticated).toBe(taken[0]!.body.is_authenticated);
  });

  it('expires, and nothing of it is left in the end', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id: id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const [pending] = (await owner.device.pending()).body.transactions;
    await server.clock.later(301, async () => {
      expect((await owner.device.pending()).body).toEqual({ transactions: [] });
      expectRefusal(await owner.device.answer(pending!, true), 400, 'invalid_transaction');
      expect(await world.portal.result(id)).toMatchObject({ not_authenticated_reason: { reason: 'expired' } });
    });
    const left = 'SELECT count(*) AS count FROM authentication_transaction WHERE id = $1';
    await server.store.expiry.sweep(server.clock.now() + 1199);
    expect(await server.database.dataSource.query(left, [id])).toEqual([{ count: 1 }]);
    await server.store.expiry.sweep(server.clock.now() + 1201);
    expect(await server.database.dataSource.query(left, [id])).toEqual([{ count: 0 }]);
  });
});

describe('An answer', () => {
  async function asked() {
    const owner = await world.enrolledPerson();
    const { transaction_id: id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const [pending] = (await owner.device.pending()).body.transactions;
    const send_ = (json: unknown, token = owner.accessToken) =>
      send('POST', server.url + PATHS.mobileTransaction(id), { headers: { authorization: `Bearer ${token}` }, json });
    return { owner, id, pending: pending!, answer: send_ };
  }

  it.each([
    ['of another key', async () => (await DeviceKey.generate()).sign('x')],
    ['of nothing', async () => 'A'.repeat(86)],
  ])('with a signature %s is refused, and the right one is still taken', async (_, wrong) => {
    const { owner, id, pending, answer } = await asked();
    expectRefusal(await answer({ accepted: true, signature: await wrong() }), 400, 'invalid_request');
    expect((await lastEvent('MOBILE_AUTH%')).name).toBe('MOBILE_AUTH_NOT_AUTHENTICATED_INVALID_SIGNATURE');
    expect((await owner.device.answer(pending, true)).status).toBe(200);
    expect(await world.portal.result(id)).toMatchObject({ is_authenticated: true, used_authentication_attempts: 2 });
  });

  it('cannot be turned into the other one', async () => {
    const { owner, pending, answer } = await asked();
    const refusal = await owner.device.key.sign(signedText(pending, false));
    expectRefusal(await answer({ accepted: true, signature: refusal }), 400, 'invalid_request');
  });

  it.each([
    ['identifier', { transaction_id: crypto.randomUUID() }],
    ['message', { message: 'Pay 13 euro?' }],
    ['time', { timestamp: 1 }],
    ['signing data', { signing_data: 'x' }],
  ])('that signs another %s is refused', async (_, changes) => {
    const { owner, pending, answer } = await asked();
    const signature = await owner.device.key.sign(signedText({ ...pending, ...changes }, true));
    expectRefusal(await answer({ accepted: true, signature }), 400, 'invalid_request');
  });

  it('may be wrong so often and no more, also all at once', async () => {
    const { owner, id, pending, answer } = await asked();
    const wrong = { accepted: true, signature: 'A'.repeat(86) };
    const replies = await Promise.all(Array.from({ length: 12 }, () => answer(wrong)));
    expect(replies.filter(({ body }) => (body as { error: string }).error === 'invalid_request')).toHaveLength(5);
    expectRefusal(await owner.device.answer(pending, true), 400, 'invalid_transaction');
    expect(await world.portal.result(id)).toMatchObject({
      is_authenticated: false,
      used_authentication_attempts: 5,
      not_authenticated_reason: { reason: 'invalid_answer' },
    });
  });

  it('of another person’s device is refused, and does not count', async () => {
    const { id, pending } = await asked();
    const other = await world.enrolledPerson();
    expectRefusal(await other.device.answer(pending, true), 400, 'invalid_transaction');
    expect((await world.portal.result(id)).used_authentication_attempts).toBe(0);
  });

  it('of another profile on the same device is refused', async () => {
    const { owner, pending } = await asked();
    const second = await world.enrolledPerson({ app: owner.app, profileId: 'OTHER1', userId: `${owner.userId}-b` });
    const sameKey = new AuthenticationDevice(server.url, owner.device.key, second.accessToken);
    expectRefusal(await sameKey.answer(pending, true), 400, 'invalid_transaction');
  });

  it('with a stateless token is refused', async () => {
    const { answer } = await asked();
    const reply = await answer({ accepted: true, signature: 'A'.repeat(86) }, await world.statelessToken());
    expectRefusal(reply, 403, 'stateless_access_token');
  });

  it('that is malformed is 400', async () => {
    const { answer } = await asked();
    for (const body of [{}, { accepted: 'yes', signature: 'A'.repeat(86) }, { accepted: true, signature: 'MEQ=' }]) {
      expectRefusal(await answer(body), 400, 'invalid_request');
    }
  });

  it.each([crypto.randomUUID(), 'nonsense'])('to a transaction %s that is not there is refused', async (id) => {
    const { accessToken } = await world.enrolledPerson();
    const reply = await send('POST', server.url + PATHS.mobileTransaction(id), {
      headers: { authorization: `Bearer ${accessToken}` },
      json: { accepted: true, signature: 'A'.repeat(86) },
    });
    expectRefusal(reply, 400, 'invalid_transaction');
  });
});

describe('A portal', () => {
  it.each([
    ['an unknown type', { type: 'otp' }, 404, 'not_found', 'PUSH_AUTH_INIT_FAILURE_AUTH_METHOD_NOT_AVAILABLE'],
    ['an unknown user', { user_id: 'nobody' }, 404, 'not_found', 'PUSH_AUTH_INIT_FAILURE_NO_PUSH_ENROLLMENT'],
    [
      'another device',
      { device_id: crypto.randomUUID() },
      404,
      'not_found',
      'PUSH_AUTH_INIT_FAILURE_NO_PUSH_ENROLLMENT',
    ],
    ['no type', { type: '' }, 400, 'invalid_request', 'MOBILE_AUTH_INIT_FAILURE_INVALID_REQ'],
    ['no user', { user_id: '' }, 400, 'invalid_request', 'MOBILE_AUTH_INIT_FAILURE_INVALID_REQ'],
    ['no message', { message: '' }, 400, 'invalid_request', 'MOBILE_AUTH_INIT_FAILURE_INVALID_REQ'],
    ['a long message', { message: 'x'.repeat(156) }, 400, 'invalid_request', 'MOBILE_AUTH_INIT_FAILURE_INVALID_REQ'],
    [
      'a callback that is no URL',
      { callback_uri: 'javascript:x' },
      400,
      'invalid_request',
      'MOBILE_AUTH_INIT_FAILURE_INVALID_REQ',
    ],
  ])('with %s is refused', async (_, changes, status, code, event) => {
    const { userId } = await world.enrolledPerson();
    const form = { type: 'push', user_id: userId, ...QUESTION, ...changes };
    expectRefusal(await world.portal.request(form), status, code);
    expect((await events('%_AUTH_INIT_FAILURE%')).at(-1)!.name).toBe(event);
  });

  it('without credentials is 401 with a challenge, without the scope 403', async () => {
    const reply = await world.portal.request({ type: 'push' }, {});
    expectRefusal(reply, 401, 'invalid_client');
    expect(reply.headers.get('www-authenticate')).toContain('Basic');
    const other = await server.given.resourceServer();
    expectRefusal(
      await world.portal.request({ type: 'push' }, { authorization: other.basic }),
      403,
      'insufficient_scope',
    );
  });

  it('finds nobody while the application’s switch is off', async () => {
    const owner = await world.enrolledPerson();
    const parameters = { identifier: world.application.identifier };
    const turn = async (mobile_authentication: boolean) => {
      const { etag } = await server.admin.call('readApplication', { parameters });
      await server.admin.call('updateApplication', {
        parameters,
        body: { user_authentication: { mobile_authentication } },
        ifMatch: etag,
      });
    };
    await turn(false);
    expectRefusal(await world.portal.request({ type: 'push', user_id: owner.userId, ...QUESTION }), 404, 'not_found');
    expect((await lastEvent('PUSH_AUTH_INIT%')).name).toBe('PUSH_AUTH_INIT_FAILURE_DISABLED');
    expect(await world.portal.enabled(owner.userId)).toEqual({ enabled: [] });
    expectRefusal(await owner.device.pending(), 400, 'unauthorized_client');
    await turn(true);
    expect((await world.portal.ask({ user_id: owner.userId, ...QUESTION })).device.name).toBe('Phone');
  });

  it('sees only people of the applications it is linked to', async () => {
    const owner = await world.enrolledPerson();
    const other = await server.given.mobileApplication(world.provider);
    const foreign = await MobileWorld.portal(server, [other.identifier]);
    const linked = await MobileWorld.portal(server, [world.application.identifier]);
    expectRefusal(await foreign.request({ type: 'push', user_id: owner.userId, ...QUESTION }), 404, 'not_found');
    expect(await foreign.enabled(owner.userId)).toEqual({ enabled: [] });
    expect(await linked.enabled(owner.userId)).not.toEqual({ enabled: [] });
  });

  it('reads only the results of its own questions', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id: id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const other = await MobileWorld.portal(server);
    expectRefusal(await other.get(PATHS.authenticationResult(id)), 404, 'not_found');
    expectRefusal(await world.portal.get(PATHS.authenticationResult('nonsense')), 404, 'not_found');
    expect((await lastEvent('PUSH_AUTH_TRANSACTION%')).name).toBe('PUSH_AUTH_TRANSACTION_NOT_RETRIEVED');
  });

  it('names the device where a person has several, and learns of them beforehand', async () => {
    const phone = await world.enrolledPerson();
    const tablet = await world.enrolledPerson({ userId: phone.userId });
    expectRefusal(
      await world.portal.request({ type: 'push', user_id: phone.userId, ...QUESTION }),
      400,
      'invalid_request',
    );
    expect((await lastEvent('PUSH_AUTH_INIT%')).name).toBe('PUSH_AUTH_INIT_FAILURE_MISSING_DEVICE_ID');
    const [{ apps_enrolled_for_push: devices } = { apps_enrolled_for_push: [] }] = (
      await world.portal.enabled(phone.userId)
    ).enabled;
    expect(devices.map((entry) => entry.device_id).sort()).toEqual(
      [phone.enrolled.device_id, tablet.enrolled.device_id].sort(),
    );
    await world.portal.ask({ user_id: phone.userId, device_id: tablet.enrolled.device_id, ...QUESTION });
    expect((await phone.device.pending()).body.transactions).toHaveLength(0);
    expect((await tablet.device.pending()).body.transactions).toHaveLength(1);
  });

  it('learns whether a device can be asked', async () => {
    const owner = await world.enrolledPerson();
    expect(await world.portal.enabledOn(owner.userId, owner.enrolled.device_id)).toEqual({ enabled: ['push'] });
    expect(await world.portal.enabledOn(owner.userId, 'nonsense')).toEqual({ enabled: [] });
    expect(await world.portal.enabledOn('nobody', owner.enrolled.device_id)).toEqual({ enabled: [] });
  });

  it('cannot wear a person down with questions', async () => {
    const owner = await world.enrolledPerson();
    for (let i = 0; i < 5; i += 1) await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const reply = await world.portal.request({ type: 'push', user_id: owner.userId, ...QUESTION });
    expectRefusal(reply, 429, 'temporarily_unavailable');
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('What is left', () => {
  it('when an installation is deleted: neither device nor question', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id: id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: owner.app.clientId } });
    expectRefusal(await owner.device.pending(), 401, 'invalid_token');
    expectRefusal(await world.portal.get(PATHS.authenticationResult(id)), 404, 'not_found');
    const rows = await server.database.dataSource.query('SELECT 1 FROM mobile_device WHERE id = $1', [
      owner.enrolled.device_id,
    ]);
    expect(rows).toEqual([]);
  });
});
