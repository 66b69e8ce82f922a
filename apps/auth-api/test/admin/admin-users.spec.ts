import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import type { MobileApp } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { answerAcross } from '../support/held-requests.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** The person is whoever the app says. */
const WHO_I_AM = "function execute(payload) { return { status: 2000, user: { id: payload, firstName: 'John' } }; }";

async function world() {
  const provider = await server.given.provider({ scripts: { complete: WHO_I_AM } });
  const application = await server.given.mobileApplication(provider, {
    user_authentication: { stateless_authentication: true, refresh_tokens: true },
  });
  const app = await server.given.appInstance(application);
  const register = async (person: string, from: MobileApp = app, changes: object = {}) => {
    const reply = await from.complete(provider.identifier, { data: person, profile_id: '123EXI', ...changes });
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return reply.body.oauth_token!;
  };
  return { provider, application, app, register, resourceServer: await server.given.resourceServer() };
}

const read = (id: string) => server.admin.request('readUser', { parameters: { id } });
const users = (id: string) =>
  server.database.dataSource.query<unknown[]>('SELECT attributes FROM registered_user WHERE user_id = $1', [id]);

describe('A person with a profile', () => {
  it('is found by exactly the identifier, with every profile', async () => {
    const { app, application, provider, register } = await world();
    await register('anna');
    const second = await server.given.appInstance(application);
    await register('anna', second, { profile_id: 'ABCDEF' });
    const user = await server.admin.call('readUser', { parameters: { id: 'anna' } });
    expect(user.id).toBe('anna');
    expect(user.profiles).toHaveLength(2);
    expect(user.profiles).toContainEqual(
      expect.objectContaining({
        client_id: app.clientId,
        application: application.identifier,
        identity_provider: provider.identifier,
        profile_id: '123EXI',
        scopes: ['profile'],
      }),
    );
    expect(user.profiles.map((profile) => profile.client_id)).toContain(second.clientId);
  });

  it('is looked up with an event that tells who looked, and not for whom', async () => {
    const { register } = await world();
    await register('looked-up-person');
    await read('looked-up-person');
    await read('nobody-of-this-name');
    const { items } = await server.admin.call('listEvents', { query: { name: 'ADMIN_USER_LOOKED_UP', limit: '2' } });
    expect(items).toHaveLength(2);
    for (const event of items) {
      expect(event).toMatchObject({ admin: 'admin@example.com' });
      for (const member of ['user_id', 'client_id', 'application', 'identity_provider', 'details']) {
        expect(event).not.toHaveProperty(member);
      }
      expect(JSON.stringify(event)).not.toMatch(/looked-up-person|nobody-of-this-name/);
    }
  });

  it('is not found by anything less or more', async () => {
    const { register } = await world();
    await register('johanna');
    expect((await read('johanna')).status).toBe(200);
    for (const id of ['johann', 'johannas', 'JOHANNA', 'johanna ', '%', 'joh%']) {
      expectRefusal(await read(id), 404, 'not_found');
    }
  });

  it.each(['with/slash', 'with space', 'jane+%41@example.com', '~'.repeat(255)])(
    'is found whatever characters the identifier holds: %s',
    async (id) => {
      const { register } = await world();
      await register(id);
      expect((await server.admin.call('readUser', { parameters: { id } })).id).toBe(id);
    },
  );
});

describe('A person who passed statelessly', () => {
  it('is nowhere: searching finds nothing', async () => {
    const { register, resourceServer } = await world();
    const token = await register('stateless-person', undefined, { grant_type: STATELESS_AUTHENTICATION_GRANT });
    expect(await resourceServer.introspect(token.access_token)).toMatchObject({
      active: true,
      sub: 'stateless-person',
    });
    expectRefusal(await read('stateless-person'), 404, 'not_found');
    expect(await users('stateless-person')).toEqual([]);
  });

  it('is not written down by being searched for', async () => {
    await read('searched-person');
    expect(JSON.stringify(server.log)).not.toContain('searched-person');
    const noted = await server.database.dataSource.query<unknown[]>(
      `SELECT 1 FROM event WHERE event::text LIKE '%searched-person%'`,
    );
    expect(noted).toEqual([]);
  });
});

