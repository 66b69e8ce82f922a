import { DeviceKey, type Exchange } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { KeyPublisher } from '../support/key-publisher.js';
import { signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
let publisher: KeyPublisher;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' });
  publisher = await KeyPublisher.start();
}, 60_000);
afterAll(async () => {
  await server.close();
  await publisher.close();
});

/** An API client that publishes its keys at a URL of its own, and a function that authenticates with one of them. */
async function aClient(name: string, key: DeviceKey) {
  const { client_id } = await server.admin.call('createApiClient', {
    body: {
      name,
      scopes: ['onegini_api_events'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: publisher.uri(name),
    },
  });
  return async (by: DeviceKey = key): Promise<Exchange> => {
    const proof = await signed(by, client_id, server.issuer, server.clock.now());
    return tokenOf(server.url, proof, { grant_type: 'client_credentials' });
  };
}

/** More than may be fetched and queued at once. */
const CROWD = 80;

describe('While more addresses of clients are asked than the server allows', () => {
  it('known keys serve on, and whoever has none is told to come again', async () => {
    const [key, successor] = [await DeviceKey.generate(), await DeviceKey.generate()];
    const authenticate = await aClient('known', key);
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=60' });
    expect((await authenticate()).status).toBe(200);

    const crowd = await Promise.all(Array.from({ length: CROWD }, (_, index) => aClient(`crowd-${index}`, key)));
    const newcomer = await aClient('newcomer', key);
    publisher.handles(() => {});
    const waiting = crowd.map((ask) => ask());
    // Requests that exceed the queue are refused immediately.
    expectRefusal(await Promise.race(waiting), 503, 'temporarily_unavailable');
    expectRefusal(await newcomer(), 503, 'temporarily_unavailable');
    expect((await server.clock.later(90, () => authenticate())).status).toBe(200);
    // An unknown key may be a new one. As long as it cannot be looked up, it must not be called invalid.
    expectRefusal(await authenticate(successor), 503, 'temporarily_unavailable');

    await Promise.all(waiting);
    publisher.publishes([successor.publicJwk]);
    expect((await authenticate(successor)).status).toBe(200);
  }, 60_000);
});
