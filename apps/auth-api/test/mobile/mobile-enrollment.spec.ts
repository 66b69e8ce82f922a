import { EnrolledDevice, PATHS } from '@passant/contracts';
import { AuthenticationDevice, DeviceKey, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { MobileWorld } from '../support/mobile-world.js';

let server: AuthServer;
let world: MobileWorld;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await MobileWorld.create(server);
});
afterAll(() => server.close());

const QUESTION = { message: 'Pay 12 euro?' };

describe('Enrolment', () => {
  it('keeps the public key of a registered person’s device', async () => {
    const person = await world.person();
    const device = await world.device(person.accessToken);
    const reply = await device.enrol('123EXI', 'My phone');
    expect(reply.status).toBe(201);
    expectTokenHeaders(reply);
    expect(EnrolledDevice.parse(reply.body)).toMatchObject({ device_name: 'My phone', push_enabled: false });
    expect(await world.lastEvent('KEY_ENROLLMENT%')).toMatchObject({
      name: 'KEY_ENROLLMENT_SUCCESS',
      client_id: person.app.clientId,
    });
  });

  it('is refused to a stateless token, and noted without a word about the person', async () => {
    const device = await world.device(await world.statelessToken());
    expectRefusal(await device.enrol('123EXI', 'My phone'), 403, 'stateless_access_token');
    const event = await world.lastEvent('KEY_ENROLLMENT%');
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
    expect((await world.lastEvent('KEY_ENROLLMENT%')).name).toBe('KEY_ENROLLMENT_FAILURE_INVALID_TOKEN');
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
    expect((await world.lastEvent('KEY_ENROLLMENT%')).name).toBe('KEY_ENROLLMENT_FAILURE_DISABLED');
  });

  it.each([
    ['another profile', { profile_id: 'OTHER1' }],
    ['a malformed profile', { profile_id: 'x' }],
    ['no name', { device_name: ' ' }],
    ['a name of two lines', { device_name: 'My\nphone' }],
    ['a name of two lines, in Unicode', { device_name: 'My\u2028phone' }],
    ['a name that is written backwards', { device_name: 'My \u202enohp' }],
    ['a name that shows nothing', { device_name: '\u200d\u3164' }],
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
    expect((await world.lastEvent('KEY_ENROLLMENT%')).name).toBe('KEY_ENROLLMENT_FAILURE_INVALID_REQUEST');
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
    expect((await world.lastEvent('PUSH_ENROLLMENT%')).name).toBe('PUSH_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN');
  });

  it('needs the device key to be enrolled first', async () => {
    const device = await world.device((await world.person()).accessToken);
    expectRefusal(await device.enrolPush(crypto.randomUUID(), 'token'), 404, 'not_found');
    expect((await world.lastEvent('PUSH_ENROLLMENT%')).name).toBe('PUSH_ENROLLMENT_FAILURE_KEYS_NOT_EXCHANGED');
  });

  it('of somebody else’s device is refused like one that is not there', async () => {
    const [owner, other] = [await world.enrolledPerson(), await world.enrolledPerson()];
    expectRefusal(await other.device.enrolPush(owner.enrolled.device_id, 'mine now'), 404, 'not_found');
  });

  it('with a bad token is 401, and noted', async () => {
    const device = await world.device('A'.repeat(64));
    expectRefusal(await device.enrolPush(crypto.randomUUID(), 'token'), 401, 'invalid_token');
    expect((await world.lastEvent('PUSH_ENROLLMENT%')).name).toBe('PUSH_ENROLLMENT_FAILURE_INVALID_ACCESS_TOKEN');
  });
});
