import { setTimeout as pause } from 'node:timers/promises';
import { DeviceKey, type Exchange } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { KeyPublisher } from '../support/key-publisher.js';
import { signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
let publisher: KeyPublisher;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on', PASSANT_TRUSTED_PROXIES: '127.0.0.1' });
  publisher = await KeyPublisher.start();
});
afterAll(async () => {
  await server.close();
  await publisher.close();
});

/** An API client that publishes its keys at a URL of its own, and a function that authenticates with one of them. */
async function aClient(name: string, key: DeviceKey, jwks_uri = publisher.uri(name)) {
  const { client_id } = await server.admin.call('createApiClient', {
    body: {
      name,
      scopes: ['onegini_api_events'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri,
    },
  });
  return async (by: DeviceKey = key, from = '192.0.2.1'): Promise<Exchange> => {
    const { form } = await signed(by, client_id, server.issuer, server.clock.now());
    const proof = { headers: { 'x-forwarded-for': from }, form };
    return tokenOf(server.url, proof, { grant_type: 'client_credentials' });
  };
}

/** More than may be fetched and queued at once for one network. */
const CROWD = 24;

/** Asks again whenever there is no place, so that all places stay taken, until it is told to stop. */
class Crowd {
  private isOver = false;
  private readonly first: Promise<Exchange>[] = [];
  private readonly all: Promise<number>[];

  constructor(members: (() => Promise<Exchange>)[]) {
    this.all = members.map((ask) => this.insist(ask));
  }

  /** The answer that came first: of whoever found no place. */
  refusal(): Promise<Exchange> {
    return Promise.race(this.first);
  }

  /** The statuses of all, once everyone was served or refused for another reason. */
  end(): Promise<number[]> {
    return Promise.all(this.all);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.end();
  }

  private async insist(ask: () => Promise<Exchange>): Promise<number> {
    let reply = ask();
    this.first.push(reply);
    while ((await reply).status === 503 && !this.isOver) {
      await pause(20);
      reply = ask();
    }
    return (await reply).status;
  }
}

describe('While more addresses of clients are asked than the server allows', () => {
  it('known keys serve on, and whoever has none is told to come again', async () => {
    const [key, successor] = [await DeviceKey.generate(), await DeviceKey.generate()];
    const authenticate = await aClient('known', key);
    publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=60' });
    expect((await authenticate()).status).toBe(200);

    const crowd = await Promise.all(Array.from({ length: CROWD }, (_, index) => aClient(`crowd-${index}`, key)));
    const newcomer = await aClient('newcomer', key);
    publisher.handles(() => {});
    const waiting = new Crowd(crowd);
    // Requests that exceed the queue are refused immediately.
    expectRefusal(await waiting.refusal(), 503, 'temporarily_unavailable');
    // An unknown key may be a new one. As long as it cannot be looked up, it must not be called invalid.
    const refused = await Promise.all([newcomer(), authenticate(successor)]);
    for (const reply of refused) expectRefusal(reply, 503, 'temporarily_unavailable');
    expect((await server.clock.later(90, () => authenticate())).status).toBe(200);

    await waiting.stop();
    publisher.publishes([successor.publicJwk]);
    expect((await server.clock.later(180, () => authenticate(successor))).status).toBe(200);
  });
});

describe('The key sets of clients', () => {
  it('are asked for four at once of one network, whatever hosts they are at, and there is room for others', async () => {
    const key = await DeviceKey.generate();
    const most = publisher.answersSlowly(() => ({ keys: [key.publicJwk] }));
    const names = Array.from({ length: 12 }, (_, index) => `host-${index}`);
    const crowd = await Promise.all(names.map((name) => aClient(name, key, publisher.uriOnHost(name))));
    expect(await new Crowd(crowd).end()).toEqual(names.map(() => 200));
    expect(most()).toBeGreaterThan(1);
    expect(most()).toBeLessThanOrEqual(4);
  });

  it('are there for whoever comes from elsewhere while one network has all its places and waits for more', async () => {
    const key = await DeviceKey.generate();
    const isOfCrowd = (name = '') => name.startsWith('/silent');
    publisher.handles((request, response) => {
      if (isOfCrowd(request.url)) return;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key.publicJwk] }));
    });
    const names = Array.from({ length: CROWD }, (_, index) => `silent-${index}`);
    const crowd = await Promise.all(names.map((name) => aClient(name, key, publisher.uriOnHost(name))));
    const newcomer = await aClient('from-elsewhere', key, publisher.uriOnHost('from-elsewhere'));
    const waiting = new Crowd(crowd);
    expectRefusal(await waiting.refusal(), 503, 'temporarily_unavailable');
    expectRefusal(await newcomer(), 503, 'temporarily_unavailable');
    expect((await newcomer(key, '192.0.2.2')).status).toBe(200);
    await waiting.stop();
  });

  it('are not held back from whoever needs the same one as somebody who asked for too many', async () => {
    const key = await DeviceKey.generate();
    publisher.handles(() => {});
    const names = Array.from({ length: 4 }, (_, index) => `mute-${index}`);
    const crowd = await Promise.all(names.map((name) => aClient(name, key, publisher.uriOnHost(name))));
    const needed = await aClient('needed', key, publisher.uriOnHost('needed'));
    const silent = crowd.map((authenticate) => authenticate());
    while (publisher.requests < names.length) await pause(5);
    publisher.publishes([key.publicJwk]);
    const [held, joined] = [needed(), needed(key, '192.0.2.2')];
    expect((await joined).status).toBe(200);
    await Promise.all([held, ...silent]);
  });

  it('are asked for again for whoever has a new one, though strangers make up names of keys from elsewhere', async () => {
    await server.clock.standing(async () => {
      const [key, successor] = [await DeviceKey.generate(), await DeviceKey.generate()];
      const authenticate = await aClient('rotating', key);
      publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=3600' });
      expect((await authenticate()).status).toBe(200);
      expectRefusal(await authenticate(await DeviceKey.generate(), '192.0.2.3'), 401, 'invalid_client');
      publisher.publishes([successor.publicJwk], { 'cache-control': 'max-age=3600' });
      expect((await server.clock.later(2, () => authenticate(successor))).status).toBe(200);
    });
  });

  it('are asked for again every other second at most, from however many networks names of keys are made up', async () => {
    await server.clock.standing(async () => {
      const key = await DeviceKey.generate();
      const authenticate = await aClient('besieged', key);
      publisher.publishes([key.publicJwk], { 'cache-control': 'max-age=3600' });
      expect((await authenticate()).status).toBe(200);
      const stranger = await DeviceKey.generate();
      for (let network = 1; network <= 6; network += 1) {
        const ask = () => authenticate(stranger, `198.51.100.${network}`);
        expectRefusal(await server.clock.later(Math.floor(network / 4) * 2, ask), 401, 'invalid_client');
      }
      expect(publisher.requests).toBe(1 + 2);
    });
  });
});
