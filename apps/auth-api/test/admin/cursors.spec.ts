import { ADMIN_ENDPOINTS, type AdminEndpointName, type Endpoint } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';

let server: AuthServer;
let parameters: Record<string, string>;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  parameters = { identifier: (await server.given.provider()).identifier };
});
afterAll(() => server.close());

/** Every paginated list of the admin API. */
const LISTS = Object.entries(ADMIN_ENDPOINTS)
  .filter(
    ([, { method, query }]: [string, Endpoint]) =>
      method === 'GET' &&
      JSON.stringify(query?.toJSONSchema({ io: 'input', unrepresentable: 'any' }) ?? {}).includes('"cursor"'),
  )
  .map(([name]) => name as AdminEndpointName);

const inBase64 = (text: string) => Buffer.from(text).toString('base64url');

/** Cursors that a server never issued. */
const CURSORS = [
  'abc',
  '',
  '???',
  'null',
  ...['null', 'true', '{}', '[]', '"a\\u0000"', '"a\\ud800"', '1.5', 'tiger'].map(inBase64),
];

describe('A cursor that this server never gave out', () => {
  it('is looked for in every list there is', () => {
    expect(LISTS).toEqual(expect.arrayContaining(['listEvents', 'listScopes', 'listWebClients', 'listApplications']));
    expect(LISTS.length).toBeGreaterThan(8);
  });

  it.each(LISTS)('is refused by %s', async (name) => {
    expect((await server.admin.request(name, { parameters })).status).toBe(200);
    for (const cursor of CURSORS) {
      const { error_description } = expectRefusal(
        await server.admin.request(name, { parameters, query: { cursor } }),
        400,
        'invalid_request',
      );
      expect(error_description).toBe('cursor: is not one this server gave out.');
    }
  });

  it.each(['/oauth', '/c2id'] as const)('is refused by the list of registered clients under %s', async (prefix) => {
    const registrar = new Registrar(server, prefix);
    for (const cursor of CURSORS) {
      const url = `${registrar.endpoint}?${new URLSearchParams({ cursor }).toString()}`;
      expectRefusal(await registrar.call('GET', url, MASTER_TOKEN), 400, 'invalid_request');
      expectRefusal(await registrar.call('GET', url, 'x'.repeat(32)), 401, 'invalid_token');
    }
  });
});
