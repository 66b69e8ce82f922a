import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** A registration whose script returns this user. */
async function registered(user: string) {
  const complete = `function execute() {\n  return { status: 2000, user: ${user} };\n}`;
  const provider = await server.given.provider({ scripts: { complete } });
  const application = await server.given.mobileApplication(provider);
  const app = await server.given.appInstance(application);
  const reply = await app.complete(provider.identifier, { profile_id: '123EXI', scope: ['openid', 'profile'] });
  return { identifier: provider.identifier, reply };
}

describe('What a script says of a person', () => {
  it.each([
    ['a text', '"Delft"', 'Delft'],
    ['nothing, by null', 'null', null],
    ['what has nothing within', '{ street: null }', { street: null }],
    ['a list', '[1, "a", false]', [1, 'a', false]],
    ['a moment', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
  ])('is told as it is, by introspection, userinfo and ID token: %s', async (_, text, kept) => {
    const { reply } = await registered(`{ id: 'a person', city: ${text} }`);
    expect(reply.status).toBe(200);
    const { access_token, id_token } = reply.body.oauth_token!;
    const known = await (await server.given.resourceServer()).introspect(access_token);
    expect(known).toMatchObject({ sub: 'a person', user_details: { city: kept } });
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await send('GET', server.url + PATHS.userInfo, { headers })).body).toMatchObject({ city: kept });
    expect(decodeJwt(id_token!)).toMatchObject({ sub: 'a person', city: kept });
  });

  it.each([
    ['a value that JSON has not', `{ id: 'a', city: NaN }`, { outcome: 'failed', error: 'TypeError', line: 2 }],
    ['a member that is undefined', `{ id: 'a', city: undefined }`, { outcome: 'failed', error: 'TypeError', line: 2 }],
    ['a function', `{ id: 'a', city: () => 1 }`, { outcome: 'failed', error: 'TypeError', line: 2 }],
    ['a Map', `{ id: 'a', city: new Map([['a', 1]]) }`, { outcome: 'failed', error: 'TypeError', line: 2 }],
    ['a Promise', `{ id: 'a', city: Promise.resolve(1) }`, { outcome: 'failed', error: 'TypeError', line: 2 }],
    ['a name of all objects', `{ id: 'a', constructor: { a: 1 } }`, { outcome: 'failed', error: 'TypeError', line: 2 }],
    [
      'an identifier that is no subject',
      `{ id: 'Zoë' }`,
      {
        outcome: 'invalid_result',
        error: 'user.id is no text of 1 to 255 printable ASCII characters without blanks at its ends',
      },
    ],
  ])('is refused whole where it holds %s, and the console shows why', async (_, user, failure) => {
    const { reply, identifier } = await registered(user);
    expectRefusal(reply, 500, 'server_error');
    const { failures } = await server.admin.call('readScriptActivity', { parameters: { identifier } });
    expect(failures).toEqual([expect.objectContaining(failure)]);
  });
});