describe('Disconnecting', () => {
  const disconnect = (id: string, profile: string) =>
    server.admin.request('disconnectProfile', { parameters: { id, profile } });
  const profilesOf = async (id: string) => (await server.admin.call('readUser', { parameters: { id } })).profiles;

  it('ends the tokens of that profile and of no other', async () => {
    const { application, app, register, resourceServer } = await world();
    const one = await register('bert');
    const other = await register('bert', await server.given.appInstance(application));
    const profile = (await profilesOf('bert')).find((entry) => entry.client_id === app.clientId)!;
    expect((await disconnect('bert', profile.id)).status).toBe(204);
    expect(await resourceServer.introspect(one.access_token)).toEqual({ active: false });
    expect((await resourceServer.introspect(other.access_token)).active).toBe(true);
    const left = await server.database.dataSource.query<unknown[]>('SELECT 1 FROM refresh_token WHERE profile = $1', [
      profile.id,
    ]);
    expect(left).toEqual([]);
    expect(await profilesOf('bert')).toHaveLength(1);
  });

  it('leaves the client its credentials, and the person may register anew', async () => {
    const { register } = await world();
    await register('clara');
    const [profile] = await profilesOf('clara');
    await disconnect('clara', profile!.id);
    expectRefusal(await read('clara'), 404, 'not_found');
    await register('clara');
    expect(await profilesOf('clara')).toHaveLength(1);
  });

  describe('where codes are out', () => {
    const WHO = { scripts: { complete: WHO_I_AM } };
    const codes = (clientId: string) =>
      server.database.dataSource.query<{ person: Buffer | null }[]>(
        'SELECT person FROM authorization_code WHERE client_id = $1 AND redeemed_at IS NULL',
        [clientId],
      );

    /** Two clients, each with a profile of one person. */
    async function twoClients(person: string) {
      const provider = await server.given.provider(WHO);
      const [{ client }, { client: other }] = [
        await clientOfWeb(server, { provider }),
        await clientOfWeb(server, { provider }),
      ];
      for (const each of [client, other]) await each.exchange(await signIn(server, each, person));
      const profile = (await profilesOf(person)).find((entry) => entry.client_id === client.clientId)!;
      return { client, other, end: () => disconnect(person, profile.id) };
    }

    it('ends those of that person at that client, agreed to or not, and no others', async () => {
      const { client, other, end } = await twoClients('frida');
      const code = await signIn(server, client, 'frida');
      const consent = await (await new Browser(server.url).open(client.request())).send('answer', { data: 'frida' });
      const spared = [
        [client, await signIn(server, client, 'gustav')],
        [other, await signIn(server, other, 'frida')],
      ] as const;
      expect((await end()).status).toBe(204);
      expectRefusal(await client.exchange(code), 400, 'invalid_grant');
      expect((await consent.send('consent')).status).toBe(400);
      expect(await profilesOf('frida')).toMatchObject([{ client_id: other.clientId }]);
      for (const [each, left] of spared) expect((await each.exchange(left)).status).toBe(200);
      // Whoever comes again is let in again.
      expect((await client.exchange(await signIn(server, client, 'frida'))).status).toBe(200);
    });

    it('refuses one whose exchange was about to be stored', async () => {
      const { client, end } = await twoClients('hanna');
      const code = await signIn(server, client, 'hanna');
      expectRefusal(await answerAcross(server, () => client.exchange(code), end), 400, 'invalid_grant');
      expect((await profilesOf('hanna')).map((profile) => profile.client_id)).not.toContain(client.clientId);
    });

    it('finds them by what tells nobody whose they are, and nothing once they are used', async () => {
      const { client, other } = await twoClients('ida');
      const code = await signIn(server, client, 'ida');
      await signIn(server, other, 'ida');
      const [one] = await codes(client.clientId);
      expect(one!.person).toHaveLength(32);
      expect(await codes(other.clientId)).not.toContainEqual(one);
      await client.exchange(code);
      const used = await server.database.dataSource.query<unknown[]>(
        'SELECT 1 FROM authorization_code WHERE client_id = $1 AND person IS NOT NULL',
        [client.clientId],
      );
      expect(used).toEqual([]);
    });
  });

  it('the last profile forgets the person, and so does deleting the installation', async () => {
    const { app, register } = await world();
    await register('dora');
    expect(await users('dora')).toEqual([{ attributes: { firstName: 'John' } }]);
    const [profile] = await profilesOf('dora');
    await disconnect('dora', profile!.id);
    expect(await users('dora')).toEqual([]);
    await register('dora');
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    expect(await users('dora')).toEqual([]);
  });

  it('a profile forgets nobody who has another one', async () => {
    const { application, register } = await world();
    await register('emil');
    await register('emil', await server.given.appInstance(application));
    const [profile] = await profilesOf('emil');
    await disconnect('emil', profile!.id);
    expect(await users('emil')).toHaveLength(1);
  });

  it.each([
    ['a profile that does not exist', 404, 'not_found', '00000000-0000-4000-8000-000000000000'],
    ['what is no profile identifier', 400, 'invalid_request', 'everything'],
  ])('is refused for %s', async (_, status, code, profile) => {
    expectRefusal(await disconnect('nobody', profile), status, code);
  });

  it('is refused for the profile of somebody else', async () => {
    const { register } = await world();
    await register('franz');
    const [profile] = await profilesOf('franz');
    expectRefusal(await disconnect('fritz', profile!.id), 404, 'not_found');
    expect(await profilesOf('franz')).toHaveLength(1);
  });

  it('is noted with the person, the client and who did it', async () => {
    const { app, application, register } = await world();
    await register('greta');
    const [profile] = await profilesOf('greta');
    await disconnect('greta', profile!.id);
    const rows = await server.database.dataSource.query<unknown[]>(
      `SELECT client_id, application, user_id, admin, details FROM event WHERE name = 'ADMIN_USER_REVOKED'
        AND user_id = 'greta'`,
    );
    expect(rows).toEqual([
      {
        client_id: app.clientId,
        application: application.identifier,
        user_id: 'greta',
        admin: 'admin@example.com',
        details: { profile_id: '123EXI' },
      },
    ]);
  });
});
