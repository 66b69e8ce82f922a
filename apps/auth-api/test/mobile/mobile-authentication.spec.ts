import { PATHS, PendingTransactions, signedText } from '@passant/contracts';
import { AuthenticationDevice, DeviceKey, send } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { before } from '../support/meanwhile.js';
import { MobileWorld } from '../support/mobile-world.js';

let server: AuthServer;
let world: MobileWorld;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await MobileWorld.create(server);
});
afterAll(() => server.close());

const QUESTION = { message: 'Pay 12 euro?' };

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
    expect(await world.lastEvent('MOBILE_AUTH%')).toMatchObject({
      name: 'MOBILE_AUTH_AUTHENTICATED',
      user_id: owner.userId,
    });
  });

  /** Anybody who has the result can verify it again, without this server. */
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
    expect((await world.lastEvent('MOBILE_AUTH%')).name).toBe('MOBILE_AUTH_NOT_AUTHENTICATED');
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
    await server.store.expiry.sweep(server.clock.now() + 1100);
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
    expect((await world.lastEvent('MOBILE_AUTH%')).name).toBe('MOBILE_AUTH_NOT_AUTHENTICATED_INVALID_SIGNATURE');
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

  it('of a device that made way for another while it answered is none', async () => {
    const owner = await world.enrolledPerson();
    const { transaction_id } = await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const [pending] = (await owner.device.pending()).body.transactions;
    before(server.app.get(Store).authenticationTransactions, 'conclude', async () => {
      expect((await (await world.device(owner.accessToken)).enrol('123EXI', 'New phone')).status).toBe(201);
    });
    expectRefusal(await owner.device.answer(pending!, true), 400, 'invalid_transaction');
    expect(await world.portal.result(transaction_id)).toMatchObject({ is_authenticated: false });
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
