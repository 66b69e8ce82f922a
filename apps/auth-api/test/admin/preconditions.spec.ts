import { ADMIN_API_PATH, type AdminEndpointName } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { ECHO_SCRIPT } from '../support/given.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** Something that was created and then changed, so that its first ETag is stale. */
interface Changed {
  /** Of the changed resource, relative to the admin API. */
  path: string;
  past: string;
  now: string;
}

async function changed(
  path: string,
  update: AdminEndpointName,
  parameters: Record<string, string>,
  past: string,
  body: object,
): Promise<Changed> {
  const reply = await server.admin.request(update, { parameters, ifMatch: past, body });
  const { etag: now } = reply.body as { etag: string };
  expect({ status: reply.status, isNew: now !== past }).toEqual({ status: 200, isNew: true });
  return { path, past, now };
}

const name = 'another name';
const things: Record<string, () => Promise<Changed>> = {
  'an application': async () => {
    const { identifier, etag } = await server.given.mobileApplication(await server.given.provider());
    return changed(`/applications/${identifier}`, 'updateApplication', { identifier }, etag, { name });
  },
  'an identity provider': async () => {
    const { identifier, etag } = await server.given.provider();
    return changed(`/identity-providers/${identifier}`, 'updateIdentityProvider', { identifier }, etag, { name });
  },
  'an API client': async () => {
    const { client_id, etag } = await server.admin.call('createApiClient', {
      body: { name: 'a', scopes: ['onegini_api_token_introspection'] },
    });
    return changed(`/api-clients/${client_id}`, 'updateApiClient', { client_id }, etag, { name });
  },
  'a web client': async () => {
    const { identifier } = await server.given.webApplication(await server.given.provider());
    const { client_id, etag } = await server.admin.call('createWebClient', {
      body: { name: 'a', application: identifier },
    });
    return changed(`/web-clients/${client_id}`, 'updateWebClient', { client_id }, etag, { name });
  },
  'a scope': async () => {
    const identifier = `scope-${Math.trunc(performance.now() * 1000)}`;
    const { etag } = await server.admin.call('createScope', { body: { identifier, description: 'a' } });
    return changed(`/scopes/${identifier}`, 'updateScope', { identifier }, etag, { description: 'b' });
  },
  'a web hook': async () => {
    const { id, etag } = await server.admin.call('createWebHook', {
      body: { name: 'a', type: 'CUSTOMIZE_TOKEN', base_uri: 'https://hook.example' },
    });
    return changed(`/web-hooks/${id}`, 'updateWebHook', { id }, etag, { name });
  },
};

async function ask(method: string, path: string, ifMatch: string | undefined, json?: object): Promise<Exchange> {
  return send(method, server.url + ADMIN_API_PATH + path, {
    headers: {
      cookie: server.admin.cookie,
      'x-csrf-token': server.admin.csrfToken,
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(json === undefined ? {} : { json }),
  });
}

/** `If-Match` values that match no current version (RFC 9110 §13.1.1, and §8.8.3.2: weak tags never match). */
const stale = ({ past, now }: Changed) => [past, '"nothing"', `W/${now}`, `${past}, "7777"`, now.slice(1, -1)];

describe('A change under the condition that nothing changed meanwhile', () => {
  it.each(Object.keys(things))('does not delete %s that did, and deletes one that did not', async (kind) => {
    const one = await things[kind]!();
    for (const tag of stale(one)) expectRefusal(await ask('DELETE', one.path, tag), 412, 'precondition_failed');
    expect((await ask('GET', one.path, undefined)).body).toMatchObject({ etag: one.now });
    expect((await ask('DELETE', one.path, `${one.past}, ${one.now}`)).status).toBe(204);
    expectRefusal(await ask('DELETE', one.path, one.now), 404, 'not_found');
    const another = await things[kind]!();
    expect((await ask('DELETE', another.path, '*')).status).toBe(204);
    const third = await things[kind]!();
    expect((await ask('DELETE', third.path, undefined)).status).toBe(204);
  });

  it.each(['an API client', 'a web client'])('draws no other secret for %s that did', async (kind) => {
    const one = await things[kind]!();
    for (const tag of stale(one))
      expectRefusal(await ask('POST', `${one.path}/secret`, tag), 412, 'precondition_failed');
    const drawn = await ask('POST', `${one.path}/secret`, one.now);
    expect(drawn.status).toBe(200);
    expectRefusal(await ask('POST', `${one.path}/secret`, one.now), 412, 'precondition_failed');
    expect((await ask('POST', `${one.path}/secret`, undefined)).status).toBe(200);
  });

  it('leaves the scripts of a provider that did alone', async () => {
    const one = await things['an identity provider']!();
    const candidate = { scripts: { complete: ECHO_SCRIPT }, comment: '' };
    const begins = { version: 2, seconds: 60 };
    const requests: [string, string, object?][] = [
      ['POST', '/script-versions', candidate],
      ['PUT', '/shadow-run', begins],
      ['DELETE', '/shadow-run'],
    ];
    for (const [method, path, json] of requests) {
      for (const tag of stale(one)) {
        expectRefusal(await ask(method, one.path + path, tag, json), 412, 'precondition_failed');
      }
      const etag = ((await ask('GET', one.path, undefined)).body as { etag: string }).etag;
      expect((await ask(method, one.path + path, etag, json)).status).toBeLessThan(300);
    }
  });

  it.each(Object.keys(things))('takes any of several versions of %s, and the newest by a star', async (kind) => {
    const one = await things[kind]!();
    const body = { [kind === 'a scope' ? 'description' : 'name']: 'third' };
    for (const tag of stale(one)) expectRefusal(await ask('PATCH', one.path, tag, body), 412, 'precondition_failed');
    expectRefusal(await ask('PATCH', one.path, undefined, body), 428, 'precondition_required');
    expect((await ask('PATCH', one.path, `${one.past}, ${one.now}`, body)).status).toBe(200);
    expect((await ask('PATCH', one.path, '*', body)).status).toBe(200);
  });
});
