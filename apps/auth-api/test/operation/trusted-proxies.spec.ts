import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';

const REGISTRATION = {
  redirect_uris: ['https://rp.example.com/callback'],
  token_endpoint_auth_method: 'none',
  client_name: 'Newcomer',
};

/** `trusting` trusts a proxy on this machine and any in the internal network 10.0.0.0/8; `strict` trusts none. */
const servers: Record<'trusting' | 'strict', AuthServer> = {} as never;
beforeAll(async () => {
  const settings = { PASSANT_OPEN_REGISTRATION: 'on', PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '40' };
  servers.strict = await AuthServer.start(settings);
  servers.trusting = await AuthServer.start({ ...settings, PASSANT_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server.close();
});

async function register(server: AuthServer, forwarded: string) {
  const headers = { 'x-forwarded-for': forwarded };
  const { status, body } = await send('POST', server.url + PATHS.clients, { json: REGISTRATION, headers });
  return { status, clientId: (body as { client_id: string }).client_id };
}

async function addressIn(server: AuthServer, clientId: string): Promise<string | undefined> {
  await server.noted();
  const { items } = await server.admin.call('listEvents', { query: { client_id: clientId } });
  return items[0]?.client_ip;
}

describe('A trusted proxy', () => {
  it.each<[string, keyof typeof servers, string, string]>([
    ['nobody is trusted', 'strict', '203.0.113.1', '127.0.0.1'],
    ['the proxy is trusted', 'trusting', '203.0.113.1', '203.0.113.1'],
    ['a caller put an address in front', 'trusting', '192.0.2.1, 203.0.113.2', '203.0.113.2'],
    ['two proxies are trusted', 'trusting', '203.0.113.3, 10.1.2.3', '203.0.113.3'],
    ['there is a port beside the address', 'trusting', '203.0.113.4:40112', '203.0.113.4'],
    ['there is something else in its place', 'trusting', 'jane.doe@example.com', '127.0.0.1'],
  ])('tells where a request came from: %s', async (_, which, forwarded, expected) => {
    const { status, clientId } = await register(servers[which], forwarded);
    expect(status).toBe(201);
    expect(await addressIn(servers[which], clientId)).toBe(expected);
  });

  it('lets limits tell one address from another', async () => {
    const many = Array.from({ length: 14 }, () => register(servers.trusting, '203.0.113.5'));
    expect((await Promise.all(many)).filter(({ status }) => status === 201)).toHaveLength(10);
    expect((await register(servers.trusting, '198.51.100.7')).status).toBe(201);
  });
});
