import { PATHS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { before } from '../support/meanwhile.js';
import { type EnrolledOwner, MobileWorld } from '../support/mobile-world.js';
import { Portal } from '../support/portal.js';
import { changeApplication, changeProvider } from '../support/session-world.js';

let server: AuthServer;
let world: MobileWorld;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await MobileWorld.create(server);
});
afterAll(() => server.close());

const QUESTION = { message: 'Pay 12 euro?' };

/** What a person needs to answer on their device, off and on. */
const SWITCHES: Record<string, (world: MobileWorld, owner: EnrolledOwner, isOn: boolean) => Promise<unknown>> = {
  'its installation is disabled': (_, { app }, enabled) =>
    server.admin.call('updateAppInstallation', { parameters: { client_id: app.clientId }, body: { enabled } }),
  'its version is disabled': ({ application }, _, isOn) =>
    changeApplication(server, application, {
      versions: [{ platform: 'ios', version: '1.0', status: isOn ? 'LOGIN_ONLY' : 'DISABLED' }],
    }),
  'the provider is disabled': ({ provider }, _, enabled) => changeProvider(server, provider, { enabled }),
};

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
    expect((await world.events('%_AUTH_INIT_FAILURE%')).at(-1)!.name).toBe(event);
  });

  it('has no more questions wait for a device than may, however many are asked at once', async () => {
    const { userId } = await world.enrolledPerson();
    const form = { type: 'push', user_id: userId, ...QUESTION };
    const replies = await Promise.all(Array.from({ length: 20 }, () => world.portal.request(form)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([...Array(5).fill(200), ...Array(15).fill(429)]);
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
    expect((await world.lastEvent('PUSH_AUTH_INIT%')).name).toBe('PUSH_AUTH_INIT_FAILURE_DISABLED');
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
    expect((await world.lastEvent('PUSH_AUTH_TRANSACTION%')).name).toBe('PUSH_AUTH_TRANSACTION_NOT_RETRIEVED');
  });

  it('reads no result any more once the application is taken from it, and all again when it is given back', async () => {
    const owner = await world.enrolledPerson();
    const other = await server.given.mobileApplication(world.provider);
    const caller = await server.given.resourceServer({ scopes: ['onegini_api_mobile_authentication'] });
    const portal = new Portal(server.url, caller);
    const { transaction_id: id } = await portal.ask({ user_id: owner.userId, ...QUESTION });
    const limitTo = async (...applications: string[]) => {
      const parameters = { client_id: caller.clientId };
      await server.admin.call('updateApiClient', { parameters, body: { applications }, ifMatch: '*' });
    };
    await limitTo(other.identifier);
    expectRefusal(await portal.get(PATHS.authenticationResult(id)), 404, 'not_found');
    await limitTo(other.identifier, world.application.identifier);
    expect(await portal.result(id)).toMatchObject({ user_id: owner.userId });
  });

  it('names the device where a person has several, and learns of them beforehand', async () => {
    const phone = await world.enrolledPerson();
    const tablet = await world.enrolledPerson({ userId: phone.userId });
    expectRefusal(
      await world.portal.request({ type: 'push', user_id: phone.userId, ...QUESTION }),
      400,
      'invalid_request',
    );
    expect((await world.lastEvent('PUSH_AUTH_INIT%')).name).toBe('PUSH_AUTH_INIT_FAILURE_MISSING_DEVICE_ID');
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

  it.each(Object.keys(SWITCHES))(
    'learns that no device can be asked while %s, and that it can be again',
    async (name) => {
      const own = await MobileWorld.create(server);
      const owner = await own.enrolledPerson();
      const form = { type: 'push', user_id: owner.userId, ...QUESTION };
      await SWITCHES[name]!(own, owner, false);
      expectRefusal(await own.portal.request(form), 404, 'not_found');
      expect(await own.portal.enabled(owner.userId)).toEqual({ enabled: [] });
      expect(await own.portal.enabledOn(owner.userId, owner.enrolled.device_id)).toEqual({ enabled: [] });
      await SWITCHES[name]!(own, owner, true);
      expect((await own.portal.ask({ user_id: owner.userId, ...QUESTION })).device.name).toBe('Phone');
    },
  );

  it('finds nobody where the person went while it asked', async () => {
    const owner = await world.enrolledPerson();
    before(server.app.get(Store), 'transaction', () =>
      server.database.dataSource.query('DELETE FROM profile WHERE user_id = $1', [owner.userId]),
    );
    expectRefusal(
      await world.portal.request({ type: 'push', user_id: owner.userId, message: 'Sign?' }),
      404,
      'not_found',
    );
  });

  it('cannot wear a person down with questions', async () => {
    const owner = await world.enrolledPerson();
    for (let i = 0; i < 5; i += 1) await world.portal.ask({ user_id: owner.userId, ...QUESTION });
    const reply = await world.portal.request({ type: 'push', user_id: owner.userId, ...QUESTION });
    expectRefusal(reply, 429, 'temporarily_unavailable');
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
